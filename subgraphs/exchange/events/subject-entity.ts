import { allows } from '../../../platform/auth/scopes.ts';
import type { BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { webhookDeliveryById } from '../deliveries/delivery.resolver.ts';
import { webhookById } from '../webhooks/webhook.resolver.ts';
import { subjectOf } from './event-subject.ts';

const own = new Map<string, BatchLoad<string, object | null>>([
  ['Webhook', webhookById],
  ['WebhookDelivery', webhookDeliveryById],
]);

/**
 * The entity that an event is about: a neighbour's by its id, to be resolved by its own subgraph, this
 * subgraph's own from its row. Null where the graph cannot enter it by id, and for one of its own that the
 * caller may not see or that is deleted.
 */
export async function subjectEntity(
  { type, id }: { type: string; id: string },
  context: SubgraphContext,
): Promise<object | null> {
  const row = own.get(type);
  if (!row) return subjectOf(type, id);
  return allows(context.principal.scopes, 'webhooks:manage') ? context.load(row, id) : null;
}
