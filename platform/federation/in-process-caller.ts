import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { whileCalling } from '../auth/calling.ts';
import { HubError, isErrorCode } from '../errors.ts';
import { log, withRequestId } from '../log.ts';
import type { CallContext, SubgraphCaller, SubgraphRequest } from './caller.ts';
import { withHiddenCursor } from './hidden-cursor.ts';
import { type RunOperation, type SubgraphExecutor, subgraphExecutors } from './subgraph-executor.ts';

/**
 * What may leave a subgraph: errors of the catalogue as they are, GraphQL's own about the input as
 * VALIDATION_ERROR. Anything else is logged here, where its stack is, and becomes INTERNAL.
 */
function publicError(error: GraphQLError, subgraph: string): GraphQLError {
  if (isErrorCode(error.extensions.code)) return error;
  if (!error.originalError || error.originalError instanceof GraphQLError) {
    return new GraphQLError(error.message, {
      ...error,
      path: error.path,
      extensions: { ...error.extensions, code: 'VALIDATION_ERROR' },
    });
  }
  log.error({ err: error.originalError, subgraph, path: error.path }, 'unexpected error in a resolver');
  const internal = new HubError('INTERNAL');
  return new GraphQLError(internal.message, { path: error.path, originalError: internal });
}

/** Documents of which what has been made of them is kept. */
const documentsKept = 2000;

interface Prepared {
  document: DocumentNode;
  /** By their names. */
  operations: Map<string | undefined, RunOperation>;
}

/**
 * Reaches a subgraph in this process: no HTTP, no serialisation. What it answers belongs to whoever asked.
 *
 * @param contextOf makes the resolvers' context, afresh for every operation and event
 */
export function inProcessCaller(
  name: string,
  schema: GraphQLSchema,
  contextOf: (call: CallContext) => object,
  executor: SubgraphExecutor = subgraphExecutors.compiled,
): SubgraphCaller {
  const documents = new LRUCache<string, Prepared | readonly GraphQLError[]>({ max: documentsKept });

  /** The request's document, parsed and validated once; errors when it is not valid. */
  function documentOf(request: SubgraphRequest): Prepared | readonly GraphQLError[] {
    let known = documents.get(request.query);
    if (!known) {
      try {
        const document = request.document ?? parse(request.query);
        const errors = validate(schema, document);
        known = errors.length > 0 ? errors : { document, operations: new Map() };
      } catch (error) {
        known = [error as GraphQLError];
      }
      documents.set(request.query, known);
    }
    return known;
  }

  function operationOf({ document, operations }: Prepared, operationName: string | undefined): RunOperation {
    let operation = operations.get(operationName);
    if (!operation) {
      operation = executor(schema, document, operationName);
      // Names that the document has not are as many as a caller likes.
      if (getOperationAST(document, operationName)) operations.set(operationName, operation);
    }
    return operation;
  }

  function publicResult(result: ExecutionResult): ExecutionResult {
    return result.errors
      ? { ...result, errors: result.errors.map((error) => publicError(error, name)) }
      : result;
  }

  return {
    async execute(request, call) {
      const prepared = documentOf(request);
      if (!('document' in prepared)) return { errors: prepared };
      const run = operationOf(prepared, request.operationName);
      const result = await withRequestId(call.requestId, () =>
        whileCalling(call, () => run({ variables: request.variables, context: contextOf(call) })),
      );
      return publicResult(result);
    },

    async subscribe(request, call) {
      const prepared = documentOf(request);
      if (!('document' in prepared)) throw prepared[0];
      const { variables, operationName } = request;
      const source = await withRequestId(call.requestId, () =>
        createSourceEventStream({
          schema,
          document: prepared.document,
          variableValues: variables,
          operationName,
          contextValue: contextOf(call),
        }),
      );
      if (!(Symbol.asyncIterator in source)) {
        throw publicResult(source).errors?.[0] ?? new HubError('INTERNAL');
      }
      const run = operationOf(prepared, operationName);
      const events = source[Symbol.asyncIterator]();
      const next = async () => {
        try {
          return await events.next();
        } catch (error) {
          const originalError = error as Error;
          throw publicError(new GraphQLError(originalError.message, { originalError }), name);
        }
      };
      const results: AsyncIterableIterator<ExecutionResult> = {
        async next() {
          const event = await next();
          if (event.done) return { done: true, value: undefined };
          // A fresh context for each event: what was loaded for the last one may have changed since.
          const result = await withRequestId(call.requestId, () =>
            run({ variables, root: event.value, context: contextOf(call) }),
          );
          return { done: false, value: withHiddenCursor(publicResult(result), event.value) };
        },
        async return() {
          await events.return?.();
          return { done: true, value: undefined };
        },
        [Symbol.asyncIterator]: () => results,
      };
      return results;
    },

    async close() {},
  };
}
