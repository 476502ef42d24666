import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import { compileOperation } from './compiled/compiled-operation.ts';

/** What one run of an operation gets. */
export interface OperationInput {
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** The third argument of every resolver. */
  readonly context: unknown;
  /** What the root fields are resolved of: the event, for those of a subscription. */
  readonly root?: unknown;
}

/** Runs an operation. Never rejects. */
export type RunOperation = (input: OperationInput) => ExecutionResult | Promise<ExecutionResult>;

/** Makes an operation of a document that is valid for `schema` ready to be run many times. */
export type SubgraphExecutor = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
) => RunOperation;

/** The executors of subgraphs in this process, by the names of the gateway's that they go with. */
export const subgraphExecutors = {
  compiled: compileOperation,
  apollo: interpreted,
} as const satisfies Record<string, SubgraphExecutor>;

/** graphql-js: the reference for the compiled one, and the way out. */
function interpreted(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): RunOperation {
  return ({ variables, context, root }) =>
    execute({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: context,
      rootValue: root,
    }) as ExecutionResult | Promise<ExecutionResult>;
}
