import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../../../schema/events/record.ts';
import type { Cause } from '../webhooks/webhook-events.ts';
import { WebhookDeliveryStatus } from './delivery.ts';
import { type DeliveryFacts, deliveryEvent } from './delivery-events.ts';

const facts = `d.id, d.webhook_id AS "webhookId", d.organisation_id AS "organisationId", d.status,
  d.event_uuid AS "eventUuid", d.event_type AS "eventType", d.attempt_count AS attempts`;

/** Makes a delivery due at once, or as soon as its payload has been selected, with all its retries before it, in the transaction of `em`. */
export async function sendAfresh(em: EntityManager, id: string, cause: Cause): Promise<void> {
  const [before] = await em.execute<DeliveryFacts[]>(
    `SELECT ${facts} FROM exchange.webhook_deliveries AS d WHERE d.id = ? FOR UPDATE`,
    [id],
  );
  if (!before) return;
  await em.execute(
    `UPDATE exchange.webhook_deliveries SET status = 'PENDING', leased_until = NULL, failures = 0,
       failed_first_at = NULL, due_at = CASE WHEN due_at = 'infinity' THEN due_at ELSE now() END,
       completed_at = NULL WHERE id = ?`,
    [id],
  );
  if (before.status === WebhookDeliveryStatus.PENDING) return;
  await record(em, deliveryEvent(before, WebhookDeliveryStatus.PENDING, cause));
}

/**
 * After a success: sends the oldest delivery again that was exhausted while the endpoint only failed,
 * unless one is on its way already. Its own success calls for the next one, so that they arrive in
 * order. Returns whether there was one.
 */
export async function sendNextAgain(em: EntityManager, webhookId: string): Promise<boolean> {
  const some = await em.execute<unknown[]>(
    'SELECT 1 FROM exchange.webhook_deliveries WHERE webhook_id = ? AND resend LIMIT 1',
    [webhookId],
  );
  if (some.length === 0) return false;
  // Two successes at the same moment are not to send two.
  await em.execute('SELECT 1 FROM exchange.webhooks WHERE id = ? FOR NO KEY UPDATE', [webhookId]);
  const [next] = await em.execute<{ id: string; waits: boolean }[]>(
    `SELECT d.id, d.due_at IS NULL AS waits FROM exchange.webhook_deliveries AS d
     WHERE d.webhook_id = ? AND d.resend ORDER BY d.due_at IS NULL, d.position, d.id LIMIT 1`,
    [webhookId],
  );
  if (!next?.waits) return false;
  await sendAfresh(em, next.id, { actor: 'service:webhooks' });
  return true;
}
