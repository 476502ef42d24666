import { isIterableObject } from 'graphql/jsutils/isIterableObject.js';

/** As graphql-js tells. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return typeof (value as { then?: unknown }).then === 'function';
}

/**
 * Values for which nobody waits any more, those of lists among them included, now and once they are there: what their
 * promises reject with is lost, and does not end the process.
 */
export function abandon(values: Iterable<unknown>): void {
  for (const value of values) {
    if (isPromise(value)) {
      Promise.resolve(value)
        .then((settled) => abandon([settled]))
        .catch(() => {});
    } else if (isIterableObject(value)) abandonList(value as Iterable<unknown>);
  }
}

function abandonList(list: Iterable<unknown>): void {
  try {
    abandon(list);
  } catch {
    // A list that cannot be gone through to its end has failed like the rest: nobody waits for it.
  }
}
