import { HubError } from '../../platform/errors.ts';
import { estimatedCost } from '../cost/operation-cost.ts';
import type { PlannedOperation } from '../execution/executor.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * A refusal in the words of the REST interface: for a page that costs more than a single operation may, with the
 * `limit` that could be had.
 */
export function restRefusal(refusal: unknown, planned: PlannedOperation, variables: Variables): unknown {
  if (!(refusal instanceof HubError) || refusal.code !== 'QUERY_TOO_COMPLEX') return refusal;
  const { first } = variables;
  const { cost } = refusal.extensions;
  if (typeof first !== 'number' || !isShown(cost)) return refusal;
  const { requested, cap } = cost;
  const empty = estimatedCost(planned, { ...variables, first: 0 });
  const most = Math.floor(((cap - empty) * first) / (requested - empty));
  const advice = most > 0 ? `ask for ${most} at most, or for less in include` : 'ask for less in include';
  const message = `costs up to ${requested} points with ${first} items, and ${cap} are allowed: ${advice}`;
  return new HubError('QUERY_TOO_COMPLEX', {
    message: `limit: ${message}`,
    details: [{ field: 'limit', message }],
    extensions: { cost },
  });
}

function isShown(cost: unknown): cost is { requested: number; cap: number } {
  return typeof cost === 'object' && cost !== null && 'requested' in cost && 'cap' in cost;
}
