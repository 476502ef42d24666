import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { type SubgraphDefinition, subgraphSdl } from '../platform/federation/subgraph.ts';

export interface Composed {
  /** The SDL of each subgraph, by name. */
  subgraphs: Map<string, string>;
  supergraph: string;
  /** What composition found odd without refusing it, one line each. */
  hints: string[];
}

/**
 * Composes the subgraphs into a Federation 2 supergraph. The address of each is a name that a router
 * elsewhere can resolve; the hub's own gateway is told at its start how to reach them.
 *
 * @throws an Error with everything that keeps them from being composed
 */
export function compose(definitions: readonly SubgraphDefinition[]): Composed {
  const subgraphs = new Map(definitions.map((definition) => [definition.name, subgraphSdl(definition)]));
  const services = [...subgraphs].map(([name, sdl]) => ({
    name,
    url: `http://${name}/graphql`,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors, hints } = composeServices(services);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return { subgraphs, supergraph: supergraphSdl, hints: hints.map((hint) => hint.toString()) };
}
