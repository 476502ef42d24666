import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { operator, seedDemo } from './seed.ts';
import { seedDocsClient } from './seed-docs-client.ts';
import { SeedGraph } from './seed-graph.ts';
import { type DemoKeys, haveAllKeys, seedKeys } from './seed-keys.ts';
import { type DemoPeople, seedPeople } from './seed-people.ts';
import type { Subgraphs } from './subgraphs.ts';

/** What `DATA_DIR/demo.json` holds. */
export interface Demo {
  /** Where the graph was at the latest start. */
  graphql: string;
  apiKeys: DemoKeys;
  /** Who can sign in in a browser. */
  people: DemoPeople;
  /** The OAuth client of the documentation; null where the hub is at no address that apps are led back to. */
  docsClientId: string | null;
}

/**
 * Reads `dataDir/demo.json`, or, when there is none, fills the hub with the demo data and writes it: it
 * is written last, so a first start that was cut short is made good by the next one.
 */
export async function demoFile(
  dataDir: string,
  graphql: string,
  hub: Pick<Subgraphs, 'subgraphs' | 'callers'>,
): Promise<Demo> {
  const file = path.join(dataDir, 'demo.json');
  const known = await readFile(file, 'utf8').catch(() => null);
  const before = known === null ? null : (JSON.parse(known) as Demo);
  // One that an earlier version wrote lacks keys, people, or the client.
  const isWhole = before && haveAllKeys(before.apiKeys) && before.people && before.docsClientId !== undefined;
  if (isWhole && before.graphql === graphql) return before;
  const apiKeys = before
    ? await seedKeys(hub, new SeedGraph(hub.callers, operator), before.apiKeys)
    : await seedDemo(hub);
  const people = before?.people ?? (await seedPeople(hub));
  const docsClientId = await seedDocsClient(hub, new URL(graphql).origin, before?.docsClientId ?? null);
  const demo: Demo = { graphql, apiKeys, people, docsClientId };
  await writeFile(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return demo;
}
