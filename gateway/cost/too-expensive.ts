import { HubError } from '../../platform/errors.ts';

/** QUERY_TOO_COMPLEX for an operation that costs up to `requested` points where `cap` are allowed. */
export function tooExpensive(requested: number, cap: number): HubError {
  return new HubError('QUERY_TOO_COMPLEX', {
    message: `The operation costs up to ${requested} points, and ${cap} are allowed: ask for fewer items at a time (first), or for fewer lists within lists.`,
    extensions: { cost: { requested, cap } },
  });
}
