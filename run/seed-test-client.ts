import { identityOf } from './definitions.ts';
import { operator } from './seed.ts';
import { SeedGraph } from './seed-graph.ts';
import { organisationNoun } from './seed-nouns.ts';
import type { Subgraphs } from './subgraphs.ts';

/** The sandbox organisation as which one calls with `test_key`. */
const organisation = {
  registrationNumber: 'LPK-UJI-COBA',
  kind: 'TRAINING_INSTITUTION',
  name: 'LPK Uji Coba',
  email: 'uji@coba.example',
  city: 'Medan',
  province: 'Sumatera Utara',
};

/** Makes the client that `test_key` means, and the sandbox organisation that it is of, unless they are there. */
export async function seedTestClient(hub: Pick<Subgraphs, 'subgraphs' | 'callers'>): Promise<void> {
  const graph = new SeedGraph(hub.callers, { ...operator, sandbox: true });
  const key = organisation.registrationNumber;
  const ids = await graph.ensure(organisationNoun, [[key, organisation]]);
  await identityOf(hub.subgraphs).createTestClient(ids.get(key) ?? '');
}
