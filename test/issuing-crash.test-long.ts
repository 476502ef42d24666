import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { claimPort } from '../run/ports.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { ask, eventually } from './graph-request.ts';
import { type HubProcess, startHub, startProcess } from './hub-process.ts';
import type { Data } from './subgraph-harness.ts';

const learners = 1000;
const patienceMs = 5 * 60_000;

describe('a hub that is killed while it issues the credentials of a whole program', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let dataDir: string;
  let environment: Record<string, string>;
  let key: string;
  let running: HubProcess & { url: string };
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    dataDir = await mkdtemp(path.join(tmpdir(), 'issuing-killed-'));
    // Its address stays: issuers and credentials are named after it.
    const port = await claimPort('PORT', '127.0.0.1', 0);
    const PUBLIC_URL = `http://127.0.0.1:${port}`;
    const shared = {
      DATABASE_URL: database.url,
      HUB_ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      PUBLIC_URL,
    };
    environment = { ...shared, PORT: String(port) };
    const filled = startProcess('demo', { ...shared, DATA_DIR: dataDir });
    if ((await filled.ended) !== 0) throw new Error(filled.output());
    key = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')).apiKeys.institution;
    running = await startHub(dataDir, environment);
  });
  afterAll(async () => {
    running.kill('SIGTERM');
    await running.ended;
    await client.end();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  const run = (query: string, variables?: Record<string, unknown>): Promise<Data> =>
    ask(`${running.url}/graphql`, key, query, variables);
  const rows = async (sql: string, values: unknown[] = []): Promise<Data[]> =>
    (await client.query<Data>(sql, values)).rows;

  /** A program that a thousand have completed; what one of them is by the graph, the others are by copy. */
  async function givenProgram(): Promise<string> {
    const mutate = async (name: string, type: string, input: object, selection = '{ id }') =>
      (await run(`mutation($input: ${type}!) { ${name}(input: $input) ${selection} }`, { input }))[name];
    const program = await mutate('createProgram', 'CreateProgramInput', {
      type: 'INTERNAL',
      name: 'Mengelas',
    });
    const email = `${randomUUID()}@siswa.example`;
    const student = await mutate('createStudent', 'CreateStudentInput', { name: 'Siti Rahmawati', email });
    const enrolled = { programId: program.id, studentId: student.id };
    const enrolment = await mutate('enrolStudent', 'EnrolStudentInput', enrolled);
    await mutate('completeEnrolment', 'CompleteEnrolmentInput', {
      enrolmentId: enrolment.id,
      finalScore: 80,
    });
    await client.query(
      `INSERT INTO identity.students SELECT (jsonb_populate_record(s, jsonb_build_object(
         'id', uuidv7(), 'email', 'siswa.' || n || '@siswa.example'))).*
       FROM identity.students s, generate_series(2, ${learners}) n WHERE s.id = $1`,
      [student.id],
    );
    await client.query(
      `INSERT INTO training.enrolments SELECT (jsonb_populate_record(e, jsonb_build_object(
         'id', uuidv7(), 'student_id', s.id, 'certificate_number', NULL))).*
       FROM training.enrolments e, identity.students s
       WHERE e.id = $1 AND s.email LIKE 'siswa.%@siswa.example'`,
      [enrolment.id],
    );
    return program.id;
  }

  it(
    'twice, goes on both times until everybody has one credential, signed, with a place of its own, told once',
    async () => {
      const programId = await givenProgram();
      const { issueCredentials } = await run(
        'mutation($input: IssueCredentialsInput!) { issueCredentials(input: $input) { id } }',
        { input: { programId } },
      );
      const stored = async () => {
        const [row] = await rows(
          'SELECT count(*)::int AS issued FROM credentials.credentials WHERE program_id = $1',
          [programId],
        );
        return row?.issued as number;
      };
      let before = 0;
      for (let kills = 0; kills < 2; kills += 1) {
        const enough = before + 150;
        await eventually(async () => (await stored()) >= enough, `${enough} are issued`, patienceMs);
        process.kill(-running.pid, 'SIGKILL');
        await running.ended;
        before = await stored();
        // It was in the midst of it.
        expect(before).toBeLessThan(learners);
        running = await startHub(dataDir, environment);
      }
      const batch = async () => {
        const [row] = await rows('SELECT status, issued, failures FROM credentials.batches WHERE id = $1', [
          issueCredentials.id,
        ]);
        return row;
      };
      await eventually(async () => (await batch())?.status === 'DONE', 'all are issued', patienceMs);
      expect(await batch()).toEqual({ status: 'DONE', issued: learners, failures: [] });

      const [found] = await rows(
        `SELECT count(*)::int AS credentials, count(DISTINCT enrolment_id)::int AS enrolments,
           count(DISTINCT (status_list_id, status_place))::int AS places,
           count(*) FILTER (WHERE p.place IS NOT NULL AND jwt IS NOT NULL
             AND document::jsonb #>> '{credentialStatus,statusListIndex}' = status_place::text
             AND document::jsonb #> '{proof,0,proofValue}' IS NOT NULL)::int AS whole
         FROM credentials.credentials c
         LEFT JOIN credentials.status_places p ON p.list_id = c.status_list_id AND p.place = c.status_place
         WHERE program_id = $1`,
        [programId],
      );
      expect(found).toEqual({
        credentials: learners,
        enrolments: learners,
        places: learners,
        whole: learners,
      });

      await eventually(
        async () => (await rows('SELECT 1 FROM events.outbox LIMIT 1')).length === 0,
        'every event is in the log',
      );
      const [told] = await rows(
        `SELECT count(*)::int AS events, count(DISTINCT data ->> 'credential_id')::int AS credentials
         FROM events.log l JOIN credentials.credentials c ON c.id::text = l.data ->> 'credential_id'
         WHERE type = 'credential.issued' AND program_id = $1`,
        [programId],
      );
      expect(told).toEqual({ events: learners, credentials: learners });

      const sample = await rows(
        'SELECT document, jwt FROM credentials.credentials WHERE program_id = $1 ORDER BY random() LIMIT 25',
        [programId],
      );
      for (const { document, jwt } of sample)
        for (const text of [document, jwt]) {
          const query = 'query($text: String!) { verifyCredential(input: { text: $text }) { verdict } }';
          expect((await run(query, { text })).verifyCredential).toEqual({ verdict: 'VALID' });
        }
    },
    20 * 60_000,
  );
});
