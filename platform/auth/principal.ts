import type { Scope } from './scopes.ts';

/**
 * Who is asking. Decided once, at the gateway; handed on as an object in process and as a
 * short-lived signed token between processes.
 *
 * - `anonymous`: nobody has been authenticated; only public fields answer.
 * - `platform`: the operator of the hub; sees every organisation.
 * - `organisation`: acts for one organisation and sees its rows only.
 * - `learner`: a person; sees their own rows in every organisation.
 * - `service`: the hub itself (jobs, calls from one subgraph to another).
 */
export type PrincipalKind = 'anonymous' | 'platform' | 'organisation' | 'learner' | 'service';

/** What a caller may ask for; what is absent has the hub's default. */
export interface Allowance {
  readonly readsPerHour?: number | undefined;
  readonly writesPerHour?: number | undefined;
}

export interface Principal {
  readonly kind: PrincipalKind;
  /** Stable id of the caller: the id of the key, OAuth client or person, `anonymous`, or the name of the service. */
  readonly id: string;
  /** The organisation that the caller acts for; null for platform, service and anonymous callers. */
  readonly organisationId: string | null;
  /** A learner's organisations, one for each student row of theirs. Empty for other kinds. */
  readonly organisationIds: readonly string[];
  /** A learner's student rows. Empty for other kinds. */
  readonly studentIds: readonly string[];
  readonly scopes: readonly Scope[];
  /** The person who has signed in; `id` is theirs too. Absent where a program calls for itself. */
  readonly userId?: string | undefined;
  /** The OAuth client by which the caller calls; absent for keys. */
  readonly clientId?: string | undefined;
  /** Set for the keys and clients of sandbox organisations: they see nothing that is live. */
  readonly sandbox?: boolean | undefined;
  readonly allowance?: Allowance | undefined;
}

/** Who has called, as far as the request log tells it: a caller of the graph, or whom a route outside it has recognised. */
export type KnownCaller = Pick<Principal, 'kind' | 'id' | 'organisationId' | 'userId' | 'clientId'>;

export const anonymous: Principal = {
  kind: 'anonymous',
  id: 'anonymous',
  organisationId: null,
  organisationIds: [],
  studentIds: [],
  scopes: [],
};

/** Whether a caller runs the hub itself: an operator in the sandbox runs nothing that is real. */
export function runsTheHub({ kind, sandbox }: Principal): boolean {
  return kind === 'platform' && !sandbox;
}

/** The hub acting for itself, with exactly the scopes that the work needs. */
export function servicePrincipal(name: string, scopes: readonly Scope[]): Principal {
  return {
    kind: 'service',
    id: `service:${name}`,
    organisationId: null,
    organisationIds: [],
    studentIds: [],
    scopes,
  };
}
