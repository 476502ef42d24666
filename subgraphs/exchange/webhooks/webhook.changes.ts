import { assertScopes } from '../../../platform/auth/requires-scopes.ts';
import { sees } from '../../../platform/events/visible.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { EventData } from '../../../schema/events/catalogue.ts';
import type { WebhookStatusChange, WebhookStatusChangesArgs } from './webhook.change.ts';
import type { WebhookStatus } from './webhook.ts';

const type = 'webhook.status_changed';

/**
 * The status changes of webhooks, as far as the caller may see them, from `after` or from now on.
 * Throws UNAUTHENTICATED, FORBIDDEN, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export async function webhookChanges(
  of: WebhookStatusChangesArgs,
  { principal, events }: SubgraphContext,
): Promise<AsyncIterable<Omit<WebhookStatusChange, 'webhook'>>> {
  assertScopes(principal, ['webhooks:manage']);
  const after = of.after ? await events.placeOf(of.after) : undefined;
  return events.stream((event) => {
    if (event.type !== type || !sees(principal, event)) return undefined;
    const data = event.data as EventData<typeof type>;
    if (of.webhookId && of.webhookId !== data.webhook_id) return undefined;
    return {
      cursor: events.cursorOf(event),
      occurredAt: event.occurredAt,
      previousStatus: data.previous_status as WebhookStatus,
      status: data.status as WebhookStatus,
      reason: data.reason,
      webhookId: data.webhook_id,
    };
  }, after);
}
