import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { openPool } from '../platform/db/pool.ts';
import { Client } from '../sdk/src/index.ts';
import { type Row, rate, times } from './figures.ts';
import { dataOfHub, type RunningHub, startHub } from './hub.ts';
import { processorMsOfTrees } from './machine.ts';
import type { Processes } from './processes.ts';
import { databaseOf } from './subscribers.ts';

/** As many as the hub takes in one request. */
const inChunk = 1_000;
/** Students that are created before anything is measured. */
const warmUp = 5 * inChunk;

interface Student {
  name: string;
  email: string;
  grade: string;
  program: string;
  external_id: string;
}

/** How fast rows were created, and what processor time the hub and its database took for a thousand of them. */
interface Created {
  perSecond: number;
  processorMs: number;
}

/**
 * Rows (v) and (v2): so many students created by one client in chunks, one after the other, by REST and by the SDK; beside
 * one COPY of as many rows into the same table, without events, checks and answers.
 */
export async function measureBulk(processes: Processes, folder: string, students: number): Promise<Row[]> {
  const hub = await startHub(processes, folder, 1);
  await byRest(hub, studentsOf('warm', warmUp));
  const rest = await timed(hub, students, () => byRest(hub, studentsOf('rest', students)));
  const sdk = await timed(hub, students, () => bySdk(hub, studentsOf('sdk', students)));
  const copied = await timed(hub, students, () => byCopy(hub, folder, studentsOf('copy', students)));
  const row = (id: string, what: string, created: Created): Row => ({
    id,
    what,
    hub: figure(created),
    against: figure(copied),
    ratio: times(created.perSecond / copied.perSecond),
    target: '',
  });
  const count = students.toLocaleString('en');
  return [
    row(
      'v',
      `${count} students created by REST, 1,000 in a request, against COPY of as many rows; CPU of the hub and PostgreSQL for 1,000`,
      rest,
    ),
    row('v2', '… by the SDK', sdk),
  ];
}

function studentsOf(series: string, count: number): Student[] {
  return Array.from({ length: count }, (_, number) => ({
    name: `Siswa ${number}`,
    email: `${series}.${number}@siswa.example`,
    grade: 'XII',
    program: 'Teknik Kendaraan Ringan',
    external_id: `${series}-${number}`,
  }));
}

async function timed(hub: RunningHub, students: number, work: () => Promise<void>): Promise<Created> {
  const before = processorMsOfTrees([hub.pid]);
  const started = performance.now();
  await work();
  return {
    perSecond: (students * 1000) / (performance.now() - started),
    processorMs: ((processorMsOfTrees([hub.pid]) - before) / students) * 1000,
  };
}

async function byRest({ url, keys }: RunningHub, students: readonly Student[]): Promise<void> {
  for (let at = 0; at < students.length; at += inChunk) {
    const answer = await fetch(`${url}/v1/students/bulk`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-api-key': keys[0] ?? '',
        'idempotency-key': uuidv7(),
      },
      body: JSON.stringify({ students: students.slice(at, at + inChunk) }),
    });
    const { created } = (await answer.json()) as { created?: number };
    expectAll(created, Math.min(inChunk, students.length - at));
  }
}

async function bySdk({ url, keys }: RunningHub, students: Student[]): Promise<void> {
  const client = new Client({ baseUrl: url, apiKey: keys[0] ?? '' });
  const { created } = await client.students.bulkCreate(students);
  expectAll(created, students.length);
}

/** All rows in one statement, from a file that PostgreSQL reads itself. */
async function byCopy(hub: RunningHub, folder: string, students: readonly Student[]): Promise<void> {
  const { viewer } = await hub.run<{ viewer: { organisation: { id: string } } }>(
    '{ viewer { organisation { id } } }',
  );
  const now = new Date().toISOString();
  const lines = students.map(({ name, email, grade, program, external_id }) =>
    [uuidv7(), viewer.organisation.id, name, email, grade, program, external_id, now, now].join(','),
  );
  const file = path.join(folder, 'students.csv');
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o644 });
  const pool = openPool(await databaseOf(path.join(folder, dataOfHub)), 'bench', 1);
  try {
    const { rowCount } = await pool.query(
      `COPY identity.students (id, organisation_id, name, email, grade, program, external_id, created_at, updated_at)
       FROM '${file.replaceAll("'", "''")}' WITH (FORMAT csv)`,
    );
    expectAll(rowCount, students.length);
  } finally {
    await pool.end();
  }
}

function expectAll(created: number | null | undefined, wanted: number): void {
  if (created !== wanted) throw new Error(`${created} of ${wanted} students were created.`);
}

function figure({ perSecond, processorMs }: Created): string {
  return `${rate(perSecond)}, ${processorMs.toFixed(1)} ms CPU`;
}
