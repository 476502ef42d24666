import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimPort } from '../../run/ports.ts';
import { Client } from '../../sdk/src/index.ts';
import { EventLogDocument } from '../../sdk/src/operations.ts';
import { type ExampleProgram, killLeftExamples, startExample } from '../../test/example-programs.ts';
import { ask, eventually } from '../../test/graph-request.ts';
import { KillableHub } from '../../test/killable-hub.ts';
import { startWithholding, type WithheldAnswers } from '../../test/withheld-answers.ts';
import { readCsv } from './csv.ts';

const pupils = 1050;
/** Of each day, and of both subjects, three entries are wrong. */
const [perDay, graded] = [pupils - 3, 2 * pupils - 3];

describe('a student information system that examples/sis keeps in step with the hub', () => {
  let hub: KillableHub;
  let hubUrl: string;
  let folder: string;
  let key: string;
  let client: Client;
  let sis: ExampleProgram;
  let sisUrl: string;
  let toHub: WithheldAnswers;
  let toSis: WithheldAnswers;

  const startSis = async () => {
    const environment = { SIS_FILE: path.join(folder, 'sis.sqlite'), PUPILS: String(pupils) };
    sis = startExample('sis/sis.ts', { ...environment, PORT: new URL(sisUrl).port });
    await sis.says(/SIS at (\S+)/);
  };
  const startSync = () =>
    startExample('sis/sync.ts', {
      HUB_KEY: key,
      HUB_URL: toHub.url,
      SIS_URL: toSis.url,
      PLACE_FILE: path.join(folder, 'place.json'),
      REFUSED_FOLDER: path.join(folder, 'refused'),
    });
  /** A night on which nobody kills anything. */
  const sync = async () => {
    const program = startSync();
    expect([await program.ended, program.output()]).toEqual([0, expect.stringContaining('siswa.csv')]);
  };
  const inSis = async (method: string, where: string, body?: object) => {
    const response = await fetch(sisUrl + where, { method, ...(body && { body: JSON.stringify(body) }) });
    expect([where, response.status]).toEqual([where, 200]);
    return response.json();
  };
  /** How many events of each type the hub has had for the school. */
  const events = async () => {
    const counts: Record<string, number> = {};
    let after: string | null = null;
    for (;;) {
      const page: { cursor: string; hasMore: boolean; events: { type: string }[] } = (
        await client.graphql(EventLogDocument, { after, first: 1000 })
      ).eventLog;
      for (const { type } of page.events) counts[type] = (counts[type] ?? 0) + 1;
      if (!page.hasMore) return counts;
      after = page.cursor;
    }
  };
  /** Line and reason of what was refused, by file. */
  const refusals = async () => {
    const files: Record<string, [line: number, reason: string][]> = {};
    for (const name of await readdir(path.join(folder, 'refused'))) {
      const { rows } = readCsv(await readFile(path.join(folder, 'refused', name), 'utf8'), ['text']);
      files[name] = rows.map(({ columns }) => [Number(columns.line), columns.reason ?? '']);
    }
    return files;
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hub-sis-'));
    sisUrl = `http://127.0.0.1:${await claimPort('PORT', '127.0.0.1', 0)}`;
    await startSis();
    hub = await KillableHub.start({ SANDBOX_PORT: '0' });
    hubUrl = hub.graphqlUrl.replace('/graphql', '');
    const made = await ask(
      hub.graphqlUrl,
      hub.apiKeys.admin,
      `mutation { createOrganisation(input: { kind: TRAINING_INSTITUTION, name: "SMK Contoh" }) { id } }`,
    );
    const organisationId = made.createOrganisation.id;
    const { createApiKey } = await ask(
      hub.graphqlUrl,
      hub.apiKeys.admin,
      'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }',
      {
        input: {
          name: 'SIS',
          scopes: ['identity:read', 'identity:write', 'training:read', 'training:write'],
          organisationId,
        },
      },
    );
    key = createApiKey.key;
    client = new Client({ apiKey: key, baseUrl: hubUrl });
    [toHub, toSis] = await Promise.all([startWithholding(hubUrl), startWithholding(sisUrl)]);
  }, 240_000);
  afterAll(async () => {
    await killLeftExamples();
    await Promise.all([toHub?.close(), toSis?.close()]);
    await hub?.remove();
    await rm(folder, { recursive: true });
  });

  it('has everything once, on either side, however often the program is killed', async () => {
    const begun = await events();
    const [{ name: firstDay }, { name: secondDay }] = (
      (await inSis('GET', '/exports')) as { name: string }[]
    ).slice(3) as [{ name: string }, { name: string }];
    await startSync().killWhen(toHub.withhold(/^POST \/v1\/classes$/, 20));
    await startSync().killWhen(toHub.withhold(/^POST \/v1\/students\/bulk$/, 2));
    await startSync().killWhen(toHub.withhold(/^POST \/v1\/class-memberships\/bulk$/, 2));
    await startSync().killWhen(toHub.withhold(/^POST \/v1\/attendance\/bulk$/, 3));
    const grading = () => toHub.requests.filter((request) => request === 'POST /v1/grades/bulk').length;
    const running = startSync();
    await eventually(() => grading() >= 2, 'grades are on their way');
    await hub.kill('the whole process group');
    await hub.start();
    // It is as good as its patience with a hub that is away.
    await running.ended;
    await startSync().killWhen(toSis.withhold(/^PUT \/imports\//, 2));
    await sis.end('SIGKILL');
    expect(await startSync().ended).toBe(1);
    await startSis();
    await sync();

    const counted = {
      ...begun,
      'class.created': pupils / 35,
      'subject.created': 2,
      'student.created': pupils,
      'class.student_added': pupils,
      'attendance.recorded': 2 * perDay,
      'grade.recorded': graded,
    };
    expect(await events()).toEqual(counted);
    const once = { doubled: 0, unknown: 0 };
    const day = { same: perDay, different: 0, missing: 9, ...once };
    expect(await inSis('GET', '/comparison')).toEqual([
      { name: 'siswa.csv', same: pupils, different: 1, missing: 6, ...once },
      { name: firstDay, ...day },
      { name: secondDay, ...day },
      { name: 'nilai-2026-2027-1.csv', same: graded, different: 0, missing: 13, ...once },
    ]);
    const refused = await refusals();
    const middle = pupils / 2 + 2;
    const end = pupils + 2;
    const notThere = (from: number) =>
      [1, 2, 3, 4, 5].map((each, index) => [
        from + index,
        `nis ${26_000_000 + pupils + each} is not in the hub`,
      ]);
    const refusedOfDay = [
      [12, 'status X is none of H, T, S, I, A'],
      [13, 'date must be a date, YYYY-MM-DD'],
      [14, 'kelas KLS-0 is not in the hub'],
      ...notThere(end),
      [end + 5, 'nis 99 is not in the hub'],
    ];
    expect(refused).toEqual({
      'siswa.csv': [
        [middle, 'Invalid Record Length: columns length is 6, got 7'],
        [middle + 1, expect.stringContaining('Invalid Opening Quote')],
        [middle + 2, 'name must be longer than or equal to 1 characters'],
        [middle + 3, 'email must be an email'],
        [middle + 4, 'email is taken in this organisation'],
        [middle + 5, 'nis 26000002 is in line 3 already'],
        [middle + 6, 'nis is empty'],
      ],
      [firstDay]: refusedOfDay,
      [secondDay]: refusedOfDay,
      'nilai-2026-2027-1.csv': [
        [12, 'nilai sembilan is no number'],
        [13, 'score must not be greater than 100'],
        [14, 'mapel SIHIR is not in the hub'],
        ...notThere(end),
        ...notThere(end + pupils + 5),
      ],
    });

    // Somebody at the school goes through what was refused, and has a pupil move up into another class.
    await inSis('PUT', `/exports/siswa.csv/${middle + 3}`, {
      email: 'eko@siswa.example',
    });
    await inSis('PUT', '/exports/siswa.csv/3', { tingkat: 'XI', kelas: 'KLS-2' });
    await inSis('PUT', `/exports/${firstDay}/3`, { status: 'A' });
    await sync();
    const corrected = {
      ...counted,
      'student.created': pupils + 1,
      'student.updated': 1,
      'class.student_added': pupils + 2,
      'class.student_removed': 1,
      'attendance.recorded': 2 * (perDay + 1) + 1,
      'grade.recorded': graded + 2,
    };
    expect(await events()).toEqual(corrected);
    expect(await inSis('GET', '/comparison')).toMatchObject([
      { same: pupils + 1, missing: 5, ...once },
      { same: perDay + 1, missing: 8, ...once },
      { same: perDay + 1, missing: 8, ...once },
      { same: graded + 2, missing: 11, ...once },
    ]);

    await rm(path.join(folder, 'place.json'));
    await sync();
    expect(await events()).toEqual(corrected);
  }, 300_000);
});
