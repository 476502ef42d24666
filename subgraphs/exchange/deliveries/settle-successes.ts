import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { record } from '../../../schema/events/record.ts';
import type { Claimed } from './claim.ts';
import { WebhookDeliveryStatus } from './delivery.ts';
import { type DeliveryFacts, deliveryEvent } from './delivery-events.ts';
import type { Outcome } from './post.ts';
import { actor } from './settle.ts';

/** An attempt that succeeded. */
export interface Success {
  claimed: Claimed;
  outcome: Outcome;
}

/**
 * Stores attempts that succeeded, many in one transaction: attempts, statuses, events. Returns those that
 * it leaves to `settle`, with nothing stored of them: where the success changes more than the delivery,
 * since its endpoint has been failing or something waits for it, and where the delivery is no longer
 * what it was.
 */
export function settleSuccesses(em: EntityManager, successes: readonly Success[]): Promise<Success[]> {
  return em.fork().transactional(async (tx) => {
    // Webhooks' rows before deliveries', as whoever deletes a webhook takes them.
    const quiet = await tx.execute<{ id: string }[]>(
      `SELECT w.id FROM exchange.webhooks AS w
       WHERE w.id = ANY(?::uuid[]) AND w.failing_since IS NULL AND NOT EXISTS (
         SELECT FROM exchange.webhook_deliveries AS d WHERE d.webhook_id = w.id AND d.resend)
       ORDER BY w.id FOR KEY SHARE`,
      [`{${[...new Set(successes.map(({ claimed }) => claimed.webhookId))].join(',')}}`],
    );
    const quietIds = new Set(quiet.map(({ id }) => id));
    const plain = successes.filter(({ claimed }) => quietIds.has(claimed.webhookId));
    if (plain.length === 0) return [...successes];
    const settled = await tx.execute<DeliveryFacts[]>(
      `WITH outcome AS MATERIALIZED (
         SELECT * FROM jsonb_to_recordset(?::jsonb) AS o(
           id uuid, delivery uuid, number int, headers jsonb, status int, body text, ms int, started timestamptz)
       ), standing AS (
         SELECT d.id, d.status FROM exchange.webhook_deliveries AS d
         WHERE d.id IN (SELECT delivery FROM outcome) AND d.status <> 'SUCCEEDED' ORDER BY d.id FOR UPDATE
       ), done AS (
         UPDATE exchange.webhook_deliveries AS d
         SET status = 'SUCCEEDED', due_at = NULL, leased_until = NULL, resend = false, last_error = NULL,
           completed_at = now()
         FROM standing WHERE d.id = standing.id
         RETURNING d.id, d.webhook_id AS "webhookId", d.organisation_id AS "organisationId", standing.status,
           d.event_uuid AS "eventUuid", d.event_type AS "eventType", d.attempt_count AS attempts
       ), kept AS (
         INSERT INTO exchange.webhook_attempts
           (id, delivery_id, number, request_headers, response_status, response_body, duration_ms, started_at)
         SELECT o.id, o.delivery, o.number, o.headers, o.status, o.body, o.ms, o.started
         FROM outcome AS o JOIN standing ON standing.id = o.delivery
       ) SELECT * FROM done`,
      [JSON.stringify(plain.map(attempt))],
    );
    await record(
      tx,
      ...settled.map((facts) => deliveryEvent(facts, WebhookDeliveryStatus.SUCCEEDED, { actor })),
    );
    const settledIds = new Set(settled.map(({ id }) => id));
    return successes.filter(({ claimed }) => !settledIds.has(claimed.id));
  });
}

function attempt({ claimed, outcome }: Success): object {
  return {
    id: uuidv7(),
    delivery: claimed.id,
    number: claimed.attempt,
    headers: outcome.requestHeaders,
    status: outcome.status,
    body: outcome.responseBody,
    ms: outcome.durationMs,
    started: outcome.startedAt,
  };
}
