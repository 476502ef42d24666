import { assertScopes } from '../../../platform/auth/requires-scopes.ts';
import { sees } from '../../../platform/events/visible.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { EventData } from '../../../schema/events/catalogue.ts';
import type { WebhookDeliveryChange, WebhookDeliveryChangesArgs } from './delivery.change.ts';
import type { WebhookDeliveryStatus } from './delivery.ts';

const type = 'webhook_delivery.status_changed';

/**
 * The status changes of deliveries, as far as the caller may see them, from `after` or from now on.
 * Throws UNAUTHENTICATED, FORBIDDEN, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export async function deliveryChanges(
  of: WebhookDeliveryChangesArgs,
  { principal, events }: SubgraphContext,
): Promise<AsyncIterable<Omit<WebhookDeliveryChange, 'delivery'>>> {
  assertScopes(principal, ['webhooks:manage']);
  const after = of.after ? await events.placeOf(of.after) : undefined;
  return events.stream((event) => {
    if (event.type !== type || !sees(principal, event)) return undefined;
    const data = event.data as EventData<typeof type>;
    if (of.webhookId && of.webhookId !== data.webhook_id) return undefined;
    if (of.deliveryId && of.deliveryId !== data.delivery_id) return undefined;
    return {
      cursor: events.cursorOf(event),
      occurredAt: event.occurredAt,
      previousStatus: data.previous_status as WebhookDeliveryStatus,
      status: data.status as WebhookDeliveryStatus,
      deliveryId: data.delivery_id,
    };
  }, after);
}
