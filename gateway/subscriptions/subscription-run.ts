import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { ExecutionResult } from 'graphql';
import type { CallContext, SubgraphCaller } from '../../platform/federation/caller.ts';
import { hiddenCursor } from '../../platform/federation/hidden-cursor.ts';
import type { Callers, PlanExecutor, PlannedOperation } from '../execution/executor.ts';
import { subscriptionNode } from '../execution/planner.ts';

export interface SubscriptionRequest {
  planned: PlannedOperation;
  variables: Readonly<Record<string, unknown>>;
  context: CallContext;
  callers: Callers;
  execute: PlanExecutor;
}

/** One event of a subscription, completed. */
export interface RunEvent {
  readonly result: ExecutionResult;
  /** Behind it a client goes on that has taken the event; undefined when the subgraph says none. */
  readonly cursor: string | undefined;
}

/**
 * Begins a subscription at the one subgraph that has its field. Each of its events is then completed
 * with the fields of other subgraphs: the plan is run with the event standing in for the answer to its
 * first fetch. Events keep their order.
 *
 * @throws what the subgraph refuses the subscription with
 */
export async function runSubscription(request: SubscriptionRequest): Promise<SubscriptionRun> {
  const node = subscriptionNode(request.planned);
  const caller = node && request.callers[node.primary.serviceName];
  if (!node || !caller) throw new Error('Not the plan of a subscription.');
  const { primary } = node;
  const events = await caller.subscribe(
    {
      query: primary.operation,
      variables: pick(request.variables, primary.variableUsages ?? []),
      operationName: primary.operationName,
      document: primary.operationDocumentNode,
    },
    request.context,
  );
  return new SubscriptionRun(request, primary, eventPlanOf(request.planned, primary, node.rest), events);
}

/** A subscription that has begun. */
export class SubscriptionRun {
  readonly #request: SubscriptionRequest;
  readonly #eventPlan: PlannedOperation;
  /** The request's, of which one answers the plan's first fetch with the present event. */
  readonly #callers: Callers;
  readonly #events: AsyncIterator<ExecutionResult>;
  #event: ExecutionResult = {};

  constructor(
    request: SubscriptionRequest,
    primary: FetchNode,
    eventPlan: PlannedOperation,
    events: AsyncIterator<ExecutionResult>,
  ) {
    this.#request = request;
    this.#eventPlan = eventPlan;
    this.#callers = answering(request.callers, primary, () => this.#event);
    this.#events = events;
  }

  /**
   * The next event; undefined when there will be no more. To be called when the last has been answered.
   * Rejects, and is over, when the subgraph fails.
   */
  async next(): Promise<RunEvent | undefined> {
    const event = await this.#events.next();
    if (event.done) return undefined;
    const { extensions, ...answer } = event.value;
    const cursor = hiddenCursor(extensions);
    // Refused by the subgraph as a whole: there is nothing to complete.
    if (answer.data === undefined && answer.errors) return { result: { errors: answer.errors }, cursor };
    this.#event = answer;
    const { execute, variables, context } = this.#request;
    const result = await execute(this.#eventPlan, { variables, context }, this.#callers);
    return { result, cursor };
  }

  /** Ends it at the subgraph, also while `next` is pending. */
  async end(): Promise<void> {
    await this.#events.return?.();
  }
}

const eventPlans = new WeakMap<PlannedOperation, PlannedOperation>();

/** What is run for each event; one object for all runs of an operation, so that an executor can keep what it derives. */
function eventPlanOf(
  planned: PlannedOperation,
  primary: FetchNode,
  rest: PlanNode | undefined,
): PlannedOperation {
  let eventPlan = eventPlans.get(planned);
  if (!eventPlan) {
    const node: PlanNode = rest ? { kind: 'Sequence', nodes: [primary, rest] } : primary;
    eventPlan = { ...planned, plan: { kind: 'QueryPlan', node } };
    eventPlans.set(planned, eventPlan);
  }
  return eventPlan;
}

/** `callers`, with `event()` for an answer to `primary`. */
function answering(callers: Callers, primary: FetchNode, event: () => ExecutionResult): Callers {
  const caller = callers[primary.serviceName] as SubgraphCaller;
  return {
    ...callers,
    [primary.serviceName]: {
      execute: async (request, context) =>
        request.query === primary.operation ? event() : await caller.execute(request, context),
      subscribe: (request, context) => caller.subscribe(request, context),
      close: () => caller.close(),
    },
  };
}

function pick(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in variables).map((name) => [name, variables[name]]));
}
