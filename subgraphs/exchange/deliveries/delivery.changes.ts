import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { changes } from '../../../schema/events/changes.ts';
import type { WebhookDeliveryChange, WebhookDeliveryChangesArgs } from './delivery.change.ts';
import type { WebhookDeliveryStatus } from './delivery.ts';

/**
 * The status changes of deliveries, as far as the caller may see them, from `after` or from now on.
 * Throws UNAUTHENTICATED, FORBIDDEN, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export function deliveryChanges(
  { webhookId, deliveryId, after }: WebhookDeliveryChangesArgs,
  context: SubgraphContext,
): Promise<AsyncIterable<Omit<WebhookDeliveryChange, 'delivery'>>> {
  return changes(context, {
    type: 'webhook_delivery.status_changed',
    scopes: ['webhooks:manage'],
    after,
    tell({ webhook_id, delivery_id, previous_status, status }) {
      if (webhookId && webhookId !== webhook_id) return undefined;
      if (deliveryId && deliveryId !== delivery_id) return undefined;
      return {
        previousStatus: previous_status as WebhookDeliveryStatus,
        status: status as WebhookDeliveryStatus,
        deliveryId: delivery_id,
      };
    },
  });
}
