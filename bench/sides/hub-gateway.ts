import { openShop } from '../../gateway/fixtures/shop.ts';
import { startGateway } from '../../gateway/server.ts';
import { subgraphUrls } from '../../gateway/supergraph.ts';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import { anonymous } from '../../platform/auth/principal.ts';
import { PrincipalTokens } from '../../platform/auth/principal-token.ts';
import type { SubgraphCaller } from '../../platform/federation/caller.ts';
import { httpCaller } from '../../platform/federation/http-caller.ts';
import { inProcessCaller } from '../../platform/federation/in-process-caller.ts';
import { announce } from './announce.ts';

// The hub's gateway over the shop: `in-process`, or over HTTP to the subgraphs at the address given.

const [way = '', subgraphs = ''] = process.argv.slice(2);
const shop = openShop();
const tokens = new PrincipalTokens('the secret between gateway and subgraphs');

function callerOf(name: string): SubgraphCaller {
  if (way === 'http') return httpCaller({ name, url: `${subgraphs}/${name}`, tokens });
  return inProcessCaller(name, shop.schemas[name as keyof typeof shop.schemas], (call) => call);
}

const everyBearer: Authenticator = {
  async authenticate({ bearer = '' }) {
    return { ...anonymous, kind: 'organisation', id: bearer, organisationId: 'org-1', scopes: ['read'] };
  },
};

const { url } = await startGateway({
  host: '127.0.0.1',
  port: 0,
  supergraphSdl: shop.supergraphSdl,
  callers: Object.fromEntries(subgraphUrls(shop.supergraphSdl).map(({ name }) => [name, callerOf(name)])),
  authenticator: everyBearer,
});
announce(`${url}/graphql`);
