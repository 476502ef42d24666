/** A request that was made, and what came of it. */
export interface Example {
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Undefined where there was none. */
  body?: unknown;
  /** Undefined where there was none. */
  answer?: unknown;
}

/** `path` with the parts and the query that were sent. */
export function withExample(path: string, example: Example | undefined): string {
  const filled = path.replace(/\{(\w+)\}/g, (all, name) => encodeURIComponent(example?.path[name] ?? all));
  const query = new URLSearchParams(example?.query ?? {}).toString();
  return query === '' ? filled : `${filled}?${query}`;
}
