import { readFileSync } from 'node:fs';
import { startGateway } from '../../gateway/server.ts';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import { anonymous } from '../../platform/auth/principal.ts';
import { PrincipalTokens } from '../../platform/auth/principal-token.ts';
import type { SubgraphCaller } from '../../platform/federation/caller.ts';
import { httpCaller } from '../../platform/federation/http-caller.ts';
import { inProcessCaller } from '../../platform/federation/in-process-caller.ts';
import { openMarket } from '../market/market.ts';
import { marketSubgraphs } from '../market/market-schema.ts';
import { announce } from './announce.ts';

// The hub's gateway over the market, by the supergraph in the file given, as the hub's own graph: with its subgraphs in
// the same process, or over HTTP at the address given, each fetch with its signed token, those of concurrent requests in
// batches.

const [supergraph = '', address = ''] = process.argv.slice(2);
const schemas = openMarket();
const tokens = new PrincipalTokens('the secret between gateway and subgraphs');

function callerOf(name: (typeof marketSubgraphs)[number]): SubgraphCaller {
  if (address) return httpCaller({ name, url: `${address}/${name}`, tokens, batches: true });
  return inProcessCaller(name, schemas[name], (call) => call);
}

const everyBearer: Authenticator = {
  async authenticate({ bearer = '' }) {
    return { ...anonymous, kind: 'organisation', id: bearer, organisationId: 'org-1', scopes: ['read'] };
  },
};

const { url } = await startGateway({
  host: '127.0.0.1',
  port: 0,
  supergraphSdl: readFileSync(supergraph, 'utf8'),
  callers: Object.fromEntries(marketSubgraphs.map((name) => [name, callerOf(name)])),
  authenticator: everyBearer,
});
announce(`${url}/graphql`);
