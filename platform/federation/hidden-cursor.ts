import type { ExecutionResult } from 'graphql';

/** Among the extensions of a subgraph's results, which the gateway keeps to itself. */
const name = 'cursor';

/**
 * `result` of an event, with the event's cursor beside it, so that the gateway knows where a client goes
 * on whatever the client selected. Messages of the event log carry it as `cursor`; others stay as they are.
 */
export function withHiddenCursor(result: ExecutionResult, message: unknown): ExecutionResult {
  const { cursor } = (message ?? {}) as { cursor?: unknown };
  return typeof cursor === 'string'
    ? { ...result, extensions: { ...result.extensions, [name]: cursor } }
    : result;
}

/** The cursor among a result's extensions. */
export function hiddenCursor(extensions: ExecutionResult['extensions']): string | undefined {
  const cursor = extensions?.[name];
  return typeof cursor === 'string' ? cursor : undefined;
}
