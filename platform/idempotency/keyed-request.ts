import { HubError } from '../errors.ts';
import type { SubgraphContext } from '../federation/context.ts';
import type { IdempotentRequest } from './claim.ts';
import { assertSameKey, keyLength } from './idempotency-key.ts';

/** A class of inputs, which gets the field `idempotencyKey`. */
// biome-ignore lint/suspicious/noExplicitAny: constructors of any arguments are meant
export type InputClass = new (...args: any[]) => object;

export const keyDescription =
  'Chosen by the caller, 1 to 200 characters: repeating the call with it within 24 hours does nothing more, and answers the same. The header `Idempotency-Key` says it too.';

/**
 * What a repeat of a mutation is recognised by, from the key in its input or in the request's header; null when it
 * has neither. `input` is the rest of it, without what is `secret`. Throws BAD_REQUEST when the two differ,
 * VALIDATION_ERROR for a key that is none.
 */
export function keyedRequest(
  given: Record<string, unknown>,
  context: SubgraphContext,
  info: { fieldName: string; path: { key: string | number } },
  secret: readonly string[] = [],
): { request: IdempotentRequest | null; input: Record<string, unknown> } {
  const { idempotencyKey, ...input } = given;
  const ofInput = checkedKey(idempotencyKey);
  assertSameKey(context.idempotencyKey, ofInput);
  const key = ofInput ?? context.idempotencyKey;
  if (key === undefined) return { request: null, input };
  const { principal } = context;
  const { fieldName, path } = info;
  const own = ofInput !== undefined || path.key === fieldName;
  const request: IdempotentRequest = {
    // A person’s apps do not know each other’s keys.
    caller: principal.userId && principal.clientId ? `${principal.id} ${principal.clientId}` : principal.id,
    operation: own ? fieldName : `${fieldName}:${path.key}`,
    key,
    input: Object.fromEntries(Object.entries(input).filter(([name]) => !secret.includes(name))),
    keep: '24 hours',
  };
  return { request, input };
}

function checkedKey(given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  const key = String(given);
  if (key.length >= 1 && key.length <= keyLength && !key.includes('\0') && key.isWellFormed()) return key;
  const message = `must have 1 to ${keyLength} characters`;
  throw new HubError('VALIDATION_ERROR', {
    message: `idempotencyKey: ${message}`,
    details: [{ field: 'idempotencyKey', message }],
  });
}
