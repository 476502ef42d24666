import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { eventCatalogue, isEventType } from '../../../schema/events/catalogue.ts';
import { typesMeant } from '../events/event-types.ts';
import { Webhook, WebhookStatus } from '../webhooks/webhook.ts';
import type {
  RecoverWebhookInput,
  SendTestEventInput,
  WebhookDeliveryFilter,
  WebhookDeliveryIdInput,
} from './delivery.inputs.ts';
import { WebhookDelivery } from './delivery.ts';
import { addDeliveries } from './new-deliveries.ts';
import { recoverTask } from './recovery.ts';
import { sendAfresh } from './resend.ts';

/** The deliveries that match, newest first. Throws VALIDATION_ERROR for types that there are not. */
export function deliveries(
  filter: WebhookDeliveryFilter,
  page: PageArgs,
  { em }: SubgraphContext,
): Promise<Page<WebhookDelivery>> {
  const { webhookId, status, types, from, until } = filter;
  return findPage(
    em,
    WebhookDelivery,
    {
      ...(webhookId && { webhookId }),
      ...(status && { status }),
      ...(types && { eventType: { $in: [...typesMeant(types)] } }),
      ...((from || until) && { createdAt: { ...(from && { $gte: from }), ...(until && { $lt: until }) } }),
    },
    page,
  );
}

/**
 * Sends a delivery once more, whatever became of it: the same body under the same id, with all its
 * retries before it. Throws NOT_FOUND, also for a delivery of another webhook than the input names, CONFLICT when
 * the webhook is not active.
 */
export function redeliver(
  { deliveryId, webhookId }: WebhookDeliveryIdInput,
  context: SubgraphContext,
): Promise<WebhookDelivery> {
  const { em, principal, requestId } = context;
  return em.transactional(async (tx) => {
    const found = await tx.findOne(WebhookDelivery, { id: deliveryId, ...(webhookId && { webhookId }) });
    if (!found) throw notFound('delivery', deliveryId);
    await activeWebhook(tx, found.webhookId);
    await sendAfresh(tx, deliveryId, { actor: principal.id, requestId });
    return tx.refreshOrFail(found);
  });
}

/**
 * Sends the catalogue's example of an event to a webhook, signed and logged like any other; it is in no
 * event log. Throws NOT_FOUND, VALIDATION_ERROR for a type that there is not, CONFLICT when the webhook
 * is not active.
 */
export function sendTestEvent(input: SendTestEventInput, context: SubgraphContext): Promise<WebhookDelivery> {
  const { type, webhookId } = input;
  if (type != null && !isEventType(type)) {
    throw invalid('type', `names no type of event: ${type.slice(0, 100)}; see the query eventTypes`);
  }
  return context.em.transactional(async (em) => {
    const webhook = await activeWebhook(em, webhookId);
    const [first] = typesMeant(webhook.events);
    const chosen = type ?? first;
    if (chosen === undefined) throw new Error(`The webhook ${webhookId} is for no events.`);
    const event = {
      id: uuidv7(),
      type: chosen,
      occurredAt: new Date(),
      data: eventCatalogue[chosen].example,
      requestId: context.requestId,
    };
    const [id = ''] = await addDeliveries(em, [{ webhook, event }]);
    return em.findOneOrFail(WebhookDelivery, { id });
  });
}

/**
 * Has a webhook be sent, in the background, what did not reach it since a moment. Throws NOT_FOUND,
 * CONFLICT when the webhook is not active.
 */
export function recoverWebhook(input: RecoverWebhookInput, context: SubgraphContext): Promise<Webhook> {
  const { id, since } = input;
  return context.em.transactional(async (em) => {
    const webhook = await activeWebhook(em, id);
    await enqueue(
      em,
      recoverTask,
      { webhookId: id, since: since.toISOString() },
      { queue: `${recoverTask}:${id}` },
    );
    return webhook;
  });
}

async function activeWebhook(em: EntityManager, id: string): Promise<Webhook> {
  const webhook = await em.findOne(Webhook, { id }, { lockMode: LockMode.PESSIMISTIC_READ });
  if (!webhook) throw notFound('webhook', id);
  if (webhook.status !== WebhookStatus.ACTIVE) {
    throw new HubError('CONFLICT', { message: `The webhook is ${webhook.status}; resume it first.` });
  }
  return webhook;
}
