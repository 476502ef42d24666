import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { Principal } from '../../../platform/auth/principal.ts';
import { fencedEntityManager } from '../../../platform/db/fence.ts';
import { openOrm } from '../../../platform/db/orm.ts';
import { learnerPrincipal, platformPrincipal } from '../../../test/subgraph-harness.ts';
import { Application } from '../applications/application.ts';
import { startTraining, type TrainingUnderTest } from '../training-under-test.ts';
import { countsQuery, partsOf } from './placement-analytics.service.ts';
import { PlacementGroupBy } from './placement-analytics.ts';

const analytics = `query($startDate: Date!, $endDate: Date!, $groupBy: PlacementGroupBy! = MONTH) {
  placementAnalytics(startDate: $startDate, endDate: $endDate, groupBy: $groupBy) {
    startDate endDate groupBy
    total { applications applied hired withdrawn placementRate }
    groups { key institution { id } applications applied hired withdrawn placementRate }
  }
}`;
const year = { startDate: '2025-01-01', endDate: '2026-01-01' };

describe('placement analytics', () => {
  let training: TrainingUnderTest;
  let orm: MikroORM;
  let employer: Principal;
  let school: Principal;
  let other: Principal;
  beforeAll(async () => {
    training = await startTraining({ siplatih: null });
    orm = await openOrm({ url: training.hub.databaseUrl, entities: [Application], poolSize: 2 });
    [employer, school, other] = [
      await training.institution(),
      await training.institution(),
      await training.institution(),
    ];
    await applications(school, 'RPL', '2025-01-31', 'HIRED', 2);
    await applications(school, 'RPL', '2025-02-01', 'APPLIED', 1);
    await applications(school, null, '2026-01-01', 'WITHDRAWN', 1);
    await applications(other, 'TKJ', '2025-02-28', 'REJECTED', 3);
    await applications(other, 'TKJ', '2026-01-02', 'HIRED', 5);
  });
  afterAll(async () => {
    await orm.close();
    await training.close();
  });

  /** Applications of students of `of` for opportunities of the employer, and of many others besides. */
  async function applications(
    of: Principal,
    program: string | null,
    day: string,
    stage: string,
    count: number,
    by = employer,
  ): Promise<void> {
    await training.hub.pool.query(
      `WITH offered AS (
         INSERT INTO training.opportunities (id, organisation_id, title, type, company, is_open, created_at, updated_at)
         VALUES ($6, $1, 'x', 'JOB', 'x', true, now(), now()) RETURNING id)
       INSERT INTO training.applications (id, organisation_id, student_organisation_id, student_id, opportunity_id, stage,
         student_program, submitted_on, submitted_at, updated_at)
       SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), offered.id, $3, $4, $5::date, now(), now()
       FROM offered, generate_series(1, $7)`,
      [by.organisationId, of.organisationId, stage, program, day, uuidv7(), count],
    );
  }
  const read = async (who: Principal, variables: Record<string, unknown>) =>
    (await training.data(who, analytics, variables)).placementAnalytics;

  it('count by month what was applied for on the days asked for, the last one included, as it stands now', async () => {
    expect(await read(employer, year)).toEqual({
      ...year,
      groupBy: 'MONTH',
      total: { applications: 7, applied: 1, hired: 2, withdrawn: 1, placementRate: 2 / 6 },
      groups: [
        {
          key: '2025-01',
          applications: 2,
          applied: 0,
          hired: 2,
          withdrawn: 0,
          placementRate: 1,
          institution: null,
        },
        {
          key: '2025-02',
          applications: 4,
          applied: 1,
          hired: 0,
          withdrawn: 0,
          placementRate: 0,
          institution: null,
        },
        {
          key: '2026-01',
          applications: 1,
          applied: 0,
          hired: 0,
          withdrawn: 1,
          placementRate: null,
          institution: null,
        },
      ],
    });
  });

  it('count by course of study and by institution, those with most applications first', async () => {
    const programs = await read(employer, { ...year, groupBy: 'PROGRAM' });
    expect(
      programs.groups.map(({ key, applications: n }: { key: string; applications: number }) => [key, n]),
    ).toEqual([
      ['RPL', 3],
      ['TKJ', 3],
      [null, 1],
    ]);
    const institutions = await read(employer, { ...year, groupBy: 'INSTITUTION' });
    expect(institutions.groups).toMatchObject([
      { key: school.organisationId, institution: { id: school.organisationId }, applications: 4 },
      { key: other.organisationId, institution: { id: other.organisationId }, applications: 3 },
    ]);
  });

  it('tell an institution of its own students, the operator of all, and a learner of themselves', async () => {
    const totals = async (who: Principal) => (await read(who, year)).total.applications;
    expect([await totals(school), await totals(other)]).toEqual([4, 3]);
    expect(await totals(platformPrincipal())).toBe(7);
    expect(await totals(learnerPrincipal([uuidv7()], [school.organisationId as string]))).toBe(0);
  });

  it('count once what a school’s students have applied for at the school itself', async () => {
    const both = await training.institution();
    await applications(both, 'RPL', '2025-05-05', 'HIRED', 2, both);
    expect((await read(both, year)).total.applications).toBe(2);
  });

  it('are refused for an end before the start', async () => {
    const refused = await training.call(employer, analytics, {
      startDate: '2025-02-01',
      endDate: '2025-01-31',
    });
    expect([refused.codes, refused.fields]).toEqual([['VALIDATION_ERROR'], ['endDate']]);
  });

  /** Rows that a transaction of the hub's own might still see differently are left for the next time. */
  async function vacuumed(): Promise<void> {
    const deadline = Date.now() + 90_000;
    for (;;) {
      await training.hub.pool.query('VACUUM ANALYZE training.applications');
      const { rows } = await training.hub.pool.query<{ whole: boolean }>(
        "SELECT relallvisible = relpages AS whole FROM pg_class WHERE oid = 'training.applications'::regclass",
      );
      if (rows[0]?.whole) return;
      if (Date.now() > deadline) throw new Error('Rows of training.applications are still looked at.');
    }
  }

  it('are read from their indexes alone where ten thousand applications are most of them of others', async () => {
    const mine = await training.institution();
    await applications(school, 'RPL', '2025-03-03', 'APPLIED', 500, mine);
    await applications(mine, 'TKJ', '2025-04-04', 'HIRED', 500);
    for (let n = 0; n < 18; n++) {
      const one = { ...mine, organisationId: uuidv7() };
      await applications(one, 'RPL', '2025-05-05', 'HIRED', 500, { ...one, organisationId: uuidv7() });
    }
    await vacuumed();
    expect((await read(mine, year)).total).toMatchObject({ applications: 1000, hired: 500 });
    const submittedOn = { $gte: year.startDate, $lte: year.endDate };
    const planOf = async (who: Principal, part: Record<string, unknown>): Promise<string> => {
      const em = fencedEntityManager(orm.em, who);
      const query = await countsQuery(em, { ...part, submittedOn }, PlacementGroupBy.MONTH);
      const rows = await em.execute<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${query.getFormattedQuery()}`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const [offered, applied] = partsOf(mine);
    expect(await planOf(mine, offered ?? {})).toMatch(
      /Index Only Scan using applications_placement on.*\n.*Index Cond: .*organisation_id.*submitted_on/s,
    );
    expect(await planOf(mine, applied ?? {})).toMatch(
      /Index Only Scan using applications_placement_of_students/,
    );
  });
});
