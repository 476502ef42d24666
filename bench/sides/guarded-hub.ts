import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MemoryCounters } from '../../gateway/rate-limits/memory-counters.ts';
import { type GatewayOptions, startGateway } from '../../gateway/server.ts';
import { openPool } from '../../platform/db/pool.ts';
import { Cipher } from '../../platform/encryption/cipher.ts';
import { HttpClient } from '../../platform/http-client/http-client.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { RequestLog } from '../../platform/request-log/request-log.ts';
import { identityOf, subgraphDefinitions } from '../../run/definitions.ts';
import { seedDemo } from '../../run/seed.ts';
import { openSubgraphs } from '../../run/subgraphs.ts';

// The hub's subgraphs with its demo data, behind two gateways: one as the hub has it, and one that takes
// everybody for the institution of the demo, limits nobody and logs no request.

const { DATABASE_URL: databaseUrl = '' } = process.env;
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
const keys = await seedDemo(opened);
const { authenticator } = identityOf(opened.subgraphs);
const institution = await authenticator.authenticate({ apiKey: keys.institution });
const supergraphSdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
const most = 1_000_000_000;

async function start(name: string, options: Pick<GatewayOptions, 'authenticator'> & Partial<GatewayOptions>) {
  const gateway = { host: '127.0.0.1', port: 0, supergraphSdl, callers: opened.callers };
  const { url } = await startGateway({ ...gateway, ...options });
  process.stdout.write(`${name} at ${url}/graphql\n`);
}

process.stdout.write(`key ${keys.institution}\n`);
await start('without', { authenticator: { authenticate: async () => institution } });
await start('guarded', {
  authenticator,
  introspection: 'for callers who are known',
  requestLog: new RequestLog(openPool(databaseUrl, 'request-log', 2)),
  rateLimits: {
    counters: new MemoryCounters(),
    readsPerHour: most,
    writesPerHour: most,
    costPerOperation: most,
    byAddress: true,
  },
});
