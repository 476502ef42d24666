import path from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { anonymous, type Principal } from '../platform/auth/principal.ts';
import { fencedEntityManager } from '../platform/db/fence.ts';
import { openOrm } from '../platform/db/orm.ts';
import { openPool } from '../platform/db/pool.ts';
import type { SubgraphContext } from '../platform/federation/context.ts';
import { Application } from '../subgraphs/training/applications/application.ts';
import { placementAnalytics } from '../subgraphs/training/placement-analytics/placement-analytics.service.ts';
import { PlacementGroupBy } from '../subgraphs/training/placement-analytics/placement-analytics.ts';
import { median, milliseconds, type Row, times } from './figures.ts';
import type { Processes } from './processes.ts';

type Pool = ReturnType<typeof openPool>;

const rounds = 15;
const range = { startDate: '2025-01-01', endDate: '2025-12-31', groupBy: PlacementGroupBy.MONTH };
/** As many others, in between, as the employer has applications itself. */
const others = 50;

/**
 * Row (t): placement analytics of a year by month for an employer with so many applications, beside one statement
 * that counts the same rows by their index and does nothing else.
 */
export async function measurePlacement(
  processes: Processes,
  folder: string,
  applications: number,
): Promise<Row[]> {
  const script = path.join(import.meta.dirname, 'sides', 'postgres.js');
  const side = processes.start('postgres', [script, path.join(folder, 'data of placement')], {}, 'load');
  const url = await processes.ready('postgres', side, () => /^listening at (\S+)$/m.exec(side.output())?.[1]);
  const orm = await openOrm({ url, entities: [Application] });
  const pool = openPool(url, 'bench', 1);
  try {
    const employer = uuidv7();
    const crowd = Array.from({ length: others }, () => uuidv7());
    await furnish(pool, [employer], applications);
    await furnish(pool, crowd, applications);
    await pool.query('VACUUM ANALYZE training.applications');
    const took = { hub: [] as number[], plain: [] as number[] };
    // Side by side and over again, so that a machine that slows down slows both down.
    for (let round = 0; round < rounds; round += 1) {
      took.hub.push(await timeOf(() => byTheHub(orm, employer, applications)));
      took.plain.push(await timeOf(() => byOneStatement(pool, employer, applications)));
    }
    return [
      {
        id: 't',
        what: `Placement analytics of a year by month over ${applications.toLocaleString('en')} applications of an employer’s, among as many of others, against one statement that counts the same rows`,
        hub: milliseconds(median(took.hub)),
        against: milliseconds(median(took.plain)),
        ratio: times(median(took.hub.map((ms, round) => ms / (took.plain[round] ?? Number.NaN)))),
        target: '',
      },
    ];
  } finally {
    await pool.end();
    await orm.close();
    await processes.stop();
  }
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function byTheHub(orm: MikroORM, organisationId: string, expected: number): Promise<void> {
  const principal: Principal = { ...anonymous, kind: 'organisation', id: organisationId, organisationId };
  const context = { em: fencedEntityManager(orm.em, principal), principal };
  const { total } = await placementAnalytics(range, context as SubgraphContext);
  if (total.applications !== expected) throw new Error(`${total.applications} of ${expected} were counted.`);
}

async function byOneStatement(pool: Pool, organisationId: string, expected: number): Promise<void> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT date_trunc('month', submitted_on::timestamp), stage, count(*)::int AS count FROM training.applications
     WHERE organisation_id = $1 AND submitted_on BETWEEN $2 AND $3 GROUP BY 1, 2`,
    [organisationId, range.startDate, range.endDate],
  );
  const counted = rows.reduce((sum, { count }) => sum + count, 0);
  if (counted !== expected) throw new Error(`${counted} of ${expected} were counted.`);
}

/** So many applications in all of organisations that offer one position each, over the days of the year. */
async function furnish(pool: Pool, organisations: readonly string[], applications: number): Promise<void> {
  await pool.query(
    `WITH offered AS (
       INSERT INTO training.opportunities (id, organisation_id, title, type, company, is_open, created_at, updated_at)
       SELECT gen_random_uuid(), organisation, 'Juru Las', 'JOB', 'PT Contoh', true, now(), now()
       FROM unnest($1::uuid[]) organisation RETURNING id, organisation_id)
     INSERT INTO training.applications (id, organisation_id, student_organisation_id, student_id, opportunity_id, stage,
       student_program, submitted_on, submitted_at, updated_at)
     SELECT gen_random_uuid(), organisation_id, gen_random_uuid(), gen_random_uuid(), id,
       (ARRAY['APPLIED', 'SCREENING', 'INTERVIEW', 'OFFER', 'HIRED', 'REJECTED', 'WITHDRAWN'])[n % 7 + 1],
       'Program ' || n % 40, date '2025-01-01' + n % 365, now(), now()
     FROM offered, generate_series(1, $2) n`,
    [organisations, applications / organisations.length],
  );
}
