import type { SubgraphDefinition } from '../../platform/federation/subgraph.ts';
import { healthReport, healthTask } from '../../platform/http-client/reported-health.ts';
import { defineTask } from '../../platform/jobs/task.ts';
import { EventResolver } from './events/event.resolver.ts';
import { IntegrationResolver } from './integrations/integration.resolver.ts';
import { IntegrationHealthService } from './integrations/integration-health.service.ts';
import { IntegrationHealth } from './integrations/integration-health.ts';
import { integrationsAt, type SystemName } from './integrations/registry.ts';

export interface ExchangeOptions {
  /** Where each outside system is called; absent or null where this hub is not configured to. */
  baseUrls: Partial<Record<SystemName, string | null>>;
}

/** What moves data in and out: the event log, the registry of the outside systems and their health. */
export function exchange(options: ExchangeOptions): SubgraphDefinition {
  const registry = integrationsAt(options.baseUrls);
  return {
    name: 'exchange',
    entities: [IntegrationHealth],
    resolvers: [IntegrationResolver, EventResolver],
    references: {
      Integration: {
        scopes: ['exchange:read'],
        resolve: ({ name }: { name: string }) =>
          registry.find((integration) => integration.name === name) ?? null,
      },
    },
    create({ orm }) {
      const health = new IntegrationHealthService(orm.em);
      return {
        resolvers: [new IntegrationResolver(registry), new EventResolver()],
        tasks: [
          defineTask({ name: healthTask, payload: healthReport, run: (report) => health.store(report) }),
        ],
      };
    },
  };
}
