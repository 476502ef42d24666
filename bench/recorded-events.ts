import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { record } from '../schema/events/record.ts';
import { median, type Row, rate, times } from './figures.ts';

const rounds = 5;
const seconds = 2;
/** Transactions at a time. */
const atOnce = 8;

/** Row (j): transactions that change a row's state and record the event, beside the same without the event. */
export async function measureRecording(orm: MikroORM): Promise<Row[]> {
  await orm.em.execute('CREATE TABLE changes (id uuid PRIMARY KEY, status text NOT NULL)');
  const results = { plain: [] as number[], recorded: [] as number[] };
  await perSecond(orm, true);
  // Side by side and over again, so that a machine that slows down slows both down.
  for (let round = 0; round < rounds; round += 1) {
    results.plain.push(await perSecond(orm, false));
    results.recorded.push(await perSecond(orm, true));
  }
  const ratios = results.recorded.map((recorded, round) => recorded / (results.plain[round] ?? Number.NaN));
  return [
    {
      id: 'j',
      what: 'Transactions that insert a row and record its event, against the same without the event',
      hub: rate(median(results.recorded)),
      against: rate(median(results.plain)),
      ratio: times(median(ratios)),
      target: '',
    },
  ];
}

async function perSecond(orm: MikroORM, recorded: boolean): Promise<number> {
  const started = performance.now();
  let done = 0;
  const work = async () => {
    while (performance.now() - started < seconds * 1000) {
      await change(orm, recorded);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return (done * 1000) / (performance.now() - started);
}

function change(orm: MikroORM, recorded: boolean): Promise<void> {
  const id = randomUUID();
  return orm.em.fork().transactional(async (em) => {
    await em.execute('INSERT INTO changes (id, status) VALUES (?, ?)', [id, 'ACTIVE']);
    if (!recorded) return;
    await record(em, {
      type: 'student.created',
      subject: { type: 'Student', id },
      audience: [id],
      data: { student_id: id, name: 'Siti Rahmawati', email: 'siti@example.org' },
      actor: 'bench',
    });
  });
}
