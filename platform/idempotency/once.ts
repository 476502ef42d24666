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

/** Canonical JSON: the order in which a client writes the fields does not matter. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .join(',')}}`;
}

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
  const hash = createHash('sha256').update(canonical(request.input)).digest('base64url');
  const connection = em.getConnection();
  const transaction = em.getTransactionContext();
  if (!transaction) throw new Error('Idempotency needs a transaction.');
  const identity = [request.caller, request.operation, request.key];
  const expiry = request.keep === 'forever' ? null : request.keep;
  const taken = await connection.execute<{ key: string }[]>(
    `INSERT INTO idempotency.keys AS known (caller, operation, key, input_hash, expires_at)
     VALUES (?, ?, ?, ?, now() + ?::interval)
     ON CONFLICT (caller, operation, key) DO UPDATE
       SET input_hash = excluded.input_hash, result_id = NULL, created_at = now(), expires_at = excluded.expires_at
       WHERE known.expires_at < now()
     RETURNING key`,
    [...identity, hash, expiry],
    'all',
    transaction,
  );
  if (taken.length > 0) {
    const id = await create();
    await connection.execute(
      'UPDATE idempotency.keys SET result_id = ? WHERE caller = ? AND operation = ? AND key = ?',
      [id, ...identity],
      'run',
      transaction,
    );
    return { id, repeated: false };
  }
  const [known] = await connection.execute<{ input_hash: string; result_id: string }[]>(
    'SELECT input_hash, result_id FROM idempotency.keys WHERE caller = ? AND operation = ? AND key = ?',
    identity,
    'all',
    transaction,
  );
  if (known?.input_hash !== hash) throw new HubError('IDEMPOTENCY_KEY_REUSED');
  return { id: known.result_id, repeated: true };
}
