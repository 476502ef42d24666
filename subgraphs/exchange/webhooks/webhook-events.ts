import type { CatalogueEvent } from '../../../schema/events/record.ts';
import type { Webhook, WebhookStatus } from './webhook.ts';

/** Who caused it. */
export interface Cause {
  actor: string;
  requestId?: string | undefined;
}

type WebhookFacts = Pick<Webhook, 'id' | 'organisationId' | 'name' | 'url' | 'status'>;

/** A webhook was created, changed or deleted. */
export function webhookEvent(
  type: 'webhook.created' | 'webhook.updated' | 'webhook.deleted',
  { id, organisationId, name, url, status }: WebhookFacts,
  cause: Cause,
): CatalogueEvent {
  return {
    type,
    subject: { type: 'Webhook', id },
    audience: [organisationId],
    data: { webhook_id: id, name, url, status },
    ...cause,
  };
}

/** A webhook was paused, resumed or disabled. */
export function webhookStatusEvent(
  { id, organisationId }: Pick<Webhook, 'id' | 'organisationId'>,
  change: { from: WebhookStatus; to: WebhookStatus; reason: string | null },
  cause: Cause,
): CatalogueEvent {
  return {
    type: 'webhook.status_changed',
    subject: { type: 'Webhook', id },
    audience: [organisationId],
    data: { webhook_id: id, previous_status: change.from, status: change.to, reason: change.reason },
    ...cause,
  };
}
