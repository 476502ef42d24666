/** As graphql-js tells. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return typeof (value as { then?: unknown }).then === 'function';
}

/** Values for which nobody waits any more: what their promises reject with is lost, and does not end the process. */
export function abandon(values: readonly unknown[]): void {
  for (const value of values) if (isPromise(value)) Promise.resolve(value).catch(() => {});
}
