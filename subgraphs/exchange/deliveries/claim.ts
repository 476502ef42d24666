import type { EntityManager } from '@mikro-orm/postgresql';

/** A delivery that this process makes now. */
export interface Claimed {
  id: string;
  webhookId: string;
  eventUuid: string;
  body: string;
  requestId: string | null;
  /** Which attempt this is, from 1; tells a claim from a later one of the same delivery. */
  attempt: number;
  url: string;
  /** Sealed. */
  secret: string;
  /** Sealed; null when it no longer signs. */
  previousSecret: string | null;
  /** Sealed. */
  headers: string;
  timeoutSeconds: number;
}

/** How many deliveries of one webhook are under way at a time in one process. */
const perWebhook = 4;
/** Beyond an attempt's timeout: what it may take to store how it went. */
const leaseSeconds = 30;

/**
 * Takes up to `limit` deliveries that are due, the oldest of each webhook first, and no more of one
 * webhook than may be under way: `busy` says how many are, by its id. A claim that is not settled in
 * time, since the process died, is due again.
 */
export function claim(
  em: EntityManager,
  busy: ReadonlyMap<string, number>,
  limit: number,
): Promise<Claimed[]> {
  return em.fork().execute<Claimed[]>(
    `WITH due AS (
       SELECT picked.id FROM exchange.webhooks AS w
       LEFT JOIN jsonb_each_text(?::jsonb) AS busy ON busy.key = w.id::text
       CROSS JOIN LATERAL (
         SELECT d.id FROM exchange.webhook_deliveries AS d
         WHERE d.webhook_id = w.id AND d.due_at <= now()
         ORDER BY d.due_at, d.position LIMIT greatest(0, ${perWebhook} - coalesce(busy.value::int, 0))
         FOR UPDATE SKIP LOCKED
       ) AS picked
       WHERE w.status = 'ACTIVE'
       LIMIT ?
     )
     UPDATE exchange.webhook_deliveries AS d
     SET attempt_count = d.attempt_count + 1,
         due_at = now() + make_interval(secs => w.timeout_seconds + ${leaseSeconds})
     FROM exchange.webhooks AS w, due WHERE d.id = due.id AND w.id = d.webhook_id
     RETURNING d.id, d.webhook_id AS "webhookId", d.event_uuid AS "eventUuid", d.body, d.request_id AS "requestId",
       d.attempt_count AS attempt, w.url, w.secret, w.headers, w.timeout_seconds AS "timeoutSeconds",
       CASE WHEN w.previous_secret_until > now() THEN w.previous_secret END AS "previousSecret"`,
    [JSON.stringify(Object.fromEntries(busy)), limit],
  );
}

/** Gives a claim back that nothing came of, to be taken up at once by whoever lives. */
export async function release(em: EntityManager, claimed: Claimed): Promise<void> {
  await em
    .fork()
    .execute(
      'UPDATE exchange.webhook_deliveries SET due_at = now() WHERE id = ? AND attempt_count = ? AND due_at IS NOT NULL',
      [claimed.id, claimed.attempt],
    );
}
