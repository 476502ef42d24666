import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { marketSdl, marketSubgraphs } from './market-schema.ts';

/**
 * The supergraph of the market.
 *
 * @param address where its subgraphs are, each at the path of its name, such as `http://127.0.0.1:4000`
 */
export function composeMarket(address: string): string {
  const composed = composeServices(
    marketSubgraphs.map((name) => ({
      name,
      url: `${address}/${name}`,
      typeDefs: parse(marketSdl[name]),
    })),
  );
  if (!composed.supergraphSdl) throw new Error(composed.errors?.join('\n') ?? 'not composed');
  return composed.supergraphSdl;
}
