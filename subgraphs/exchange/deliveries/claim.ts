import type { EntityManager } from '@mikro-orm/postgresql';
import { type Destination, destinations } from './destination.ts';

/** A delivery that this process makes now. */
export interface Claimed {
  id: string;
  webhookId: string;
  eventUuid: string;
  body: string;
  requestId: string | null;
  /** Which attempt this is, from 1; tells a claim from a later one of the same delivery. */
  attempt: number;
  dueAt: string;
}

/** What was claimed of one webhook, the oldest first. */
export interface ClaimedOfWebhook {
  destination: Destination;
  deliveries: Claimed[];
}

/** How long a claim may wait in this process until it is sent. */
export const waitSeconds = 10;
/** Longer than a transaction takes that makes something due. */
const shortWhile = '10 seconds';
/** Beyond waiting and the attempt's timeout: what it may take to store how it went. */
const storeSeconds = 30;

/** A webhook that deliveries are claimed of. */
export interface Wanted {
  id: string;
  /** How many at most. */
  room: number;
  /**
   * What was due before this moment is known to be claimed; null for a short while ago. It saves looking
   * at the traces of what was sent since, which PostgreSQL clears away only now and then.
   */
  since: string | null;
}

const wantedWebhooks = 'jsonb_to_recordset(?::jsonb) AS wanted(id uuid, room int, since timestamptz)';

/**
 * Takes up to `limit` deliveries that are due, the oldest of each webhook first. A claim that is not
 * settled in time, since the process died, is due again.
 */
export function claim(
  em: EntityManager,
  wanted: readonly Wanted[],
  limit: number,
): Promise<ClaimedOfWebhook[]> {
  return take(
    em,
    `SELECT w.id, wanted.room, coalesce(wanted.since, now() - interval '${shortWhile}') AS since
     FROM ${wantedWebhooks} JOIN exchange.webhooks AS w USING (id) WHERE w.status = 'ACTIVE'`,
    [JSON.stringify(wanted), limit],
  );
}

/**
 * As `claim`, of every webhook, whatever has been due for how long: of those that `wanted` says nothing
 * of, `room` each. Looks at what waits, and at nothing of what is done, of which there may be millions.
 */
export function claimOfAny(
  em: EntityManager,
  wanted: readonly Wanted[],
  room: number,
  limit: number,
): Promise<ClaimedOfWebhook[]> {
  return take(
    em,
    `SELECT w.id, coalesce(wanted.room, ?) AS room, '-infinity'::timestamptz AS since FROM (
       WITH RECURSIVE waiting (id) AS (
         (SELECT webhook_id FROM exchange.webhook_deliveries WHERE due_at IS NOT NULL ORDER BY webhook_id LIMIT 1)
         UNION ALL
         SELECT (SELECT d.webhook_id FROM exchange.webhook_deliveries AS d
                 WHERE d.due_at IS NOT NULL AND d.webhook_id > waiting.id ORDER BY d.webhook_id LIMIT 1)
         FROM waiting WHERE waiting.id IS NOT NULL
       ) SELECT id FROM waiting
     ) AS waiting JOIN exchange.webhooks AS w USING (id) LEFT JOIN ${wantedWebhooks} USING (id)
     WHERE w.status = 'ACTIVE'`,
    [room, JSON.stringify(wanted), limit],
  );
}

async function take(
  em: EntityManager,
  webhooks: string,
  parameters: readonly unknown[],
): Promise<ClaimedOfWebhook[]> {
  const reader = em.fork();
  const claimed = await reader.execute<Claimed[]>(
    // The webhooks in no order, so that all have their turn when there is not room for all. A claim that
    // PostgreSQL loses with its last moments is made again: it need not be on the disk first.
    `WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
     active AS MATERIALIZED (SELECT w.* FROM relaxed, (${webhooks}) AS w ORDER BY random()), due AS (
       SELECT picked.id FROM active CROSS JOIN LATERAL (
         SELECT d.id FROM exchange.webhook_deliveries AS d
         WHERE d.webhook_id = active.id AND d.due_at >= active.since AND d.due_at <= now()
           AND (d.leased_until IS NULL OR d.leased_until <= now())
         ORDER BY d.due_at, d.position LIMIT active.room
         FOR UPDATE SKIP LOCKED
       ) AS picked
       LIMIT ?
     ), leased AS (
       UPDATE exchange.webhook_deliveries AS d
       SET attempt_count = d.attempt_count + 1,
           leased_until = now() + make_interval(secs => w.timeout_seconds + ${waitSeconds + storeSeconds})
       FROM exchange.webhooks AS w, due WHERE d.id = due.id AND w.id = d.webhook_id
       RETURNING d.*
     )
     SELECT id, webhook_id AS "webhookId", event_uuid AS "eventUuid", body, request_id AS "requestId",
       attempt_count AS attempt, due_at::text AS "dueAt" FROM leased ORDER BY due_at, position`,
    [...parameters],
  );
  const byWebhook = Map.groupBy(claimed, (delivery) => delivery.webhookId);
  // Of a webhook that was deleted since, the deliveries are gone too.
  return (await destinations(reader, [...byWebhook.keys()])).map((destination) => ({
    destination,
    deliveries: byWebhook.get(destination.webhookId) ?? [],
  }));
}

/** Gives claims back that nothing was sent of, as if they had not been made. */
export async function giveBack(em: EntityManager, claimed: readonly Claimed[]): Promise<void> {
  if (claimed.length === 0) return;
  await em.fork().execute(
    `UPDATE exchange.webhook_deliveries AS d SET leased_until = NULL, attempt_count = d.attempt_count - 1
     FROM jsonb_to_recordset(?::jsonb) AS claimed(id uuid, attempt int)
     WHERE d.id = claimed.id AND d.attempt_count = claimed.attempt`,
    [JSON.stringify(claimed.map(({ id, attempt }) => ({ id, attempt })))],
  );
}

/** Gives a claim back whose attempt was cut off, to be taken up at once by whoever lives. */
export async function release(em: EntityManager, { id, attempt }: Claimed): Promise<void> {
  await em
    .fork()
    .execute(
      'UPDATE exchange.webhook_deliveries SET leased_until = NULL WHERE id = ? AND attempt_count = ?',
      [id, attempt],
    );
}
