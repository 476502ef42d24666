import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { changes } from '../../../schema/events/changes.ts';
import type { WebhookStatusChange, WebhookStatusChangesArgs } from './webhook.change.ts';
import type { WebhookStatus } from './webhook.ts';

/**
 * The status changes of webhooks, as far as the caller may see them, from `after` or from now on.
 * Throws UNAUTHENTICATED, FORBIDDEN, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export function webhookChanges(
  { webhookId, after }: WebhookStatusChangesArgs,
  context: SubgraphContext,
): Promise<AsyncIterable<Omit<WebhookStatusChange, 'webhook'>>> {
  return changes(context, {
    type: 'webhook.status_changed',
    scopes: ['webhooks:manage'],
    after,
    tell({ webhook_id, previous_status, status, reason }) {
      if (webhookId && webhookId !== webhook_id) return undefined;
      return {
        previousStatus: previous_status as WebhookStatus,
        status: status as WebhookStatus,
        reason,
        webhookId: webhook_id,
      };
    },
  });
}
