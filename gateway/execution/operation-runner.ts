import { type DocumentNode, type ExecutionResult, getVariableValues } from 'graphql';
import type { CallContext } from '../../platform/federation/caller.ts';
import type { CurrentSupergraph } from '../supergraph.ts';
import type { Callers, PlanExecutor, PlannedOperation } from './executor.ts';
import { Planner } from './planner.ts';

/** Plans and runs operations over the supergraph that is being served, for HTTP and websocket alike. */
export class OperationRunner {
  readonly #execute: PlanExecutor;
  readonly #callers: Callers;
  #planner: Planner;

  constructor(supergraph: CurrentSupergraph, callers: Callers, execute: PlanExecutor) {
    this.#execute = execute;
    this.#callers = callers;
    this.#planner = new Planner(supergraph.value);
    supergraph.watch((current) => {
      this.#planner = new Planner(current);
    });
  }

  get callers(): Callers {
    return this.#callers;
  }

  get executor(): PlanExecutor {
    return this.#execute;
  }

  /** See `Planner.plan`. */
  plan(queryKey: string, document: DocumentNode, operationName: string | null | undefined): PlannedOperation {
    return this.#planner.plan(queryKey, document, operationName);
  }

  /** Runs a query or mutation; wrong variables are errors of the result, which then has no data. */
  async run(
    planned: PlannedOperation,
    variables: Readonly<Record<string, unknown>>,
    context: CallContext,
  ): Promise<ExecutionResult> {
    const errors = variableErrors(planned, variables);
    if (errors) return { errors };
    // A client that leaves does not stop what it asked to be done.
    const { signal, ...unstoppable } = context;
    const call = planned.operation.operation === 'mutation' ? unstoppable : { ...unstoppable, signal };
    return await this.#execute(planned, { variables, context: call }, this.#callers);
  }
}

/** Finding out what was meant takes long for each wrong value, and a thousand rows may have thousands. */
const maxErrors = 50;

/** What is wrong with the variables, or undefined. */
export function variableErrors(
  planned: PlannedOperation,
  variables: Readonly<Record<string, unknown>>,
): ExecutionResult['errors'] {
  const { operation, supergraph } = planned;
  if (!operation.variableDefinitions?.length) return undefined;
  return getVariableValues(supergraph.apiSchema, operation.variableDefinitions, variables, { maxErrors })
    .errors;
}
