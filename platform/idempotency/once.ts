import type { EntityManager } from '@mikro-orm/postgresql';
import { claim, type IdempotentRequest, outcomeOf, settle } from './claim.ts';

export { forgetRequest, type IdempotentRequest } from './claim.ts';

/**
 * Runs `create` once for a request, within the transaction of `em`, and returns the id that it made;
 * a repeat returns the same id, also one that races (it waits for the first to commit). The same key
 * with another input throws IDEMPOTENCY_KEY_REUSED. When the transaction rolls back, nothing is remembered.
 */
export async function once(
  em: EntityManager,
  request: IdempotentRequest,
  create: () => Promise<string>,
): Promise<{ id: string; repeated: boolean }> {
  const known = await claim(em, request);
  if (known) return { id: known.resultId as string, repeated: true };
  const id = await create();
  await settle(em, request, { resultId: id });
  return { id, repeated: false };
}

/** As `once`; a request that names no key is new each time. */
export async function onceIfKeyed(
  em: EntityManager,
  request: IdempotentRequest | null,
  create: () => Promise<string>,
): Promise<{ id: string; repeated: boolean }> {
  return request ? once(em, request, create) : { id: await create(), repeated: false };
}

/**
 * The id that this request has made, before anything is done for it; null when it made nothing yet, also while one
 * that races makes it: `onceIfKeyed` then tells. The same key with another input throws IDEMPOTENCY_KEY_REUSED.
 */
export async function madeBefore(
  em: EntityManager,
  request: IdempotentRequest | null,
): Promise<string | null> {
  return request && ((await outcomeOf(em, request))?.resultId ?? null);
}
