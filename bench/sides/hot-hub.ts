import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemoryCounters } from '../../gateway/rate-limits/memory-counters.ts';
import { type GatewayOptions, startGateway } from '../../gateway/server.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { openPool } from '../../platform/db/pool.ts';
import { Cipher } from '../../platform/encryption/cipher.ts';
import { HttpClient } from '../../platform/http-client/http-client.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { RequestLog } from '../../platform/request-log/request-log.ts';
import { identityOf, subgraphDefinitions } from '../../run/definitions.ts';
import { operator, seedDemo } from '../../run/seed.ts';
import { SeedGraph } from '../../run/seed-graph.ts';
import { openSubgraphs } from '../../run/subgraphs.ts';
import type { Asker } from '../hot-operations.ts';
import { announce } from './announce.ts';

// The whole hub over the database given, with its demo data: `guarded` as users have it, with keys that are checked,
// limits, costs, the request log and overload protection; or `plain`, where the keys are known beforehand and nothing of
// that is there. Prints `keys <asker> <comma-separated>` for each kind of asker.

const { DATABASE_URL: databaseUrl = '' } = process.env;
const [way = '', keysOfEach = '1'] = process.argv.slice(2);

const opened = await openSubgraphs({
  databaseUrl,
  cipher: new Cipher(new Map([['1', randomBytes(32)]]), '1'),
  definitions: subgraphDefinitions({
    environment: {},
    publicUrl: 'http://127.0.0.1',
    http: new HttpClient(),
    embedded: true,
  }),
});
const demo = await seedDemo(opened);
const { authenticator } = identityOf(opened.subgraphs);
const graph = new SeedGraph(opened.callers, operator);
const known = new Map<string, Principal>();

/** Keys like one of the demo data, each another caller. */
async function keysLike(asker: Asker): Promise<string[]> {
  const { organisationId, studentIds } = await authenticator.authenticate({ apiKey: demo[asker] });
  const owner = asker === 'learner' ? { studentId: studentIds[0] } : { organisationId };
  const keys: string[] = [];
  for (let number = 0; number < Number(keysOfEach); number += 1) {
    const input = { name: `Bench ${number}`, scopes: ['read'], ...owner };
    const { key } = await graph.run<{ key: string }>(
      'identity',
      'mutation Keys($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }',
      { input },
    );
    known.set(key, await authenticator.authenticate({ apiKey: key }));
    keys.push(key);
  }
  return keys;
}

for (const asker of ['institution', 'learner'] as const)
  process.stdout.write(`keys ${asker} ${(await keysLike(asker)).join(',')}\n`);

const most = 1_000_000_000;
const guards: Partial<GatewayOptions> = {
  introspection: 'for callers who are known',
  requestLog: new RequestLog(openPool(databaseUrl, 'request-log', 1)),
  overload: { probe: () => opened.pool.query('select 1') },
  rateLimits: {
    counters: new MemoryCounters(),
    readsPerHour: most,
    writesPerHour: most,
    costPerOperation: most,
    byAddress: true,
  },
};

const { url } = await startGateway({
  host: '127.0.0.1',
  port: 0,
  supergraphSdl: await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8'),
  callers: opened.callers,
  authenticator:
    way === 'guarded'
      ? authenticator
      : { authenticate: async ({ apiKey = '' }) => known.get(apiKey) ?? operator },
  ...(way === 'guarded' && guards),
});
announce(`${url}/graphql`);
