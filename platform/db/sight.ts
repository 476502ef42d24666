import type { Principal } from '../auth/principal.ts';
import type { Scope } from '../auth/scopes.ts';
import { isOfSandbox } from '../environment.ts';

/** Rows of organisations that are real, of those of the sandbox, or both; rows of no organisation are live. */
export type SeenEnvironment = 'live' | 'sandbox' | 'both';

/**
 * Whose rows a principal sees. The one place that says so: the ORM's filter (fence.ts) and what PostgreSQL's
 * policies are told (sight-pool.ts) are both made of it.
 */
export type Sight =
  | { readonly of: 'everything'; readonly environment: SeenEnvironment }
  | { readonly of: 'organisation'; readonly organisationId: string; readonly scopes: readonly Scope[] }
  | {
      readonly of: 'learner';
      readonly organisationIds: readonly string[];
      readonly studentIds: readonly string[];
    }
  | { readonly of: 'nothing' };

export function sightOf(principal: Principal): Sight {
  const { kind, organisationId, organisationIds, studentIds, scopes, sandbox } = principal;
  switch (kind) {
    case 'platform':
      return { of: 'everything', environment: sandbox ? 'sandbox' : 'live' };
    case 'service':
      return { of: 'everything', environment: 'both' };
    case 'organisation':
      return organisationId === null ? { of: 'nothing' } : { of: 'organisation', organisationId, scopes };
    case 'learner':
      return { of: 'learner', organisationIds, studentIds };
    case 'anonymous':
      return { of: 'nothing' };
  }
}

/** The environment of which a sight has rows. Learners see their own, by their ids alone. */
export function environmentSeen(sight: Sight): SeenEnvironment {
  switch (sight.of) {
    case 'everything':
      return sight.environment;
    case 'organisation':
      return isOfSandbox(sight.organisationId) ? 'sandbox' : 'live';
    default:
      return 'both';
  }
}
