import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { whileCalling } from '../auth/calling.ts';
import { HubError, isErrorCode } from '../errors.ts';
import { log, withRequestId } from '../log.ts';
import type { CallContext, SubgraphCaller, SubgraphRequest } from './caller.ts';
import { withHiddenCursor } from './hidden-cursor.ts';

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

/** Reaches a subgraph in this process: no HTTP, no serialisation. `Context` is made afresh for every operation and event. */
export function inProcessCaller(
  name: string,
  schema: GraphQLSchema,
  contextOf: (call: CallContext) => object,
): SubgraphCaller {
  const documents = new LRUCache<string, DocumentNode | readonly GraphQLError[]>({ max: 2000 });

  /** The request's document, parsed and validated once; errors when it is not valid. */
  function documentOf(request: SubgraphRequest): DocumentNode | readonly GraphQLError[] {
    let known = documents.get(request.query);
    if (!known) {
      try {
        const document = request.document ?? parse(request.query);
        const errors = validate(schema, document);
        known = errors.length > 0 ? errors : document;
      } catch (error) {
        known = [error as GraphQLError];
      }
      documents.set(request.query, known);
    }
    return known;
  }

  function publicResult(result: ExecutionResult): ExecutionResult {
    return result.errors
      ? { ...result, errors: result.errors.map((error) => publicError(error, name)) }
      : result;
  }

  return {
    async execute(request, call) {
      const document = documentOf(request);
      if (!('kind' in document)) return { errors: document };
      const result = await withRequestId(call.requestId, () =>
        whileCalling(call, () =>
          execute({
            schema,
            document,
            variableValues: request.variables,
            operationName: request.operationName,
            contextValue: contextOf(call),
          }),
        ),
      );
      return publicResult(result);
    },

    async subscribe(request, call) {
      const document = documentOf(request);
      if (!('kind' in document)) throw document[0];
      const operation = {
        schema,
        document,
        variableValues: request.variables,
        operationName: request.operationName,
      };
      const source = await withRequestId(call.requestId, () =>
        createSourceEventStream({ ...operation, contextValue: contextOf(call) }),
      );
      if (!(Symbol.asyncIterator in source)) {
        throw publicResult(source).errors?.[0] ?? new HubError('INTERNAL');
      }
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
            execute({ ...operation, rootValue: event.value, contextValue: contextOf(call) }),
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
