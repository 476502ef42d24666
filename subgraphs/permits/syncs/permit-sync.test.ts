import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { openPool } from '../../../platform/db/pool.ts';
import { Cipher } from '../../../platform/encryption/cipher.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import { startWorker } from '../../../platform/jobs/worker.ts';
import { openSubgraphs } from '../../../run/subgraphs.ts';
import { eventually } from '../../../test/graph-request.ts';
import { type Data, organisationPrincipal, platformPrincipal } from '../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../../identity/fixtures.ts';
import { unlimited } from '../calls/call-limit.ts';
import { type MirrorUnderTest, startMirror } from '../mirror-under-test.ts';
import { type PermitsParts, permits } from '../subgraph.ts';

function partsOf(subgraphs: readonly Subgraph[]): PermitsParts {
  return subgraphs.find(({ name }) => name === 'permits')?.parts as PermitsParts;
}

const progress = `subscription($syncId: ID, $after: Cursor) { permitSyncProgress(syncId: $syncId, after: $after) {
  cursor status phase calls sync { id permitsNew mirror { sweep { seen expected progress } } } } }`;

describe('a run of the mirror', () => {
  let mirror: MirrorUnderTest;
  beforeAll(async () => {
    mirror = await startMirror({ permits: 700 });
  });
  afterAll(() => mirror.close());

  async function watch(variables: Data, until: (message: Data) => boolean): Promise<Data[]> {
    const call = { principal: platformPrincipal(), requestId: uuidv7() };
    const stream = await mirror.hub.callers.permits?.subscribe({ query: progress, variables }, call);
    if (!stream || !(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    const heard: Data[] = [];
    for await (const { data, errors } of stream) {
      if (errors) throw errors[0];
      heard.push((data as Data).permitSyncProgress);
      if (until(heard.at(-1))) break;
    }
    return heard;
  }

  it('is watched call by call, and the watch is taken up again where it broke off', async () => {
    const all = watch({}, (message) => message.status !== 'RUNNING');
    const sync = await mirror.sync();
    const heard = await all;
    expect(heard.at(-1)).toMatchObject({
      status: 'COMPLETED',
      calls: sync.calls,
      sync: { id: sync.id, permitsNew: 707 },
    });
    expect(heard.map(({ calls }) => calls)).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
    const after = heard[3].cursor;
    const again = await watch({ syncId: sync.id, after }, (message) => message.status !== 'RUNNING');
    expect(again.map(({ cursor }) => cursor)).toEqual(heard.slice(4).map(({ cursor }) => cursor));
  });

  it('is one at a time: who starts another joins it, and it becomes complete when that is asked for', async () => {
    const start =
      'mutation($complete: Boolean!) { syncPermits(input: { complete: $complete }) { id complete } }';
    const release = mirror.sicantik.hold();
    const [one, two] = [
      await mirror.ask(start, { complete: false }),
      await mirror.ask(start, { complete: true }),
    ];
    release();
    expect(two.syncPermits).toEqual({ id: one.syncPermits.id, complete: true });
    expect(await mirror.ended(one.syncPermits.id)).toMatchObject({ status: 'COMPLETED', phase: 'SWEEP' });
  });

  it('is carried out once by two workers', async () => {
    const registries = { ...mirror.sicantik.registries, configured: mirror.sicantik.address };
    const opened = await openSubgraphs({
      databaseUrl: mirror.hub.databaseUrl,
      cipher: new Cipher(new Map([['1', Buffer.alloc(32)]]), '1'),
      definitions: [permits({ registries, limit: unlimited })],
    });
    const pool = openPool(mirror.hub.databaseUrl, 'second worker', 6);
    const worker = await startWorker(
      pool,
      mirror.hub.databaseUrl,
      opened.subgraphs.flatMap(({ tasks }) => tasks),
      4,
    );
    const { syncs } = partsOf(opened.subgraphs);
    await Promise.all([syncs.startScheduled(), syncs.startScheduled(), syncs.start('somebody', true)]);
    for (let more = 0; more < 20; more += 1) await syncs.startScheduled();
    const { permitSyncs } = await mirror.ask('{ permitSyncs(first: 1) { nodes { id } } }');
    const sync = await mirror.ended(permitSyncs.nodes[0].id);
    const asked = (await mirror.sicantik.asked())
      .slice(-sync.calls)
      .filter((one) => one.startsWith('listpermohonanterbit'));
    // The first page is read as the newest and again by the sweep.
    const pages = asked.filter((one) => !one.endsWith('offset=0'));
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages.length).toBeGreaterThanOrEqual(7);
    await worker.stop();
    await opened.close();
    await pool.end();
  });

  it('starts by the clock, and not beside one that is under way', async () => {
    const { syncs } = partsOf(mirror.hub.subgraphs);
    const release = mirror.sicantik.hold();
    await mirror.sicantik.fault({ fault: 'status', status: 404, on: 'cekperizinan', times: 3 });
    await syncs.startScheduled();
    await syncs.startScheduled();
    release();
    const { permitSyncs } = await mirror.ask('{ permitSyncs(first: 2) { nodes { id trigger status } } }');
    expect(permitSyncs.nodes).toMatchObject([{ trigger: 'SCHEDULE' }, { status: 'COMPLETED' }]);
    await mirror.ended(permitSyncs.nodes[0].id);
  });

  it('fills the mirror of a hub that starts for the first time, and not of one that starts again', async () => {
    const first = await startMirror({}, { startAtOnce: true });
    await eventually(async () => (await first.ids()).length === 7, 'the mirror is filled');
    const { syncs } = partsOf(first.hub.subgraphs);
    await syncs.startFirst();
    const { permitSyncs } = await first.ask('{ permitSyncs { totalCount } }');
    expect(permitSyncs.totalCount).toBe(1);
    await first.close();
  });
});

describe('the mirror and whose permits are', () => {
  const id = uuidv7();
  const registrationId = '2026/IL/000417';
  const forAgencies: [string, string][] = [
    ['permitSync', `{ permitSync(id: "${id}") { id } }`],
    ['permitSyncs', '{ permitSyncs { totalCount } }'],
    ['sicantikCalls', '{ sicantikCalls { totalCount } }'],
    ['sicantikApiStatistics', '{ sicantikApiStatistics { totalCalls } }'],
    ['sicantikConfiguration', '{ sicantikConfiguration { baseUrl } }'],
    [
      'setSicantikConfiguration',
      'mutation { setSicantikConfiguration(input: { baseUrl: "https://a.example" }) { name } }',
    ],
    ['testSicantikConnection', 'mutation { testSicantikConnection { success } }'],
    ['syncPermits', 'mutation { syncPermits { id } }'],
    [
      'linkPermit',
      `mutation { linkPermit(input: { registrationId: "${registrationId}", organisationId: "${id}" }) { id } }`,
    ],
  ];
  let mirror: MirrorUnderTest;
  let institution: string;
  beforeAll(async () => {
    mirror = await startMirror();
    institution = await givenOrganisation(mirror.hub);
    await mirror.sync();
  });
  afterAll(() => mirror.close());

  it.each(forAgencies)('%s is refused to an institution, whatever its key allows', async (_name, query) => {
    for (const scopes of [['read', 'write'], ['admin']] as const) {
      const answer = await mirror.hub.call('permits', organisationPrincipal(institution, ...scopes), query);
      expect(answer.codes).toEqual(['FORBIDDEN']);
    }
    const call = { principal: organisationPrincipal(institution, 'admin'), requestId: id };
    await expect(
      Promise.resolve(mirror.hub.callers.permits?.subscribe({ query: progress }, call)),
    ).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });

  it('is looked after by an agency: it links permits, and the institution sees its own and no other', async () => {
    const agency = organisationPrincipal(
      await givenOrganisation(mirror.hub, 'DPMPTSP', 'AGENCY'),
      'read',
      'permits:manage',
      'permits:all',
    );
    const link = (input: Data) =>
      mirror.hub.call(
        'permits',
        agency,
        'mutation($input: LinkPermitInput!) { linkPermit(input: $input) { registrationId organisation { id } } }',
        { input },
      );
    const linked = await link({ registrationId, organisationId: institution });
    expect(linked.data).toEqual({ linkPermit: { registrationId, organisation: { id: institution } } });
    expect((await link({ registrationId: 'NONE', organisationId: institution })).codes).toEqual([
      'NOT_FOUND',
    ]);
    const nobody = await link({ registrationId, organisationId: uuidv7() });
    expect([nobody.codes, nobody.fields]).toEqual([['VALIDATION_ERROR'], ['organisationId']]);
    const seenBy = async (principal: typeof agency) =>
      (await mirror.hub.call('permits', principal, '{ permits { nodes { registrationId } } }')).data.permits
        .nodes;
    expect(await seenBy(organisationPrincipal(institution))).toEqual([{ registrationId }]);
    expect(await seenBy(agency)).toHaveLength(7);
    const foreign = await mirror.hub.call(
      'permits',
      organisationPrincipal(institution),
      '{ permit(registrationId: "2026/IU/000388") { id } }',
    );
    expect(foreign.data).toEqual({ permit: null });
  });
});
