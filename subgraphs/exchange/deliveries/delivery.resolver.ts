import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import type { BatchLoad } from '../../../platform/federation/context.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { webhookById } from '../webhooks/webhook.resolver.ts';
import { Webhook } from '../webhooks/webhook.ts';
import { WebhookDeliveryChange, WebhookDeliveryChangesArgs } from './delivery.change.ts';
import { deliveryChanges } from './delivery.changes.ts';
import {
  RecoverWebhookInput,
  SendTestEventInput,
  WebhookDeliveryFilter,
  WebhookDeliveryIdInput,
} from './delivery.inputs.ts';
import { deliveries, recoverWebhook, redeliver, sendTestEvent } from './delivery.service.ts';
import { WebhookAttempt, WebhookDelivery } from './delivery.ts';

const WebhookDeliveryConnection = connectionType(WebhookDelivery, 'WebhookDelivery');
export const webhookDeliveryById = byId(WebhookDelivery);

/** The attempts of many deliveries, in one statement. */
const attemptsOf: BatchLoad<string, WebhookAttempt[]> = {
  async load(deliveryIds, { em }) {
    const attempts = await em.find(
      WebhookAttempt,
      { deliveryId: { $in: [...deliveryIds] } },
      { orderBy: { number: 'asc', id: 'asc' } },
    );
    const byDelivery = Map.groupBy(attempts, (attempt) => attempt.deliveryId);
    return deliveryIds.map((id) => byDelivery.get(id) ?? []);
  },
};

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  @Query(() => WebhookDelivery, {
    nullable: true,
    description: 'One delivery; null when there is none that the caller may see.',
  })
  @RequiresScopes('webhooks:manage')
  webhookDelivery(
    @Arg('id', () => ID, { description: 'Id of the delivery.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookDelivery | null> {
    return context.load(webhookDeliveryById, id);
  }

  @Query(() => WebhookDeliveryConnection, {
    description: 'What was and is to be sent to the webhooks that the caller may see, newest first.',
  })
  @RequiresScopes('webhooks:manage')
  webhookDeliveries(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => WebhookDeliveryFilter, { nullable: true, description: 'Narrows the list.' })
    filter: WebhookDeliveryFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<WebhookDelivery>> {
    return deliveries(filter ?? {}, page, context);
  }

  @Mutation(() => WebhookDelivery, {
    description: 'Sends an event to a webhook once more: the same body, under the same id.',
  })
  @RequiresScopes('webhooks:manage')
  @Idempotent(WebhookDeliveryIdInput)
  redeliver(
    @Arg('input', () => WebhookDeliveryIdInput, { description: 'Which delivery.' })
    input: WebhookDeliveryIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookDelivery> {
    return redeliver(input, context);
  }

  @Mutation(() => WebhookDelivery, {
    description: 'Sends the catalogue’s example of an event to a webhook, to try the endpoint with.',
  })
  @RequiresScopes('webhooks:manage')
  @Idempotent(SendTestEventInput)
  sendTestEvent(
    @Arg('input', () => SendTestEventInput, { description: 'What to send where.' })
    input: SendTestEventInput,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookDelivery> {
    return sendTestEvent(input, context);
  }

  @Mutation(() => Webhook, {
    description:
      'Sends a webhook, in the background, what did not reach it: what was exhausted, and events of the log that it was never given, such as those from while it was disabled.',
  })
  @RequiresScopes('webhooks:manage')
  @Idempotent(RecoverWebhookInput)
  recoverWebhook(
    @Arg('input', () => RecoverWebhookInput, { description: 'Which webhook, and since when.' })
    input: RecoverWebhookInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Webhook> {
    return recoverWebhook(input, context);
  }

  @FieldResolver(() => [WebhookAttempt], { description: 'Each time that it was sent, in order.' })
  attempts(@Root() delivery: WebhookDelivery, @Ctx() context: SubgraphContext): Promise<WebhookAttempt[]> {
    return context.load(attemptsOf, delivery.id);
  }

  @FieldResolver(() => Webhook, { description: 'The webhook that it is sent to.' })
  async webhook(@Root() delivery: WebhookDelivery, @Ctx() context: SubgraphContext): Promise<Webhook> {
    return (await context.load(webhookById, delivery.webhookId)) as Webhook;
  }
}

@Resolver(() => WebhookDeliveryChange)
export class WebhookDeliveryChangeResolver {
  @Subscription(() => WebhookDeliveryChange, {
    description:
      'Each change of a delivery’s status, as it happens. Arguments narrow it; without any, all that the caller may see.',
    subscribe: ({ args, context }) =>
      deliveryChanges(args as WebhookDeliveryChangesArgs, context as SubgraphContext),
  })
  @RequiresScopes('webhooks:manage')
  webhookDeliveryChanged(
    @Root() change: WebhookDeliveryChange,
    @Args(() => WebhookDeliveryChangesArgs) _args: WebhookDeliveryChangesArgs,
  ): WebhookDeliveryChange {
    return change;
  }

  @FieldResolver(() => WebhookDelivery)
  delivery(
    @Root() change: WebhookDeliveryChange,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookDelivery | null> {
    return context.load(webhookDeliveryById, change.deliveryId);
  }
}
