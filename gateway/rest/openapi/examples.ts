/** A request that was made, and what came of it. */
export interface Example {
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Undefined where there was none. */
  body?: unknown;
  /** Undefined where there was none. */
  answer?: unknown;
}
