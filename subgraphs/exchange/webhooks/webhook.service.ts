import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { allows, type Scope } from '../../../platform/auth/scopes.ts';
import { databaseTime } from '../../../platform/db/database-time.ts';
import { patch } from '../../../platform/db/patch.ts';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Graph } from '../../../platform/federation/graph.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import type { TargetPolicy } from '../../../platform/http-client/guarded-agent.ts';
import { record } from '../../../schema/events/record.ts';
import { checkPayload } from '../payloads/payload-check.ts';
import { checkAllowedAddresses, checkTarget } from './allowed-addresses.ts';
import { checkEvents, checkFilter, ownerOf } from './chosen-events.ts';
import { sealHeaders } from './custom-headers.ts';
import type { CreateWebhookInput, RotateWebhookSecretInput, UpdateWebhookInput } from './webhook.inputs.ts';
import { newSecret } from './webhook.secret.ts';
import { Webhook, WebhookRetrySchedule, WebhookStatus, type WebhookWithSecret } from './webhook.ts';
import { type Cause, webhookEvent, webhookStatusEvent } from './webhook-events.ts';

/** More than any organisation has systems; each is looked at for each of its events. */
const mostWebhooks = 100;

export class WebhookService {
  readonly #cipher: Cipher;
  readonly #neighbours: Neighbours;
  readonly #graph: Graph;
  readonly #targets: TargetPolicy;

  constructor(cipher: Cipher, neighbours: Neighbours, graph: Graph, targets: TargetPolicy) {
    this.#cipher = cipher;
    this.#neighbours = neighbours;
    this.#graph = graph;
    this.#targets = targets;
  }

  /**
   * Creates a webhook, which gets the events from now on, and shows its secret. Throws VALIDATION_ERROR,
   * FORBIDDEN for events and fields that the caller may not read, QUERY_TOO_COMPLEX, UPSTREAM_UNAVAILABLE
   * when what the payload selects from does not answer, CONFLICT when the organisation has too many.
   */
  async create(input: CreateWebhookInput, context: SubgraphContext): Promise<WebhookWithSecret> {
    const { principal } = context;
    checkAllowedAddresses(input.allowedAddresses ?? []);
    checkTarget(input.url, input.allowedAddresses ?? null, this.#targets);
    checkEvents(input.events, principal.scopes);
    checkFilter(input.filter ?? null, input.events);
    const organisationId = await this.#owningOrganisation(input.organisationId, context);
    const payload = await this.#payloadOf({ ...input, organisationId }, context);
    const secret = newSecret();
    const webhook = Object.assign(new Webhook(), {
      organisationId,
      name: input.name,
      url: input.url,
      events: [...new Set(input.events)],
      filter: input.filter ?? null,
      ...payload,
      scopes: [...principal.scopes],
      secret: this.#cipher.seal(secret),
      headers: sealHeaders(input.headers ?? [], this.#cipher),
      retrySchedule: input.retrySchedule ?? WebhookRetrySchedule.EXPONENTIAL,
      retryCount: input.retryCount ?? 3,
      timeoutSeconds: input.timeoutSeconds ?? 30,
      allowedAddresses: input.allowedAddresses ?? null,
    });
    await context.em.transactional(async (em) => {
      await em.execute('SELECT pg_advisory_xact_lock(hashtext(?))', [`webhooks:${organisationId}`]);
      if ((await em.count(Webhook, { organisationId })) >= mostWebhooks) {
        throw new HubError('CONFLICT', {
          message: `An organisation has at most ${mostWebhooks} webhooks; delete one, or send more types to one.`,
        });
      }
      em.persist(webhook);
      await em.flush();
      await record(em, webhookEvent('webhook.created', webhook, causeOf(context)));
    });
    return { secret, webhook };
  }

  /** Changes what is given. Events that wait already are sent by the new settings. Throws as `create`, and NOT_FOUND. */
  async update(input: UpdateWebhookInput, context: SubgraphContext): Promise<Webhook> {
    const { id: _id, headers, payload: _payload, ...changes } = given(input);
    if (changes.allowedAddresses) checkAllowedAddresses(changes.allowedAddresses);
    if (changes.events) checkEvents(changes.events, context.principal.scopes);
    const sealed = headers && sealHeaders(headers, this.#cipher);
    const selection = await this.#changedSelection(input, context);
    return this.#changed(input.id, context, async (webhook, em) => {
      if (changes.url !== undefined) checkMayRedirect(webhook, context.principal.scopes);
      patch<Partial<Webhook>>(webhook, {
        ...changes,
        ...(input.filter !== undefined && { filter: input.filter }),
        ...(input.allowedAddresses !== undefined && { allowedAddresses: input.allowedAddresses }),
        ...(changes.events && { events: [...new Set(changes.events)] }),
        ...selection,
        ...(sealed !== undefined && { headers: sealed }),
      });
      if (changes.url !== undefined || changes.allowedAddresses) {
        checkTarget(webhook.url, webhook.allowedAddresses, this.#targets);
      }
      // One that stays has to fit events that change.
      checkFilter(webhook.filter, webhook.events);
      await em.flush();
      await record(em, webhookEvent('webhook.updated', webhook, causeOf(context)));
    });
  }

  /** Keeps events for later. Pausing what is paused changes nothing. Throws NOT_FOUND, CONFLICT when it is disabled. */
  pause(id: string, context: SubgraphContext): Promise<Webhook> {
    return this.#changed(id, context, async (webhook, em) => {
      if (webhook.status === WebhookStatus.DISABLED) {
        throw new HubError('CONFLICT', { message: 'The webhook is disabled; resume it first.' });
      }
      await moveTo(em, webhook, WebhookStatus.PAUSED, 'Its owner paused it.', causeOf(context));
    });
  }

  /** Sends what waits, and events from now on; also after it was disabled. Throws NOT_FOUND. */
  resume(id: string, context: SubgraphContext): Promise<Webhook> {
    return this.#changed(id, context, async (webhook, em) => {
      // It has five days again.
      webhook.failingSince = null;
      await moveTo(em, webhook, WebhookStatus.ACTIVE, null, causeOf(context));
    });
  }

  /**
   * Gives the webhook a new secret and shows it. For the overlap the old one signs too; one that was
   * replaced before it stops at once. Throws NOT_FOUND.
   */
  async rotateSecret(input: RotateWebhookSecretInput, context: SubgraphContext): Promise<WebhookWithSecret> {
    const secret = newSecret();
    const webhook = await this.#changed(input.id, context, async (changed, em) => {
      const overlaps = input.overlapHours > 0;
      const until = (await databaseTime(em)) + input.overlapHours * 3_600_000;
      changed.previousSecret = overlaps ? changed.secret : null;
      changed.previousSecretUntil = overlaps ? new Date(until) : null;
      changed.secret = this.#cipher.seal(secret);
      await em.flush();
      await record(em, webhookEvent('webhook.updated', changed, causeOf(context)));
    });
    return { secret, webhook };
  }

  /** Deletes the webhook with everything that was or is to be sent to it. Throws NOT_FOUND. */
  delete(id: string, context: SubgraphContext): Promise<Webhook> {
    return this.#changed(id, context, async (webhook, em) => {
      await record(em, webhookEvent('webhook.deleted', webhook, causeOf(context)));
      await em.execute('DELETE FROM exchange.webhooks WHERE id = ?', [id]);
    });
  }

  async #changed(
    id: string,
    context: SubgraphContext,
    change: (webhook: Webhook, em: EntityManager) => Promise<void>,
  ): Promise<Webhook> {
    return context.em.transactional(async (em) => {
      const webhook = await em.findOne(Webhook, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!webhook) throw notFound('webhook', id);
      await change(webhook, em);
      return webhook;
    });
  }

  /** What changes when events or payload do: what the webhook may read is then what the caller may. */
  async #changedSelection(
    { id, events, payload }: UpdateWebhookInput,
    context: SubgraphContext,
  ): Promise<Partial<Webhook>> {
    if (!events && payload === undefined) return {};
    const webhook = await context.em.fork().findOne(Webhook, { id });
    if (!webhook) throw notFound('webhook', id);
    const { organisationId } = webhook;
    const wanted = {
      events: events ?? webhook.events,
      payload: payload === undefined ? webhook.payload : payload,
    };
    if (!events) checkEvents(wanted.events, context.principal.scopes);
    return {
      ...(await this.#payloadOf({ ...wanted, organisationId }, context)),
      scopes: [...context.principal.scopes],
    };
  }

  async #payloadOf(
    {
      payload,
      events,
      organisationId,
    }: Pick<CreateWebhookInput, 'payload' | 'events'> & { organisationId: string },
    { principal, requestId }: SubgraphContext,
  ): Promise<Pick<Webhook, 'payload' | 'payloadSubjects'>> {
    if (payload === null || payload === undefined) return { payload: null, payloadSubjects: [] };
    const owner = ownerOf({ id: 'new', organisationId, scopes: [...principal.scopes] });
    const reader = { principal: owner, requestId };
    return { payload, payloadSubjects: await checkPayload(payload, events, this.#graph, reader) };
  }

  async #owningOrganisation(
    requested: string | null | undefined,
    { principal, requestId }: SubgraphContext,
  ): Promise<string> {
    if (principal.kind === 'learner') {
      throw new HubError('FORBIDDEN', { message: 'A learner’s key cannot do this.' });
    }
    const id = requested ?? principal.organisationId;
    if (!id) throw invalid('organisationId', 'is needed, since the key belongs to no organisation');
    if (id === principal.organisationId) return id;
    const known = await this.#neighbours.entity('identity', 'Organisation', id, 'id', {
      principal: { ...principal, scopes: ['identity:read'] },
      requestId,
    });
    if (!known) throw invalid('organisationId', 'names no organisation');
    return id;
  }
}

/** What waits was chosen with the webhook's scopes: no key directs to itself what it may not read. Throws FORBIDDEN. */
function checkMayRedirect(webhook: Webhook, scopes: readonly Scope[]): void {
  const missing = webhook.scopes.filter((scope) => !allows(scopes, scope));
  if (missing.length === 0) return;
  throw new HubError('FORBIDDEN', {
    message: `The webhook sends what needs ${missing.join(', ')}; its url is changed by a key that has this.`,
  });
}

async function moveTo(
  em: EntityManager,
  webhook: Webhook,
  status: WebhookStatus,
  reason: string | null,
  cause: Cause,
): Promise<void> {
  const { status: from } = webhook;
  if (from === status) return;
  webhook.status = status;
  webhook.statusReason = reason;
  await em.flush();
  await record(em, webhookStatusEvent(webhook, { from, to: status, reason }, cause));
}

function causeOf({ principal, requestId }: SubgraphContext): Cause {
  return { actor: principal.id, requestId };
}
