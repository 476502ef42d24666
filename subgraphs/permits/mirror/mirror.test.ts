import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/graph-request.ts';
import type { Data } from '../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../../identity/fixtures.ts';
import { type MirrorUnderTest, startMirror } from '../mirror-under-test.ts';

const statistics = `{ permitStatistics {
  registry { total issued inProcess } mirror { total issued inProcess } difference { total issued inProcess }
  vanished staleSince registryCountedAt } permitMirror { staleSince lastAnswerAt lastSweepAt sweep { seen expected } } }`;

describe('the mirror of the permit registry', () => {
  let mirror: MirrorUnderTest;
  beforeAll(async () => {
    mirror = await startMirror({ permits: 350 });
  });
  afterEach(() => mirror.sicantik.reset());
  afterAll(() => mirror.close());

  const link = async (registrationId: string) => {
    const organisationId = await givenOrganisation(mirror.hub);
    await mirror.ask(
      'mutation($input: LinkPermitInput!) { linkPermit(input: $input) { organisation { id } } }',
      { input: { registrationId, organisationId } },
    );
    return organisationId;
  };

  /** What the log says of one permit from now on. */
  function newsOf(registrationId: string) {
    const seen: Data[] = [];
    const stop = mirror.hub.events.listen(({ type, data, audience }) => {
      if (data.registration_id === registrationId && type !== 'permit.linked')
        seen.push({ type, data, audience });
    });
    return { seen, stop };
  }

  it('holds everything that the registry lists after a complete run, and counts as the registry does', async () => {
    const sync = await mirror.sync();
    expect(sync).toMatchObject({
      status: 'COMPLETED',
      complete: true,
      trigger: 'HAND',
      permitsNew: 357,
      permitsVanished: 0,
      unreadable: 0,
      lastError: null,
      phase: 'SWEEP',
    });
    const { permitStatistics, permitMirror } = await mirror.ask(statistics);
    expect(permitStatistics).toMatchObject({
      registry: { total: 357, issued: 348, inProcess: 9 },
      mirror: { total: 357, issued: 348, inProcess: 9 },
      difference: { total: 0, issued: 0, inProcess: 0 },
      vanished: 0,
      staleSince: null,
    });
    expect(permitMirror).toMatchObject({ staleSince: null, lastSweepAt: sync.endedAt });
    const { permitTypes } = await mirror.ask('{ permitTypes { nodes { code } } }');
    expect(permitTypes.nodes).toHaveLength(4);
  });

  it('changes nothing when the registry says the same again, in XML too', async () => {
    await mirror.sicantik.answers({ format: 'xml' });
    expect(await mirror.sync()).toMatchObject({ status: 'COMPLETED', permitsNew: 0, permitsChanged: 0 });
  });

  it('tells of no permit that was there before it was first complete', async () => {
    const logged = await mirror.hub.events.page({ day: '-infinity', position: 0 }, 500);
    expect(logged.filter(({ type }) => type.startsWith('permit.'))).toEqual([]);
  });

  it('sees an application issued: one permit as before, and the log says so to its institution', async () => {
    const id = '2026/IL/000402';
    const organisationId = await link(id);
    const news = newsOf(id);
    await mirror.sicantik.control('issue', { id });
    await mirror.sync();
    const { permit } = await mirror.ask(
      'query($id: String!) { permit(registrationId: $id) { id status rawStatus permitNumber receivedOn } }',
      { id },
    );
    expect(permit).toMatchObject({ status: 'ISSUED', rawStatus: 'TERBIT', receivedOn: '2026-09-30' });
    await eventually(() => news.seen.length === 2, 'both events are told');
    news.stop();
    const common = { permit_id: permit.id, registration_id: id, permit_number: permit.permitNumber };
    expect(news.seen).toMatchObject([
      {
        type: 'permit.status_changed',
        audience: [organisationId],
        data: {
          ...common,
          previous_status: 'IN_PROCESS',
          status: 'ISSUED',
          previous_raw_status: 'Verifikasi Berkas',
        },
      },
      { type: 'permit.issued', audience: [organisationId], data: { ...common, received_on: '2026-09-30' } },
    ]);
  });

  it('keeps what has vanished from the registry, flagged, and takes the flag off when it is back', async () => {
    const id = '2026/IU/000388';
    const organisationId = await link(id);
    const news = newsOf(id);
    await mirror.sicantik.control('vanish', { id });
    expect(await mirror.sync()).toMatchObject({ status: 'COMPLETED', permitsVanished: 1 });
    expect(await mirror.ids({ vanished: true })).toEqual([id]);
    expect((await mirror.ask(statistics)).permitStatistics).toMatchObject({
      vanished: 1,
      difference: { total: 0 },
    });
    await eventually(() => news.seen.length === 1, 'its institution is told');
    news.stop();
    expect(news.seen).toMatchObject([{ type: 'permit.vanished', audience: [organisationId] }]);
    await mirror.sicantik.control('restore');
    await mirror.sync();
    expect(await mirror.ids({ vanished: true })).toEqual([]);
  });

  it('flags nothing when permits come while it sweeps, in the middle of a page or before it', async () => {
    const sweeping = mirror.sync();
    for (let more = 0; more < 15; more += 1) await mirror.sicantik.control('add', { issued: 9 });
    expect(await sweeping).toMatchObject({ status: 'COMPLETED', permitsVanished: 0 });
    await mirror.sync();
    expect(await mirror.ids({ vanished: true })).toEqual([]);
  });

  it('believes no registry that suddenly lists nothing', async () => {
    await mirror.sicantik.answers({ mostEntries: 1 });
    await mirror.sicantik.fault({ fault: 'status', status: 404, on: 'jumlahPerizinan', times: 9 });
    await mirror.sync();
    await mirror.sicantik.reset();
    await mirror.sicantik.answers({ instead: 'nothing' });
    expect((await mirror.sync()).permitsVanished).toBe(0);
    expect(await mirror.ids({ vanished: true })).toEqual([]);
  });

  it('finds what is new among the newest first, and asks with the calls that are left when permits expire', async () => {
    await mirror.sicantik.control('add', { issued: 3, inProcess: 2 });
    const sync = await mirror.sync(false);
    expect(sync).toMatchObject({ status: 'COMPLETED', permitsNew: 5, phase: 'EXPIRIES', calls: 120 });
    const [first, second, third, ...others] = (await mirror.sicantik.asked()).slice(-120);
    expect([first, second, third]).toEqual([
      'jumlahPerizinan',
      'listpermohonanproses?limit=100&offset=0',
      'listpermohonanproses?limit=100&offset=10',
    ]);
    expect(others.at(-1)).toMatch(/^cekperizinan/);
    const { permit } = await mirror.ask('{ permit(registrationId: "2026/BG/000433") { expiresOn } }');
    expect(permit.expiresOn).toBe('2031-05-21');
    expect(await mirror.ids({ expiresTo: '2031-05-21', receivedFrom: '2026-05-21' })).toContain(
      '2026/BG/000433',
    );
  });

  it('asks no further for expiries where the registry does not tell them', async () => {
    await mirror.sicantik.fault({ fault: 'status', status: 404, on: 'cekperizinan', times: 500 });
    await mirror.hub.pool.query('UPDATE permits.permits SET expiry_asked_at = NULL');
    const before = (await mirror.sicantik.asked()).filter((asked) => asked.startsWith('cekperizinan')).length;
    expect((await mirror.sync(false)).status).toBe('COMPLETED');
    const after = (await mirror.sicantik.asked()).filter((asked) => asked.startsWith('cekperizinan')).length;
    expect(after - before).toBeLessThanOrEqual(3);
  });

  it('goes on where it broke off, and answers meanwhile, saying since when it may be out of date', async () => {
    const { permitMirror: before } = await mirror.ask(statistics);
    await mirror.sync();
    await mirror.sicantik.answers({});
    const total = (await mirror.ids()).length;
    // Slow enough that the fault comes between two pages of the sweep.
    await mirror.sicantik.fault({ fault: 'slow', ms: 500, on: 'listpermohonanterbit', times: 100 });
    const { syncPermits } = await mirror.ask('mutation { syncPermits(input: { complete: true }) { id } }');
    await eventually(async () => {
      const { permitMirror } = await mirror.ask(statistics);
      return permitMirror.sweep.seen > 150;
    }, 'half of the registry is swept');
    await mirror.sicantik.fault({ fault: 'status', status: 501, on: 'listpermohonanterbit' });
    expect(await mirror.ended(syncPermits.id)).toMatchObject({
      status: 'FAILED',
      lastError: expect.stringContaining('501'),
    });
    await mirror.sicantik.reset();
    const { permitMirror: stale } = await mirror.ask(statistics);
    expect(Date.parse(stale.staleSince)).toBe(Date.parse(stale.lastAnswerAt));
    expect(await mirror.ids()).toHaveLength(total);
    const { permit } = await mirror.ask('{ permit(registrationId: "2026/IL/000417") { staleSince } }');
    expect(permit.staleSince).toBe(stale.staleSince);
    const asked = (await mirror.sicantik.asked()).length;
    expect(await mirror.sync(false)).toMatchObject({ status: 'COMPLETED' });
    const swept = (await mirror.sicantik.asked())
      .slice(asked)
      .filter((one) => one.startsWith('listpermohonanterbit'));
    expect(swept).not.toContain('listpermohonanterbit?limit=100&offset=99');
    const { permitMirror: after } = await mirror.ask(statistics);
    expect(after.staleSince).toBeNull();
    expect(Date.parse(after.lastSweepAt)).toBeGreaterThan(Date.parse(before.lastSweepAt));
  });

  it.each([
    ['xml-bomb', 'document type'],
    ['rubbish', 'neither JSON nor XML'],
    ['large', 'too large'],
    ['wrong-types', 'wrong shape'],
  ])('takes nothing in of an answer that is %s', async (instead, why) => {
    const before = await mirror.ids();
    await mirror.sicantik.answers({ instead });
    const sync = await mirror.sync();
    expect(sync).toMatchObject({
      status: 'FAILED',
      lastError: expect.stringContaining(why),
      lastErrorCode: 'UPSTREAM_UNAVAILABLE',
    });
    const { testSicantikConnection } = await mirror.ask(
      'mutation { testSicantikConnection { success message errorCode } }',
    );
    expect(testSicantikConnection).toEqual({
      success: false,
      message: expect.stringContaining(instead === 'wrong-types' ? 'wrong shape' : why),
      errorCode: 'UPSTREAM_UNAVAILABLE',
    });
    await mirror.sicantik.reset();
    expect(await mirror.ids()).toEqual(before);
  });

  it('tries again after a second when the registry is overloaded for a moment', async () => {
    await mirror.sicantik.fault({ fault: 'status', status: 503, on: 'jumlahPerizinan' });
    const sync = await mirror.sync();
    expect(sync.status).toBe('COMPLETED');
    expect(Date.parse(sync.endedAt) - Date.parse(sync.startedAt)).toBeGreaterThanOrEqual(1000);
  });
});
