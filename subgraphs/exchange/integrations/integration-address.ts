import { servicePrincipal } from '../../../platform/auth/principal.ts';
import type { BatchLoad } from '../../../platform/federation/context.ts';
import type { Graph } from '../../../platform/federation/graph.ts';
import type { Integration } from './integration.ts';

const reader = servicePrincipal('exchange', ['permits:manage']);

/**
 * Where outside systems are called, null for those that are not. Where SICANTIK is may have been set through the graph;
 * while the subgraph that knows does not answer, it counts as where the configuration has it.
 */
export function addressesBy(graph: Graph): BatchLoad<Integration, string | null> {
  return {
    keyOf: ({ name }) => name,
    async load(integrations, { requestId, signal }) {
      const isAsked = integrations.some(({ name }) => name === 'SICANTIK');
      const set = isAsked
        ? await graph.run(
            '{ sicantikConfiguration { baseUrl } }',
            {},
            { principal: reader, requestId, signal },
          )
        : undefined;
      return integrations.map(({ name, configuredUrl }) => {
        if (name !== 'SICANTIK' || !set || set.errors) return configuredUrl;
        const configuration = set.data?.sicantikConfiguration as { baseUrl: string } | null | undefined;
        return configuration?.baseUrl ?? null;
      });
    },
  };
}
