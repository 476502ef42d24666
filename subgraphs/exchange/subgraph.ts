import { rowReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition } from '../../platform/federation/subgraph.ts';
import type { TargetPolicy } from '../../platform/http-client/guarded-agent.ts';
import { healthReport, healthTask } from '../../platform/http-client/reported-health.ts';
import { defineTask } from '../../platform/jobs/task.ts';
import { Deliverer } from './deliveries/deliverer.ts';
import {
  WebhookDeliveryChangeResolver,
  WebhookDeliveryResolver,
  webhookDeliveryById,
} from './deliveries/delivery.resolver.ts';
import { WebhookAttempt, WebhookDelivery } from './deliveries/delivery.ts';
import { deliveryRetention } from './deliveries/delivery-retention.ts';
import { FanOut } from './deliveries/fan-out.ts';
import { recovery } from './deliveries/recovery.ts';
import { defaultRetryBaseMs } from './deliveries/retry-delay.ts';
import { EventResolver } from './events/event.resolver.ts';
import { IntegrationResolver } from './integrations/integration.resolver.ts';
import { IntegrationActionResolver } from './integrations/integration-action.resolver.ts';
import { IntegrationActionService } from './integrations/integration-action.service.ts';
import { addressesBy } from './integrations/integration-address.ts';
import { IntegrationHealthService } from './integrations/integration-health.service.ts';
import { IntegrationHealth } from './integrations/integration-health.ts';
import { integrationsAt, type SystemName } from './integrations/registry.ts';
import { defaultGiveUpMs, Renderer } from './payloads/renderer.ts';
import { WebhookResolver, WebhookStatusChangeResolver, webhookById } from './webhooks/webhook.resolver.ts';
import { WebhookService } from './webhooks/webhook.service.ts';
import { Webhook } from './webhooks/webhook.ts';

export interface ExchangeOptions {
  /** Where each outside system is called; absent or null where this hub is not configured to. */
  baseUrls: Partial<Record<SystemName, string | null>>;
  webhooks?: {
    /** Where webhooks may lead: only to public addresses when absent. */
    targets?: TargetPolicy | undefined;
    /** The first wait before a delivery is tried again. */
    retryBaseMs?: number | undefined;
    /** Days that deliveries are kept; 30 when absent. */
    keepDays?: number | undefined;
    /** For how long a payload is selected again while the graph does not answer; an hour when absent. */
    payloadGiveUpMs?: number | undefined;
  };
}

const publicOnly: TargetPolicy = { allowPrivate: 'none', ownPorts: [] };

/** What moves data in and out: the event log, webhooks, the registry of the outside systems and their health. */
export function exchange(options: ExchangeOptions): SubgraphDefinition {
  const {
    targets = publicOnly,
    retryBaseMs = defaultRetryBaseMs,
    keepDays = 30,
    payloadGiveUpMs = defaultGiveUpMs,
  } = options.webhooks ?? {};
  const registry = integrationsAt(options.baseUrls);
  return {
    name: 'exchange',
    entities: [IntegrationHealth, Webhook, WebhookDelivery, WebhookAttempt],
    resolvers: [
      IntegrationResolver,
      IntegrationActionResolver,
      EventResolver,
      WebhookResolver,
      WebhookStatusChangeResolver,
      WebhookDeliveryResolver,
      WebhookDeliveryChangeResolver,
    ],
    references: {
      Integration: {
        scopes: ['exchange:read'],
        resolve: ({ name }: { name: string }) =>
          registry.find((integration) => integration.name === name) ?? null,
      },
      Webhook: rowReference(webhookById, 'webhooks:manage'),
      WebhookDelivery: rowReference(webhookDeliveryById, 'webhooks:manage'),
    },
    create({ orm, events, cipher, neighbours, graph }) {
      const health = new IntegrationHealthService(orm.em);
      const deliverer = new Deliverer(orm.em, cipher, targets, retryBaseMs);
      const renderer = new Renderer(orm.em, graph, {
        giveUpMs: payloadGiveUpMs,
        rendered: (webhookId) => deliverer.wake([webhookId]),
      });
      const fanOut = new FanOut(orm.em, events, (webhookIds) => {
        renderer.wake();
        deliverer.wake(webhookIds);
      });
      return {
        resolvers: [
          new IntegrationResolver(registry, addressesBy(graph)),
          new IntegrationActionResolver(new IntegrationActionService(registry, graph)),
          new EventResolver(),
          new WebhookResolver(new WebhookService(cipher, neighbours, graph, targets), cipher),
          new WebhookStatusChangeResolver(),
          new WebhookDeliveryResolver(),
          new WebhookDeliveryChangeResolver(),
        ],
        services: [
          { name: 'webhook deliveries', start: () => deliverer.start(), close: () => deliverer.close() },
          { name: 'webhook payloads', start: () => renderer.start(), close: () => renderer.close() },
          { name: 'webhook fan-out', start: () => fanOut.start(), close: () => fanOut.close() },
        ],
        tasks: [
          defineTask({ name: healthTask, payload: healthReport, run: (report) => health.store(report) }),
          recovery(orm.em, events),
          deliveryRetention(orm.em, keepDays),
        ],
      };
    },
  };
}
