import type { readEnvironment } from '../platform/config.ts';
import { Cipher } from '../platform/encryption/cipher.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import type { seedParts } from './configuration.ts';
import { subgraphDefinitions } from './definitions.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openSubgraphs, type Subgraphs } from './subgraphs.ts';

/**
 * Every subgraph in this process, for work that is done once on a database and calls no outside system;
 * `publicUrl` is the hub's where that work makes what bears its address.
 */
export function openAllSubgraphs(
  lifecycle: Lifecycle,
  { database, encryption }: ReturnType<typeof readEnvironment<typeof seedParts>>,
  publicUrl = '',
): Promise<Subgraphs> {
  const ring = encryption.HUB_ENCRYPTION_KEY;
  return lifecycle.start(
    'subgraphs',
    () =>
      openSubgraphs({
        databaseUrl: database.DATABASE_URL,
        cipher: new Cipher(ring.keys, ring.current),
        definitions: subgraphDefinitions({ environment: {}, publicUrl, http: new HttpClient() }),
      }),
    (subgraphs) => subgraphs.close(),
  );
}
