import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { ExecutionResult } from 'graphql';
import type { CallContext, SubgraphCaller } from '../../platform/federation/caller.ts';
import type { Callers, PlanExecutor, PlannedOperation } from '../execution/executor.ts';
import { subscriptionNode } from '../execution/planner.ts';

export interface SubscriptionRequest {
  planned: PlannedOperation;
  variables: Readonly<Record<string, unknown>>;
  context: CallContext;
  callers: Callers;
  execute: PlanExecutor;
}

/**
 * Begins a subscription at the one subgraph that has its field. Each of its events is then completed
 * with the fields of other subgraphs: the plan is run with the event standing in for the answer to its
 * first fetch. Events keep their order. Rejects, and is over, when the subgraph fails.
 *
 * @throws what the subgraph refuses the subscription with
 */
export async function runSubscription(
  request: SubscriptionRequest,
): Promise<AsyncGenerator<ExecutionResult, void, void>> {
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

/**
 * An async generator by shape and not by syntax: `return()` of one by syntax waits for the `next()`
 * that is pending, so a cancelled subscription would stay until its next event.
 */
class SubscriptionRun implements AsyncGenerator<ExecutionResult, void, void> {
  readonly #request: SubscriptionRequest;
  readonly #primary: FetchNode;
  readonly #eventPlan: PlannedOperation;
  readonly #events: AsyncIterator<ExecutionResult>;
  #over = false;
  #finishPending = () => {};

  constructor(
    request: SubscriptionRequest,
    primary: FetchNode,
    eventPlan: PlannedOperation,
    events: AsyncIterator<ExecutionResult>,
  ) {
    this.#request = request;
    this.#primary = primary;
    this.#eventPlan = eventPlan;
    this.#events = events;
  }

  async next(): Promise<IteratorResult<ExecutionResult, void>> {
    if (this.#over) return done;
    return await new Promise((resolve, reject) => {
      this.#finishPending = () => resolve(done);
      this.#nextResult().then(resolve, (error: unknown) => {
        reject(error);
        void this.return();
      });
    });
  }

  async return(): Promise<IteratorResult<ExecutionResult, void>> {
    if (this.#over) return done;
    this.#over = true;
    this.#finishPending();
    await this.#events.return?.();
    return done;
  }

  async throw(): Promise<IteratorResult<ExecutionResult, void>> {
    return await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async #nextResult(): Promise<IteratorResult<ExecutionResult, void>> {
    const event = await this.#events.next();
    if (event.done) {
      this.#over = true;
      return done;
    }
    // Refused by the subgraph as a whole: there is nothing to complete.
    if (event.value.data === undefined && event.value.errors)
      return { done: false, value: { errors: event.value.errors } };
    const { execute, variables, context, callers } = this.#request;
    const value = await execute(
      this.#eventPlan,
      { variables, context },
      answering(callers, this.#primary, event.value),
    );
    return { done: false, value };
  }
}

const done: IteratorReturnResult<void> = { done: true, value: undefined };

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

/** `callers`, with `event` for an answer to `primary`. */
function answering(callers: Callers, primary: FetchNode, event: ExecutionResult): Callers {
  const caller = callers[primary.serviceName] as SubgraphCaller;
  return {
    ...callers,
    [primary.serviceName]: {
      execute: async (request, context) =>
        request.query === primary.operation ? event : await caller.execute(request, context),
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
