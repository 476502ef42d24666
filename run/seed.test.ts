import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../platform/auth/principal.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import type { IdentityParts } from '../subgraphs/identity/subgraph.ts';
import { type Data, type SubgraphHarness, startSubgraphs } from '../test/subgraph-harness.ts';
import { identityOf, subgraphDefinitions } from './definitions.ts';
import { demoFile } from './demo-file.ts';
import { seedDemo } from './seed.ts';
import type { DemoKeys } from './seed-keys.ts';
import { seedPeople } from './seed-people.ts';

describe('the demo data', () => {
  const http = new HttpClient();
  let hub: SubgraphHarness;
  let keys: DemoKeys;
  beforeAll(async () => {
    const publicUrl = 'http://hub.test';
    hub = await startSubgraphs(subgraphDefinitions({ environment: {}, publicUrl, http }));
    keys = await seedDemo(hub);
  });
  afterAll(async () => {
    await hub.close();
    await http.close();
  });

  function callerOf(apiKey: string): Promise<Principal> {
    const identity = hub.subgraphs.find((subgraph) => subgraph.name === 'identity');
    return (identity?.parts as IdentityParts | undefined)?.authenticator.authenticate({ apiKey }) as never;
  }

  async function ask(apiKey: string, subgraph: string, query: string): Promise<Data> {
    const { data, errors } = await hub.call(subgraph, await callerOf(apiKey), query);
    expect(errors).toEqual([]);
    return data;
  }

  const counts = async (apiKey: string) => ({
    ...(await ask(
      apiKey,
      'identity',
      '{ organisations { nodes { name } } students(first: 1000) { nodes { id name nik } } }',
    )),
    ...(await ask(
      apiKey,
      'training',
      `{ programs { nodes { code } } enrolments { nodes { status progress } }
         opportunities { nodes { externalId } } applications { totalCount }
         assessments { nodes { externalId } } assessmentResults { totalCount }
         classes { nodes { externalId } } classMemberships { totalCount } attendanceRecords { totalCount }
         subjects { nodes { externalId } } grades { totalCount } }`,
    )),
    ...(await ask(apiKey, 'credentials', '{ credentials { nodes { certificateNumber score status } } }')),
    ...(await ask(apiKey, 'permits', '{ permits { nodes { registrationId } } permitTypes { totalCount } }')),
  });

  it('gives every list of the graph something to show', async () => {
    const data = await counts(keys.admin);
    expect(data.organisations.nodes).toHaveLength(3);
    expect(data.students.nodes.length).toBeGreaterThan(5);
    expect(data.programs.nodes.length).toBeGreaterThan(3);
    expect(new Set(data.enrolments.nodes.map((node: Data) => node.status))).toEqual(
      new Set(['ENROLLED', 'IN_PROGRESS', 'COMPLETED']),
    );
    expect(data.credentials.nodes).toContainEqual({
      certificateNumber: 'CDN-2026-000123',
      score: 92.5,
      status: 'ACTIVE',
    });
    expect(data.opportunities.nodes.length).toBeGreaterThan(1);
    expect(data.applications.totalCount).toBeGreaterThan(2);
    expect(data.assessments.nodes).toEqual([{ externalId: 'LMS-QUIZ-1' }]);
    expect(data.assessmentResults.totalCount).toBeGreaterThan(1);
    expect(data.classes.nodes).toHaveLength(3);
    expect(data.subjects.nodes).toHaveLength(4);
    expect([data.classMemberships, data.attendanceRecords, data.grades]).toEqual([
      { totalCount: 7 },
      { totalCount: 21 },
      { totalCount: 8 },
    ]);
    expect(data.permits.nodes.length).toBeGreaterThan(4);
    expect(data.permitTypes.totalCount).toBeGreaterThan(2);
  });

  it('gives the operator the identity numbers in clear, and the institution masked ones', async () => {
    const all = await counts(keys.admin);
    expect(all.students.nodes.every((node: Data) => /^\d{16}$/.test(node.nik))).toBe(true);
    const own = await counts(keys.institution);
    expect(own.students.nodes.every((node: Data) => /^\*{12}\d{4}$/.test(node.nik))).toBe(true);
  });

  it('shows an institution nothing of the other one, and the employer nothing of either but who has applied', async () => {
    const own = await counts(keys.institution);
    expect(own.organisations.nodes).toEqual([{ name: 'LPK Cakra Digital Nusantara' }]);
    expect(own.programs.nodes.every((node: Data) => node.code.startsWith('CDN-'))).toBe(true);
    expect(own.permits.nodes).toEqual([{ registrationId: '2026/IL/000417' }]);
    const partner = await counts(keys.partner);
    expect(partner).toMatchObject({
      organisations: { nodes: [{ name: 'PT Solusi Nusantara Teknologi' }] },
      students: { nodes: [] },
      programs: { nodes: [] },
      enrolments: { nodes: [] },
      credentials: { nodes: [] },
      applications: { totalCount: 3 },
      assessments: { nodes: [] },
      classes: { nodes: [] },
      attendanceRecords: { totalCount: 0 },
      grades: { totalCount: 0 },
    });
  });

  it('shows a learner what is theirs at both institutions', async () => {
    const own = await counts(keys.learner);
    expect(own.students.nodes.map((node: Data) => node.name)).toEqual(['Siti Rahmawati', 'Siti Rahmawati']);
    expect(own.organisations.nodes).toHaveLength(2);
    expect(own.credentials.nodes).toHaveLength(1);
    expect([own.attendanceRecords, own.grades]).toEqual([{ totalCount: 3 }, { totalCount: 2 }]);
  });

  it('is there once, however often it is seeded', async () => {
    const before = await counts(keys.admin);
    const again = await seedDemo(hub);
    expect(await counts(again.admin)).toEqual(before);
  });

  it('written by an earlier version get the keys that it did not know, and keep all else', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'demo-'));
    try {
      const address = 'http://127.0.0.1:4000/graphql';
      const { employer: _, ...apiKeys } = keys;
      const people = await seedPeople(hub);
      const known = JSON.stringify({ graphql: address, apiKeys, people, docsClientId: null });
      await writeFile(path.join(folder, 'demo.json'), known);
      const demo = await demoFile(folder, address, hub);
      expect(demo).toMatchObject({ graphql: address, apiKeys, people });
      expect((await callerOf(demo.apiKeys.employer)).scopes).toContain('webhooks:manage');
      expect(JSON.parse(await readFile(path.join(folder, 'demo.json'), 'utf8'))).toEqual(demo);
      expect(await demoFile(folder, address, hub)).toEqual(demo);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('have people who can sign in, and get another password each time', async () => {
    const { signIn } = identityOf(hub.subgraphs);
    const first = await seedPeople(hub);
    const people = await seedPeople(hub);
    expect(people.learner.password).not.toBe(first.learner.password);
    const signedIn = (who: keyof typeof people) => signIn.check({ ...people[who], address: '127.0.0.1' });
    expect(await signedIn('admin')).toMatchObject({ role: 'PLATFORM_ADMIN', organisationId: null });
    expect(await signedIn('institution')).toMatchObject({ role: 'ADMIN' });
    expect(await signedIn('learner')).toMatchObject({ role: 'LEARNER', studentIds: expect.any(Array) });
    expect(await signIn.check({ ...first.learner, address: '127.0.0.1' })).toBeNull();
  });
});
