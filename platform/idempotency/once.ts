import type { EntityManager } from '@mikro-orm/postgresql';
import { claim, type IdempotentRequest, settle } from './claim.ts';

export type { IdempotentRequest } from './claim.ts';

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
