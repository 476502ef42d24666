import { type FieldNode, Kind, OperationTypeNode, type SelectionSetNode } from 'graphql';
import type { Principal } from '../../platform/auth/principal.ts';
import type { ErrorFormatter } from '../errors.ts';
import type { PlannedOperation } from '../execution/executor.ts';
import type { OperationRunner } from '../execution/operation-runner.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Accepted } from './accept.ts';
import { type Membership, SharedRun, type Taker } from './shared-run.ts';
import { runSubscription } from './subscription-run.ts';

type Variables = Readonly<Record<string, unknown>>;

/** What is needed to run subscriptions. */
export interface SubscriptionRunsOptions {
  runner: OperationRunner;
  formatError: ErrorFormatter;
  metrics: GatewayMetrics;
  /** Whether equal ones share a run; not where one may begin with something of its own, as foreign subgraphs' do. */
  shared: boolean;
}

/** The subscriptions that run: one for all who ask for the same, from now on, with the same rights. */
export class SubscriptionRuns {
  readonly #options: SubscriptionRunsOptions;
  /** By operation, which is another object under another supergraph, and then by variables and rights. */
  readonly #open = new WeakMap<PlannedOperation, Map<string, SharedRun>>();

  constructor(options: SubscriptionRunsOptions) {
    this.#options = options;
  }

  /**
   * Gives `taker` what the subscription brings from now on, or its refusal. Who goes on behind a cursor
   * has a run alone.
   */
  join(accepted: Accepted, taker: Taker, transport: 'websocket' | 'sse'): Membership {
    const { metrics } = this.#options;
    const run = this.#runOf(accepted);
    const membership = run.join(taker);
    run.started.then(
      () => metrics.operation(OperationTypeNode.SUBSCRIPTION, transport, 'ok'),
      () => metrics.operation(OperationTypeNode.SUBSCRIPTION, transport, 'error'),
    );
    return membership;
  }

  #runOf(accepted: Accepted): SharedRun {
    const { planned, variables, context } = accepted;
    if (!this.#options.shared || resumes(planned, variables)) return this.#begin(accepted, () => {});
    const open = this.#open.get(planned) ?? new Map<string, SharedRun>();
    this.#open.set(planned, open);
    const key = JSON.stringify([rightsOf(context.principal), declaredVariables(planned, variables)]);
    const known = open.get(key);
    if (known) return known;
    const run = this.#begin(accepted, () => open.delete(key));
    open.set(key, run);
    return run;
  }

  #begin({ planned, variables, context }: Accepted, onOver: () => void): SharedRun {
    const { runner, formatError, metrics } = this.#options;
    const { callers, executor: execute } = runner;
    return new SharedRun(() => runSubscription({ planned, variables, context, callers, execute }), {
      requestId: context.requestId,
      formatError,
      running: metrics.subscriptions,
      onOver,
    });
  }
}

/**
 * Equal for callers who see the same rows and fields. Keys of one organisation do, and those of the
 * platform; a person and the hub's own parts share with nobody but themselves.
 */
function rightsOf(principal: Principal): unknown[] {
  const { kind, id, organisationId, organisationIds, studentIds, scopes, sandbox = false } = principal;
  const fencedByOrganisation = kind === 'organisation' || kind === 'platform';
  return [
    kind,
    fencedByOrganisation ? null : id,
    organisationId,
    organisationIds,
    studentIds,
    [...scopes].sort(),
    sandbox,
  ];
}

/** In one order; what is not given stays apart from what is given as null. */
function declaredVariables({ operation }: PlannedOperation, variables: Variables): [string, unknown][] {
  return (operation.variableDefinitions ?? [])
    .map(({ variable }) => variable.name.value)
    .filter((name) => name in variables)
    .map((name) => [name, variables[name]]);
}

/** Whether the subscription goes on behind something: its field's argument `after` has a value. */
function resumes(planned: PlannedOperation, variables: Variables): boolean {
  const { selectionSet, variableDefinitions = [] } = planned.operation;
  const given = (name: string) =>
    name in variables
      ? variables[name] !== null && variables[name] !== undefined
      : variableDefinitions.some(
          ({ variable, defaultValue }) => variable.name.value === name && defaultValue,
        );
  return fieldsAt(selectionSet, planned.fragments).some((field) =>
    field.arguments?.some(({ name, value }) => {
      if (name.value !== 'after' || value.kind === Kind.NULL) return false;
      return value.kind !== Kind.VARIABLE || given(value.name.value);
    }),
  );
}

function fieldsAt(selectionSet: SelectionSetNode, fragments: PlannedOperation['fragments']): FieldNode[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragments[selection.name.value]?.selectionSet;
    return inner ? fieldsAt(inner, fragments) : [];
  });
}
