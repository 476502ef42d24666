import path from 'node:path';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { anonymous, type Principal } from '../platform/auth/principal.ts';
import { fencedEntityManager, unfenced } from '../platform/db/fence.ts';
import { openOrm } from '../platform/db/orm.ts';
import { sightOf } from '../platform/db/sight.ts';
import { record } from '../schema/events/record.ts';
import { programEvent } from '../subgraphs/training/programs/program.service.ts';
import { Program, ProgramType } from '../subgraphs/training/programs/program.ts';
import { median, type Row, rate, times } from './figures.ts';
import type { Processes } from './processes.ts';

const institutions = 50;
const programsOfEach = 200;
/** Principals at a time; the pool has ten connections. */
const atOnce = 16;
const rounds = 5;

type Em = (orm: MikroORM, principal: Principal) => EntityManager;
type Work = (em: EntityManager, organisationId: string) => Promise<unknown>;

/** What `seen` is fenced by: the ORM's filter alone, or PostgreSQL too. */
const fences = {
  one: ((orm, principal) => {
    const em = unfenced(orm.em);
    em.setFilterParams('fence', { sight: sightOf(principal) });
    return em;
  }) satisfies Em,
  two: ((orm, principal) => fencedEntityManager(orm.em, principal)) satisfies Em,
};

/** Rows (s) and (s2): work of 50 institutions in turn behind both fences, beside the same behind the ORM's filter alone. */
export async function measureFences(processes: Processes, folder: string, seconds: number): Promise<Row[]> {
  const script = path.join(import.meta.dirname, 'sides', 'postgres.js');
  const side = processes.start('postgres', [script, path.join(folder, 'data of fences')], {}, 'load');
  const url = await processes.ready('postgres', side, () => /^listening at (\S+)$/m.exec(side.output())?.[1]);
  const orm = await openOrm({ url, entities: [Program] });
  try {
    const organisations = Array.from({ length: institutions }, () => uuidv7());
    for (const organisationId of organisations) await furnish(orm, organisationId);
    await orm.em.execute('ANALYZE training.programs');
    const measured = async (work: Work) => {
      const perSecond = { one: [] as number[], two: [] as number[] };
      // Side by side and over again, so that a machine that slows down slows both down.
      for (let round = 0; round < rounds; round += 1)
        for (const fence of ['one', 'two'] as const)
          perSecond[fence].push(await rateOf(orm, fences[fence], work, organisations, seconds));
      return perSecond;
    };
    return [
      rowOf(
        's',
        'Pages of programs read by 50 institutions in turn behind both fences',
        await measured(readPage),
      ),
      rowOf('s2', 'Transactions of theirs that change a program and record it', await measured(change)),
    ];
  } finally {
    await orm.close();
    await processes.stop();
  }
}

function rowOf(id: string, what: string, { one, two }: { one: number[]; two: number[] }): Row {
  return {
    id,
    what: `${what}, against the ORM’s filter alone`,
    hub: rate(median(two)),
    against: rate(median(one)),
    ratio: times(median(two.map((perSecond, round) => perSecond / (one[round] ?? Number.NaN)))),
    target: '',
  };
}

async function rateOf(
  orm: MikroORM,
  seen: Em,
  work: Work,
  organisations: readonly string[],
  seconds: number,
): Promise<number> {
  const started = performance.now();
  let done = 0;
  const worker = async () => {
    while (performance.now() - started < seconds * 1000) {
      const organisationId = organisations[done % organisations.length] as string;
      done += 1;
      await work(
        seen(orm, { ...anonymous, kind: 'organisation', id: organisationId, organisationId }),
        organisationId,
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (done * 1000) / (performance.now() - started);
}

function readPage(em: EntityManager): Promise<unknown> {
  return em.find(Program, {}, { orderBy: { id: 'desc' }, limit: 6 });
}

function change(em: EntityManager, organisationId: string): Promise<unknown> {
  return em.transactional(async (tx) => {
    const [program] = await tx.find(Program, {}, { limit: 1 });
    if (!program) throw new Error('An institution has no program.');
    program.updatedAt = new Date();
    await tx.flush();
    await record(tx, programEvent('program.updated', program, organisationId));
  });
}

async function furnish(orm: MikroORM, organisationId: string): Promise<void> {
  const em = unfenced(orm.em);
  for (let n = 0; n < programsOfEach; n += 1)
    em.persist(
      Object.assign(new Program(), { organisationId, type: ProgramType.INTERNAL, name: `Kursus ${n}` }),
    );
  await em.flush();
}
