import { type ExecutionResult, GraphQLError, getVariableValues } from 'graphql';
import type { CallContext } from '../../platform/federation/caller.ts';
import type { Callers, PlanExecutor, PlannedOperation, WrittenResult } from './executor.ts';

/** Runs planned operations, for every transport alike. */
export class OperationRunner {
  readonly #execute: PlanExecutor;
  readonly #callers: Callers;

  constructor(callers: Callers, execute: PlanExecutor) {
    this.#execute = execute;
    this.#callers = callers;
  }

  get callers(): Callers {
    return this.#callers;
  }

  get executor(): PlanExecutor {
    return this.#execute;
  }

  /** Runs a query or mutation; wrong variables are errors of the result, which then has no data. */
  async run(
    planned: PlannedOperation,
    variables: Readonly<Record<string, unknown>>,
    context: CallContext,
  ): Promise<ExecutionResult> {
    return await this.#run(this.#execute, planned, variables, context);
  }

  /** `run` for who hands on JSON. */
  async write(
    planned: PlannedOperation,
    variables: Readonly<Record<string, unknown>>,
    context: CallContext,
  ): Promise<ExecutionResult | WrittenResult> {
    return await this.#run(this.#execute.written ?? this.#execute, planned, variables, context);
  }

  #run<R>(
    execute: (...given: Parameters<PlanExecutor>) => Promise<R>,
    planned: PlannedOperation,
    variables: Readonly<Record<string, unknown>>,
    context: CallContext,
  ): Promise<R> | ExecutionResult {
    const errors = variableErrors(planned, variables);
    if (errors) return { errors };
    const call = planned.operation.operation === 'mutation' ? unstoppable(context) : context;
    return execute(planned, { variables, context: call }, this.#callers);
  }
}

/** A client that leaves does not stop what it asked to be done. */
function unstoppable({ principal, requestId, address, idempotencyKey }: CallContext): CallContext {
  return { principal, requestId, address, idempotencyKey };
}

/** Finding out what was meant takes long for each wrong value, and a thousand rows may have thousands. */
const maxErrors = 50;

/** What is wrong with the variables, as BAD_USER_INPUT; undefined when nothing is. */
export function variableErrors(
  planned: PlannedOperation,
  variables: Readonly<Record<string, unknown>>,
): ExecutionResult['errors'] {
  const { operation, supergraph } = planned;
  if (!operation.variableDefinitions?.length) return undefined;
  const { errors } = getVariableValues(supergraph.apiSchema, operation.variableDefinitions, variables, {
    maxErrors,
  });
  return errors?.map(
    ({ message, nodes }) => new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT' } }),
  );
}
