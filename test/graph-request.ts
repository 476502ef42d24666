import type { Data } from './subgraph-harness.ts';

/** What the hub answered to one operation over HTTP. */
export interface GraphAnswer {
  status: number;
  /** The body as it came. */
  text: string;
  data: Data;
  errors: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  codes: unknown[];
}

/** Sends one operation to a hub that runs, with `apiKey` when there is one. */
export async function send(
  graphqlUrl: string,
  apiKey: string | null,
  query: string,
  variables?: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<GraphAnswer> {
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(apiKey && { 'x-api-key': apiKey }) },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as Pick<GraphAnswer, 'data' | 'errors'>;
  return {
    status: response.status,
    text,
    data,
    errors,
    codes: errors.map(({ extensions }) => extensions.code),
  };
}

/** The data of an operation that must succeed. */
export async function ask(
  graphqlUrl: string,
  apiKey: string,
  query: string,
  variables?: Record<string, unknown>,
): Promise<Data> {
  const { data, errors } = await send(graphqlUrl, apiKey, query, variables);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
}

/**
 * Polls until `condition` holds, and returns what it then answers. Looks once more when its time is over: a machine
 * that stood still has had no time.
 */
export async function eventually<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  timeoutMs = 90_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const late = Date.now() > deadline;
    const found = await condition();
    if (found !== undefined && found !== false) return found;
    if (late) throw new Error(`Within ${timeoutMs} ms it did not happen: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
