import type { EntityManager } from '@mikro-orm/postgresql';

/** Who a call is for: people may use every slot, what runs by itself leaves one for them. */
export type CallFor = 'people' | 'schedule';

/** Leave to make one call, or the moment when there may be some. */
export type Turn = { slot: number } | { freeAt: Date };

/** How many calls the registry is asked to bear. */
export interface CallLimit {
  /** Takes a turn for a call that ends within `timeoutMs`. */
  take(callFor: CallFor, timeoutMs: number): Promise<Turn>;
}

/** Every call may be made at once: for stand-ins that are measured. */
export const unlimited: CallLimit = { take: async () => ({ slot: 0 }) };

/** What a process may need between taking a slot and sending, and between the answer and giving it back. */
const slackMs = 30_000;

/**
 * At most ten calls in any 60 seconds, of all processes together: ten slots in the database, each free
 * again 60 seconds after the call that took it has ended. The slot of a process that died comes free when
 * the call can no longer be under way. Time is the database's.
 */
export class SharedCallLimit implements CallLimit {
  readonly #em: EntityManager;

  constructor(em: EntityManager) {
    this.#em = em;
  }

  async take(callFor: CallFor, timeoutMs: number): Promise<Turn> {
    const slots = callFor === 'people' ? 10 : 9;
    const [row] = await this.#em.getConnection().execute<{ slot: number | null; free_at: number }[]>(
      `WITH free AS (
         SELECT slot FROM permits.call_slots WHERE slot <= ? AND free_at <= clock_timestamp()
         ORDER BY free_at LIMIT 1 FOR UPDATE SKIP LOCKED
       ), taken AS (
         UPDATE permits.call_slots SET free_at = clock_timestamp() + ? * interval '1 millisecond'
         FROM free WHERE call_slots.slot = free.slot RETURNING call_slots.slot
       )
       SELECT (SELECT slot FROM taken) AS slot,
         -- A slot that another process is just taking looks free until then.
         extract(epoch FROM greatest(
           (SELECT min(free_at) FROM permits.call_slots WHERE slot <= ?),
           clock_timestamp() + interval '100 milliseconds')) * 1000::float8 AS free_at`,
      [slots, timeoutMs + slackMs + 60_000, slots],
    );
    if (row && row.slot !== null) return { slot: row.slot };
    return { freeAt: new Date(Math.ceil(Number(row?.free_at))) };
  }
}
