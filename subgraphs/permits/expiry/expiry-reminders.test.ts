import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import { recordedEvents } from '../../../test/recorded-events.ts';
import { type SubgraphHarness, startSubgraphs } from '../../../test/subgraph-harness.ts';
import { PermitStatus } from '../permits/permit.ts';
import { permitsAlone } from '../permits-under-test.ts';
import type { PermitsParts } from '../subgraph.ts';

describe('reminders that a permit expires', () => {
  const institution = uuidv7();
  let hub: SubgraphHarness;
  let subgraph: Subgraph<PermitsParts>;
  beforeAll(async () => {
    hub = await startSubgraphs([permitsAlone()]);
    [subgraph] = hub.subgraphs as [Subgraph<PermitsParts>];
  });
  afterAll(() => hub.close());

  /** Sets the day of expiry, in days from Jakarta’s today. */
  async function expires(registrationId: string, days: number): Promise<void> {
    await hub.pool.query(
      `UPDATE permits.permits SET expires_on = (clock_timestamp() AT TIME ZONE 'Asia/Jakarta')::date + $2::int
       WHERE registration_id = $1`,
      [registrationId, days],
    );
  }

  async function given(registrationId: string, days: number): Promise<void> {
    await subgraph.parts.mirror.upsertPermits([
      {
        registrationId,
        applicantName: 'LPK Maju',
        permitTypeName: 'Izin Lembaga Pelatihan Kerja',
        permitNumber: `503/${registrationId}`,
        receivedOn: '2026-01-15',
        status: PermitStatus.ISSUED,
        rawStatus: 'TERBIT',
      },
    ]);
    await subgraph.parts.mirror.linkPermit(registrationId, institution);
    await expires(registrationId, days);
  }

  async function remind(): Promise<void> {
    const task = subgraph.tasks.find(({ name }) => name === 'permit-expiry-reminders');
    await task?.run({} as never);
  }

  async function told(registrationId: string): Promise<[number, number][]> {
    const expiring = await recordedEvents(hub, { type: 'permit.expiring' });
    const its = expiring.filter(({ data }) => data.registration_id === registrationId);
    expect(its.every(({ audience }) => audience.includes(institution))).toBe(true);
    return its.map(({ data }) => [data.reminder_days, data.days_left]);
  }

  it('come 60 and 30 days ahead, once each, however often the clock strikes', async () => {
    await given('R-1', 61);
    await remind();
    expect(await told('R-1')).toEqual([]);
    await expires('R-1', 60);
    await Promise.all([remind(), remind(), remind()]);
    expect(await told('R-1')).toEqual([[60, 60]]);
    // The mirror has nothing new; time goes by.
    const sixty = `UPDATE permits.expiry_reminders r SET expires_on = p.expires_on
      FROM permits.permits p WHERE p.id = r.permit_id AND p.registration_id = 'R-1'`;
    await expires('R-1', 31);
    await hub.pool.query(sixty);
    await remind();
    expect(await told('R-1')).toHaveLength(1);
    await expires('R-1', 30);
    await hub.pool.query(sixty);
    await remind();
    await remind();
    expect(await told('R-1')).toEqual([
      [60, 60],
      [30, 30],
    ]);
  });

  it('are one when the day becomes known late, and none once it has come', async () => {
    await given('R-2', 12);
    await given('R-3', 0);
    await given('R-4', -3);
    await remind();
    expect(await told('R-2')).toEqual([[30, 12]]);
    expect([...(await told('R-3')), ...(await told('R-4'))]).toEqual([]);
  });

  it('begin anew when the permit was prolonged', async () => {
    await given('R-5', 20);
    await remind();
    await expires('R-5', 55);
    await remind();
    expect(await told('R-5')).toEqual([
      [30, 20],
      [60, 55],
    ]);
  });
});
