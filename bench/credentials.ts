import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { milliseconds, quantile, type Row, rate, times } from './figures.ts';
import type { RunningHub } from './hub.ts';

/** Clients that look at the public page at the same time. */
const viewers = 50;
/** Credentials that are checked at the same time. */
const checkers = 8;
const patienceMs = 300_000;

interface Ids {
  id: string;
}

/** How many credentials are issued, and how long pages and checks are asked for, in milliseconds. */
export interface CredentialLoad {
  issued: number;
  lastingMs: number;
}

/**
 * Credentials that a whole program gets, issued and signed in the background; checked by the graph; and seen on
 * their public page by fifty clients.
 */
export async function measureCredentials(hub: RunningHub, wanted: CredentialLoad): Promise<Row[]> {
  const programId = await givenCompletions(hub, wanted.issued);
  const begun = performance.now();
  await issueAll(hub, programId);
  const issuedPerSecond = wanted.issued / ((performance.now() - begun) / 1000);
  const { credentials } = await hub.run<{
    credentials: { nodes: { publicUrl: string; document: string }[] };
  }>(
    `query ($filter: CredentialFilter) { credentials(first: 50, filter: $filter) { nodes { publicUrl document } } }`,
    { filter: { programId } },
  );
  const badges = credentials.nodes;
  const badge = (number: number) => badges[number % badges.length] as (typeof badges)[number];
  const checks = await together(checkers, wanted.lastingMs, async (number) => {
    const { verifyCredential } = await hub.run<{ verifyCredential: { verdict: string } }>(
      'query ($text: String!) { verifyCredential(input: { text: $text }) { verdict } }',
      { text: badge(number).document },
    );
    if (verifyCredential.verdict !== 'VALID') throw new Error(`A badge is ${verifyCredential.verdict}.`);
  });
  const views = await together(viewers, wanted.lastingMs, async (number) => {
    const response = await fetch(badge(number).publicUrl, { headers: { accept: 'text/html' } });
    if (!(await response.text()).includes('</html>')) throw new Error('A page is not whole.');
  });
  const checked = checks.length / (wanted.lastingMs / 1000);
  return [
    {
      id: 'k',
      what: `Credentials issued and signed in both forms, ${wanted.issued} of one program in one call, against those checked, ${checkers} at a time`,
      hub: rate(issuedPerSecond),
      against: rate(checked),
      ratio: times(issuedPerSecond / checked),
      target: '',
    },
    {
      id: 'l',
      what: `Public page of a credential, ${viewers} clients: 99 % within, against half of them`,
      hub: milliseconds(quantile(views, 0.99)),
      against: `${milliseconds(quantile(views, 0.5))}, ${rate(views.length / (wanted.lastingMs / 1000))}`,
      ratio: times(quantile(views, 0.99) / quantile(views, 0.5)),
      target: '',
    },
  ];
}

/** Has `clients` do `work` over and over for `lastingMs`; how long each took, in milliseconds. */
async function together(
  clients: number,
  lastingMs: number,
  work: (number: number) => Promise<void>,
): Promise<number[]> {
  const took: number[] = [];
  const until = performance.now() + lastingMs;
  let count = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        const begun = performance.now();
        count += 1;
        await work(count);
        took.push(performance.now() - begun);
      }
    }),
  );
  return took;
}

/** A new program that so many new students have completed; its id. */
async function givenCompletions(hub: RunningHub, count: number): Promise<string> {
  const { createProgram } = await hub.run<{ createProgram: Ids }>(
    'mutation ($input: CreateProgramInput!) { createProgram(input: $input) { id } }',
    { input: { type: 'INTERNAL', name: `Kursus ${randomUUID()}` } },
  );
  for (let from = 0; from < count; from += 100) {
    const students = Array.from({ length: Math.min(100, count - from) }, () => ({
      name: 'Siti Rahmawati',
      email: `${randomUUID()}@siswa.example`,
    }));
    const { createStudents } = await hub.run<{ createStudents: { rows: { student: Ids }[] } }>(
      'mutation ($input: CreateStudentsInput!) { createStudents(input: $input) { rows { student { id } } } }',
      { input: { students } },
    );
    for (const { student } of createStudents.rows) {
      const { enrolStudent } = await hub.run<{ enrolStudent: Ids }>(
        'mutation ($input: EnrolStudentInput!) { enrolStudent(input: $input) { id } }',
        { input: { programId: createProgram.id, studentId: student.id } },
      );
      await hub.run(
        'mutation ($input: CompleteEnrolmentInput!) { completeEnrolment(input: $input) { id } }',
        {
          input: { enrolmentId: enrolStudent.id, finalScore: 80 },
        },
      );
    }
  }
  return createProgram.id;
}

async function issueAll(hub: RunningHub, programId: string): Promise<void> {
  const { issueCredentials } = await hub.run<{ issueCredentials: Ids }>(
    'mutation ($input: IssueCredentialsInput!) { issueCredentials(input: $input) { id } }',
    { input: { programId } },
  );
  for (const until = performance.now() + patienceMs; performance.now() < until; await sleep(50)) {
    const { credentialBatch } = await hub.run<{ credentialBatch: { status: string } }>(
      'query ($id: ID!) { credentialBatch(id: $id) { status } }',
      { id: issueCredentials.id },
    );
    if (credentialBatch.status === 'DONE') return;
  }
  throw new Error('The credentials were not issued in time.');
}
