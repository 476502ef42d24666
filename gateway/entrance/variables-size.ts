import type { Limits } from '../limits.ts';
import { within } from './too-complex.ts';

/**
 * Counts what an operation was given, before any of it is held against the schema.
 *
 * @param variables as they came; what is no object is the business of whoever reads it
 * @throws HubError QUERY_TOO_COMPLEX
 */
export function checkVariables(variables: unknown, limits: Limits): void {
  if (!isComposite(variables)) return;
  within(limits, 'variables', Object.keys(variables).length);
  let values = 0;
  let depth = 0;
  // By levels, not by recursion: a text of a megabyte can hold half a million brackets.
  for (let level = Object.values(variables).filter(isComposite); level.length > 0; depth += 1) {
    const next: object[] = [];
    for (const composite of level) {
      const inner: unknown[] = Array.isArray(composite) ? composite : Object.values(composite);
      within(limits, 'elements', inner.length);
      values += inner.length;
      for (const value of inner) if (isComposite(value)) next.push(value);
    }
    if (values > limits.values) within(limits, 'values', values);
    level = next;
    within(limits, 'valueDepth', depth + 1);
  }
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
