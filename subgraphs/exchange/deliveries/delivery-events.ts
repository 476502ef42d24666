import type { CatalogueEvent } from '../../../schema/events/record.ts';
import type { Cause } from '../webhooks/webhook-events.ts';
import type { WebhookDeliveryStatus } from './delivery.ts';

/** What is told of a delivery. */
export interface DeliveryFacts {
  id: string;
  webhookId: string;
  organisationId: string;
  eventUuid: string;
  eventType: string;
  /** Status before. */
  status: WebhookDeliveryStatus;
  attempts: number;
}

/** A delivery's status changed. */
export function deliveryEvent(
  delivery: DeliveryFacts,
  status: WebhookDeliveryStatus,
  cause: Cause,
): CatalogueEvent {
  return {
    type: 'webhook_delivery.status_changed',
    subject: { type: 'WebhookDelivery', id: delivery.id },
    audience: [delivery.organisationId],
    data: {
      delivery_id: delivery.id,
      webhook_id: delivery.webhookId,
      event_id: `evt_${delivery.eventUuid}`,
      event_type: delivery.eventType,
      previous_status: delivery.status,
      status,
      attempts: delivery.attempts,
    },
    ...cause,
  };
}
