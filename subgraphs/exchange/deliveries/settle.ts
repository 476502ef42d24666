import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { record } from '../../../schema/events/record.ts';
import { type WebhookRetrySchedule, WebhookStatus } from '../webhooks/webhook.ts';
import { webhookStatusEvent } from '../webhooks/webhook-events.ts';
import type { Claimed } from './claim.ts';
import { WebhookDeliveryStatus } from './delivery.ts';
import { type DeliveryFacts, deliveryEvent } from './delivery-events.ts';
import type { Outcome } from './post.ts';
import { sendNextAgain } from './resend.ts';
import { retryDelayMs } from './retry-delay.ts';

export const actor = 'service:webhooks';
const gone = 410;
/** An endpoint that only failed for this long is disabled. */
const patience = '5 days';

interface Standing extends DeliveryFacts {
  failures: number;
  webhookStatus: WebhookStatus;
  failing: boolean;
  /** Failing for longer than is borne. */
  hopeless: boolean;
  retrySchedule: WebhookRetrySchedule;
  retryCount: number;
}

/**
 * Stores how an attempt went and what follows from it: the attempt, the delivery's status and next
 * attempt, the endpoint's, in one transaction. Of a claim that somebody else has taken over since, only
 * a success still counts. Returns whether something is due at once.
 */
export function settle(
  em: EntityManager,
  claimed: Claimed,
  outcome: Outcome,
  retryBaseMs: number,
): Promise<boolean> {
  return em.fork().transactional(async (tx) => {
    // The webhook's row before the delivery's, as whoever deletes a webhook takes them.
    await tx.execute('SELECT 1 FROM exchange.webhooks WHERE id = ? FOR KEY SHARE', [claimed.webhookId]);
    const [standing] = await tx.execute<Standing[]>(
      `SELECT d.id, d.webhook_id AS "webhookId", d.organisation_id AS "organisationId", d.status,
         d.event_uuid AS "eventUuid", d.event_type AS "eventType", d.attempt_count AS attempts, d.failures,
         w.status AS "webhookStatus", w.failing_since IS NOT NULL AS failing,
         coalesce(w.failing_since < now() - interval '${patience}', false) AS hopeless,
         w.retry_schedule AS "retrySchedule", w.retry_count AS "retryCount"
       FROM exchange.webhook_deliveries AS d JOIN exchange.webhooks AS w ON w.id = d.webhook_id
       WHERE d.id = ? FOR UPDATE OF d`,
      [claimed.id],
    );
    // Deleted while it was sent.
    if (!standing) return false;
    await keepAttempt(tx, claimed, outcome);
    if (standing.status === WebhookDeliveryStatus.SUCCEEDED) return false;
    if (outcome.error === null) return succeeded(tx, standing);
    if (standing.attempts === claimed.attempt) await failed(tx, standing, outcome, retryBaseMs);
    return false;
  });
}

function keepAttempt(em: EntityManager, claimed: Claimed, outcome: Outcome): Promise<unknown> {
  return em.execute(
    `INSERT INTO exchange.webhook_attempts
       (id, delivery_id, number, request_headers, response_status, response_body, error, duration_ms, started_at)
     VALUES (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)`,
    [
      uuidv7(),
      claimed.id,
      claimed.attempt,
      JSON.stringify(outcome.requestHeaders),
      outcome.status,
      outcome.responseBody,
      outcome.error,
      outcome.durationMs,
      outcome.startedAt.toISOString(),
    ],
  );
}

async function succeeded(em: EntityManager, standing: Standing): Promise<boolean> {
  if (standing.failing) {
    await em.execute('UPDATE exchange.webhooks SET failing_since = NULL WHERE id = ?', [standing.webhookId]);
  }
  await em.execute(
    `UPDATE exchange.webhook_deliveries SET status = 'SUCCEEDED', due_at = NULL, leased_until = NULL, resend = false, last_error = NULL,
       completed_at = now() WHERE id = ?`,
    [standing.id],
  );
  await record(em, deliveryEvent(standing, WebhookDeliveryStatus.SUCCEEDED, { actor }));
  return sendNextAgain(em, standing.webhookId);
}

async function failed(
  em: EntityManager,
  standing: Standing,
  outcome: Outcome,
  retryBaseMs: number,
): Promise<void> {
  await em.execute(
    'UPDATE exchange.webhooks SET failing_since = now() WHERE id = ? AND failing_since IS NULL',
    [standing.webhookId],
  );
  const disabling = outcome.status === gone || standing.hopeless;
  const delayMs = disabling ? null : retryDelayMs(standing.failures + 1, standing, retryBaseMs);
  const status = delayMs === null ? WebhookDeliveryStatus.EXHAUSTED : WebhookDeliveryStatus.RETRYING;
  const waitMs = delayMs === null ? null : Math.max(delayMs, outcome.waitMs ?? 0);
  // The clock is read after the endpoint's row was had, so that whoever set `failing_since` did so before.
  await em.execute(
    `UPDATE exchange.webhook_deliveries AS d
     SET status = ?, last_error = ?, failures = d.failures + 1,
       failed_first_at = coalesce(d.failed_first_at, clock_timestamp()),
       due_at = now() + make_interval(secs => ?::float8 / 1000), leased_until = NULL,
       completed_at = CASE WHEN ? THEN now() END,
       resend = ? AND w.failing_since <= coalesce(d.failed_first_at, clock_timestamp())
     FROM exchange.webhooks AS w WHERE d.id = ? AND w.id = d.webhook_id`,
    [status, outcome.error, waitMs, delayMs === null, delayMs === null, standing.id],
  );
  if (status !== standing.status) await record(em, deliveryEvent(standing, status, { actor }));
  if (disabling && standing.webhookStatus !== WebhookStatus.DISABLED) {
    await disable(
      em,
      standing,
      outcome.status === gone
        ? 'The endpoint answered 410 Gone: it wants no more.'
        : `The endpoint has only failed for ${patience}; the last time: ${outcome.error}`,
    );
  }
}

async function disable(em: EntityManager, standing: Standing, reason: string): Promise<void> {
  const { webhookId: id, organisationId, webhookStatus: from } = standing;
  const to = WebhookStatus.DISABLED;
  await em.execute(
    'UPDATE exchange.webhooks SET status = ?, status_reason = ?, updated_at = now() WHERE id = ?',
    [to, reason, id],
  );
  await record(em, webhookStatusEvent({ id, organisationId }, { from, to, reason }, { actor }));
}
