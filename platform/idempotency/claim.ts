import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { HubError } from '../errors.ts';

/** What makes two requests the same request. */
export interface IdempotentRequest {
  /** Id of the principal; two callers may use the same key. */
  caller: string;
  operation: string;
  key: string;
  /** Whatever decides the outcome. Two inputs that serialise alike are the same. */
  input: unknown;
  /** How long a repeat is recognised; `forever` for money. */
  keep: '24 hours' | 'forever';
}

/** What is remembered of a request that was carried out. */
export interface Outcome {
  /** What `once` made. */
  resultId: string | null;
  /** What `Idempotent` answered, sealed. */
  answer: string | null;
}

/** Canonical JSON: the order in which a client writes the fields does not matter. */
function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .join(',')}}`;
}

/**
 * Takes a request for the transaction of `em`, which is then to carry it out and to `settle` it: null. What
 * became of it when it was carried out before, also by one that races, for whose commit it waits. The
 * same key with another input throws IDEMPOTENCY_KEY_REUSED. When the transaction rolls back, nothing is
 * remembered.
 */
export async function claim(em: EntityManager, request: IdempotentRequest): Promise<Outcome | null> {
  const connection = em.getConnection();
  const transaction = em.getTransactionContext();
  if (!transaction) throw new Error('Idempotency needs a transaction.');
  const expiry = request.keep === 'forever' ? null : request.keep;
  const taken = await connection.execute<{ key: string }[]>(
    `INSERT INTO idempotency.keys AS known (caller, operation, key, input_hash, expires_at)
     VALUES (?, ?, ?, ?, now() + ?::interval)
     ON CONFLICT (caller, operation, key) DO UPDATE
       SET input_hash = excluded.input_hash, result_id = NULL, answer = NULL, created_at = now(),
           expires_at = excluded.expires_at
       WHERE known.expires_at < now()
     RETURNING key`,
    [...identityOf(request), hashOf(request), expiry],
    'all',
    transaction,
  );
  if (taken.length > 0) return null;
  return (await outcomeOf(em, request)) ?? claim(em, request);
}

/**
 * What has become of a request that was carried out; null when it was not, or is no longer remembered. The same key
 * with another input throws IDEMPOTENCY_KEY_REUSED.
 */
export async function outcomeOf(em: EntityManager, request: IdempotentRequest): Promise<Outcome | null> {
  const [known] = await em.execute<{ input_hash: string; result_id: string; answer: string }[]>(
    `SELECT input_hash, result_id, answer FROM idempotency.keys
     WHERE caller = ? AND operation = ? AND key = ? AND (expires_at IS NULL OR expires_at >= now())`,
    identityOf(request),
  );
  if (!known) return null;
  if (known.input_hash !== hashOf(request)) throw new HubError('IDEMPOTENCY_KEY_REUSED');
  return { resultId: known.result_id, answer: known.answer };
}

/** Remembers what became of a request that was claimed, in the same transaction. */
export async function settle(
  em: EntityManager,
  request: IdempotentRequest,
  outcome: Partial<Outcome>,
): Promise<void> {
  await em
    .getConnection()
    .execute(
      'UPDATE idempotency.keys SET result_id = ?, answer = ? WHERE caller = ? AND operation = ? AND key = ?',
      [outcome.resultId ?? null, outcome.answer ?? null, ...identityOf(request)],
      'run',
      em.getTransactionContext(),
    );
}

/** A request that came to nothing in the end may be made again. */
export async function forgetRequest(em: EntityManager, request: IdempotentRequest): Promise<void> {
  await em.execute(
    'DELETE FROM idempotency.keys WHERE caller = ? AND operation = ? AND key = ?',
    identityOf(request),
  );
}

function identityOf({ caller, operation, key }: IdempotentRequest): string[] {
  return [caller, operation, key];
}

function hashOf({ input }: IdempotentRequest): string {
  return createHash('sha256').update(canonical(input)).digest('base64url');
}
