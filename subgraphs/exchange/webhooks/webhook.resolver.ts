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
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { stubOf } from '../../../platform/federation/reference.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { Organisation } from '../events/event-subject.ts';
import { openHeaders } from './custom-headers.ts';
import { WebhookStatusChange, WebhookStatusChangesArgs } from './webhook.change.ts';
import { webhookChanges } from './webhook.changes.ts';
import {
  CreateWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
  WebhookIdInput,
} from './webhook.inputs.ts';
import type { WebhookService } from './webhook.service.ts';
import { Webhook, WebhookHeader, WebhookWithSecret } from './webhook.ts';

const WebhookConnection = connectionType(Webhook, 'Webhook');
export const webhookById = byId(Webhook);

@Resolver(() => Webhook)
export class WebhookResolver {
  readonly #service: WebhookService;
  readonly #cipher: Cipher;

  constructor(service: WebhookService, cipher: Cipher) {
    this.#service = service;
    this.#cipher = cipher;
  }

  @Query(() => Webhook, {
    nullable: true,
    description: 'One webhook; null when there is none that the caller may see.',
  })
  @RequiresScopes('webhooks:manage')
  webhook(
    @Arg('id', () => ID, { description: 'Id of the webhook.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Webhook | null> {
    return context.load(webhookById, id);
  }

  @Query(() => WebhookConnection, { description: 'The webhooks that the caller may see, newest first.' })
  @RequiresScopes('webhooks:manage')
  webhooks(@Args(() => PageArgs) page: PageArgs, @Ctx() context: SubgraphContext): Promise<Page<Webhook>> {
    return findPage(context.em, Webhook, {}, page);
  }

  @Mutation(() => WebhookWithSecret, {
    description: 'Creates a webhook. It is sent the events from now on; its secret is shown this once.',
  })
  @RequiresScopes('webhooks:manage')
  @Idempotent(CreateWebhookInput)
  createWebhook(
    @Arg('input', () => CreateWebhookInput, { description: 'The webhook.' }) input: CreateWebhookInput,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookWithSecret> {
    return this.#service.create(input, context);
  }

  @Mutation(() => Webhook, { description: 'Changes a webhook.' })
  @RequiresScopes('webhooks:manage')
  updateWebhook(
    @Arg('input', () => UpdateWebhookInput, { description: 'What changes.' }) input: UpdateWebhookInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Webhook> {
    return this.#service.update(input, context);
  }

  @Mutation(() => Webhook, { description: 'Pauses a webhook: its events wait until it is resumed.' })
  @RequiresScopes('webhooks:manage')
  pauseWebhook(
    @Arg('input', () => WebhookIdInput, { description: 'Which webhook.' }) input: WebhookIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Webhook> {
    return this.#service.pause(input.id, context);
  }

  @Mutation(() => Webhook, {
    description: 'Resumes a webhook that was paused or disabled; what waits for it is sent.',
  })
  @RequiresScopes('webhooks:manage')
  resumeWebhook(
    @Arg('input', () => WebhookIdInput, { description: 'Which webhook.' }) input: WebhookIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Webhook> {
    return this.#service.resume(input.id, context);
  }

  @Mutation(() => WebhookWithSecret, {
    description:
      'Gives a webhook a new secret, shown this once. Until the overlap ends deliveries are signed with both; `X-SkillPassport-Signature`, which holds one, stays with the old.',
  })
  @RequiresScopes('webhooks:manage')
  @Idempotent(RotateWebhookSecretInput)
  rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Which webhook, and the overlap.' })
    input: RotateWebhookSecretInput,
    @Ctx() context: SubgraphContext,
  ): Promise<WebhookWithSecret> {
    return this.#service.rotateSecret(input, context);
  }

  @Mutation(() => Webhook, {
    description:
      'Deletes a webhook with everything that was or is to be sent to it; answers with what it was.',
  })
  @RequiresScopes('webhooks:manage')
  deleteWebhook(
    @Arg('input', () => WebhookIdInput, { description: 'Which webhook.' }) input: WebhookIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Webhook> {
    return this.#service.delete(input.id, context);
  }

  @FieldResolver(() => [WebhookHeader], {
    name: 'headers',
    description: 'Headers of the owner’s own that deliveries carry.',
  })
  customHeaders(@Root() webhook: Webhook): WebhookHeader[] {
    return openHeaders(webhook.headers, this.#cipher).map(([name]) => ({ name, value: '[masked]' }));
  }

  @FieldResolver(() => Organisation, { description: 'The organisation whose events are sent.' })
  organisation(@Root() webhook: Webhook): object {
    return stubOf(Organisation, webhook.organisationId);
  }
}

@Resolver(() => WebhookStatusChange)
export class WebhookStatusChangeResolver {
  @Subscription(() => WebhookStatusChange, {
    description: 'Each time that a webhook is paused, resumed or disabled, as it happens.',
    subscribe: ({ args, context }) =>
      webhookChanges(args as WebhookStatusChangesArgs, context as SubgraphContext),
  })
  @RequiresScopes('webhooks:manage')
  webhookStatusChanged(
    @Root() change: WebhookStatusChange,
    @Args(() => WebhookStatusChangesArgs) _args: WebhookStatusChangesArgs,
  ): WebhookStatusChange {
    return change;
  }

  @FieldResolver(() => Webhook)
  webhook(@Root() change: WebhookStatusChange, @Ctx() context: SubgraphContext): Promise<Webhook | null> {
    return context.load(webhookById, change.webhookId);
  }
}
