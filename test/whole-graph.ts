import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Gateway, startGateway } from '../gateway/server.ts';
import type { Principal } from '../platform/auth/principal.ts';
import { Environment } from '../platform/environment.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import { projectRoot } from '../platform/project-root.ts';
import { identityOf, subgraphDefinitions } from '../run/definitions.ts';
import { claimPort } from '../run/ports.ts';
import { restInterface } from '../run/rest-interface.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import { type SubgraphHarness, startSubgraphs } from './subgraph-harness.ts';

/** Gateway, subgraphs and stand-ins in the test's own process, where their insides can be looked at. */
export interface WholeGraph {
  /** Address of the gateway, without a path. */
  url: string;
  graphqlUrl: string;
  /** May do everything everywhere. */
  adminKey: string;
  /** May do everything in the sandbox. */
  sandboxKey: string;
  /** Another key like it, which the hub has not verified yet. */
  newKey(): Promise<string>;
  /** A key of nobody's, with which one calls as `principal`. */
  keyOf(principal: Principal): string;
  /** How often a key has been looked at so far; those of open websockets are every tenth of a second. */
  keyChecks(): number;
  gateway: Gateway;
  hub: SubgraphHarness;
  world: OutsideWorld;
  close(): Promise<void>;
}

/** @param served also what is no operation: OAuth, callbacks, pages, at the address that the hub believes it has */
export async function startWholeGraph(served: { routes?: boolean } = {}): Promise<WholeGraph> {
  const world = await startOutsideWorld();
  const http = new HttpClient();
  const port = served.routes ? await claimPort('PORT', '127.0.0.1', 0) : 0;
  const publicUrl = `http://127.0.0.1:${port || 1}`;
  const definitions = subgraphDefinitions({
    environment: world.environment,
    sandbox: { environment: world.environment, http },
    publicUrl,
    http,
    webhookTargets: { allowPrivate: 'loopback', ownPorts: [] },
  });
  const hub = await startSubgraphs(definitions);
  const { authenticator, createOperatorKey } = identityOf(hub.subgraphs);
  const given = new Map<string, Principal>();
  let keyChecks = 0;
  const gateway = await startGateway({
    host: '127.0.0.1',
    port,
    supergraphSdl: await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8'),
    callers: hub.callers,
    authenticator: {
      async authenticate(credentials) {
        keyChecks += 1;
        const principal = given.get(credentials.apiKey ?? '');
        if (principal) return principal;
        return authenticator.authenticate(credentials);
      },
    },
    ...(served.routes && { routes: hub.subgraphs.map((subgraph) => subgraph.routes) }),
    keyCheckMs: 100,
    initWithinMs: 100_000,
    callingOrigins: '*',
    rest: await restInterface(''),
  });
  const newKey = () => createOperatorKey('Test', ['admin']);
  const sandboxKey = await createOperatorKey('Test', ['admin', 'students:nik'], Environment.SANDBOX);
  return {
    url: gateway.url,
    graphqlUrl: `${gateway.url}/graphql`,
    adminKey: await newKey(),
    newKey,
    sandboxKey,
    keyOf(principal) {
      const key = `key ${given.size}`;
      given.set(key, principal);
      return key;
    },
    keyChecks: () => keyChecks,
    gateway,
    hub,
    world,
    async close() {
      await gateway.close();
      await hub.close();
      await http.close();
      await world.close();
    },
  };
}
