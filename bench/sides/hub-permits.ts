import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { sicantikRegistries } from '../../integrations/permit-registry/sicantik/sicantik.ts';
import { openPool } from '../../platform/db/pool.ts';
import { Cipher } from '../../platform/encryption/cipher.ts';
import { HttpClient } from '../../platform/http-client/http-client.ts';
import { startWorker } from '../../platform/jobs/worker.ts';
import { openSubgraphs } from '../../run/subgraphs.ts';
import { unlimited } from '../../subgraphs/permits/calls/call-limit.ts';
import { type PermitsParts, permits } from '../../subgraphs/permits/subgraph.ts';
import { announce } from './announce.ts';

// The hub as far as it mirrors permits: a complete sweep, with every call made at once.

const { DATABASE_URL: databaseUrl = '' } = process.env;
const { subgraphs } = await openSubgraphs({
  databaseUrl,
  cipher: new Cipher(new Map([['1', randomBytes(32)]]), '1'),
  definitions: [permits({ registries: sicantikRegistries(process.env, new HttpClient()), limit: unlimited })],
});
await startWorker(
  openPool(databaseUrl, 'worker', 4),
  databaseUrl,
  subgraphs.flatMap(({ tasks }) => tasks),
);
await (subgraphs[0]?.parts as PermitsParts | undefined)?.syncs.start('bench', true);
process.once('SIGTERM', () => process.exit());
announce(databaseUrl);
