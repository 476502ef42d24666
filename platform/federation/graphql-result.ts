import type { ExecutionResult } from 'graphql';

/**
 * The result that a subgraph answered over HTTP, parsed anew at each call.
 *
 * @throws Error when it is an error of the server's, or no GraphQL result
 */
export function resultOf(status: number, text: string): ExecutionResult {
  const result = status < 500 ? graphqlResult(text) : undefined;
  if (!result) throw new Error(`answered ${status}: ${text.slice(0, 200)}`);
  return result;
}

function graphqlResult(text: string): ExecutionResult | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (!isObject(body) || !('data' in body || 'errors' in body)) return undefined;
    const { errors } = body;
    // Some servers write `null` where nothing failed.
    if (errors === null) delete body.errors;
    return errors === null || errors === undefined || (Array.isArray(errors) && errors.every(isObject))
      ? (body as ExecutionResult)
      : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
