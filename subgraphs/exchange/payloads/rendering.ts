import type { EntityManager } from '@mikro-orm/postgresql';
import type { Scope } from '../../../platform/auth/scopes.ts';

/** A payload that this process selects now. */
export interface Rendering {
  deliveryId: string;
  /** Which attempt this is, from 1; tells a claim from a later one of the same payload. */
  attempt: number;
  subject: { type: string; id: string };
  webhook: { id: string; organisationId: string; scopes: Scope[] };
  /** null when the owner has taken it away since. */
  payload: string | null;
  defaultBody: string;
  requestId: string | null;
  /** Since the event was given to the webhook. */
  ageMs: number;
}

/** Longer than an attempt may take. */
const leaseSeconds = 30;

/**
 * Takes up to `limit` payloads that are to be selected, the oldest first. One that is not settled in
 * time, since the process died, is taken again. Any number of processes may do this.
 */
export function claimRenderings(em: EntityManager, limit: number): Promise<Rendering[]> {
  return em.fork().execute<Rendering[]>(
    `WITH due AS (
       SELECT delivery_id FROM exchange.webhook_renderings WHERE due_at <= now()
       ORDER BY due_at, delivery_id LIMIT ? FOR UPDATE SKIP LOCKED
     )
     UPDATE exchange.webhook_renderings AS r
     SET attempts = r.attempts + 1, due_at = now() + make_interval(secs => ${leaseSeconds})
     FROM due, exchange.webhook_deliveries AS d, exchange.webhooks AS w
     WHERE r.delivery_id = due.delivery_id AND d.id = due.delivery_id AND w.id = d.webhook_id
     RETURNING r.delivery_id AS "deliveryId", r.attempts AS attempt,
       json_build_object('type', r.subject_type, 'id', r.subject_id) AS subject,
       json_build_object('id', w.id, 'organisationId', w.organisation_id, 'scopes', w.scopes) AS webhook,
       w.payload, d.body AS "defaultBody", d.request_id AS "requestId",
       extract(epoch FROM now() - r.created_at)::float8 * 1000 AS "ageMs"`,
    [limit],
  );
}

/** Has a payload be selected again after a while. */
export async function postponeRendering(
  em: EntityManager,
  rendering: Rendering,
  waitMs: number,
): Promise<void> {
  await em.fork().execute(
    `UPDATE exchange.webhook_renderings SET due_at = now() + make_interval(secs => ?::float8 / 1000)
     WHERE delivery_id = ? AND attempts = ?`,
    [waitMs, rendering.deliveryId, rendering.attempt],
  );
}

/** Stores the body of a delivery for good, and makes it due. Of a claim that somebody else has settled it changes nothing. */
export function storeRendering(em: EntityManager, { deliveryId }: Rendering, body: string): Promise<void> {
  return em.fork().transactional(async (tx) => {
    // The delivery before what hangs on it, as whoever deletes a webhook takes them.
    await tx.execute(
      "UPDATE exchange.webhook_deliveries SET body = ?, due_at = now() WHERE id = ? AND due_at = 'infinity'",
      [body, deliveryId],
    );
    await tx.execute('DELETE FROM exchange.webhook_renderings WHERE delivery_id = ?', [deliveryId]);
  });
}
