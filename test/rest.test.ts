import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Example } from '../gateway/rest/openapi/examples.ts';
import { projectRoot } from '../platform/project-root.ts';
import { AnswerCheck } from './answer-check.ts';
import { fuzz } from './fuzzed-interface.ts';
import { expectSameBodies, expectSameReads } from './rest-bodies.ts';
import { expectPagesAllowed, expectSteadyReads } from './rest-costs.ts';
import { expectDescribedAlike, expectHelp, expectLinted } from './rest-description.ts';
import { expectMethodsAndTypes } from './rest-methods.ts';
import { playRestStory } from './rest-play.ts';
import { documented, sendRest } from './rest-requests.ts';
import type { Seen } from './rest-story/step.ts';
import { furnishStory } from './rest-story/story-setting.ts';
import { type Stage, setRestStage } from './rest-story.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

const examplesFile = path.join(projectRoot, 'schema', 'rest', 'examples.json');

describe('the REST interface', () => {
  let hub: WholeGraph;
  let setting: Stage;
  let check: AnswerCheck;
  let made: Record<string, Example>;
  let seen: Record<string, Seen>;
  beforeAll(async () => {
    hub = await startWholeGraph({ routes: true });
    setting = await setRestStage(hub);
    check = await AnswerCheck.ofHub(hub.url);
    ({ made, seen } = await playRestStory(hub.url, await furnishStory(hub, setting), check));
    if (process.env.REST_EXAMPLES === 'write') {
      await writeFile(examplesFile, `${JSON.stringify(documented(made), null, 2)}\n`);
    }
  }, 480_000);
  afterAll(() => hub?.close());

  it('answers every documented example as its document says, and documents what was run', async () => {
    const known = JSON.parse(await readFile(examplesFile, 'utf8')) as Record<string, Example>;
    expect(Object.keys(known).sort()).toEqual(check.operations().sort());
    const asked = ([name, { answer: _, ...request }]: [string, Example]) => [name, request] as const;
    const requests = (examples: Record<string, Example>) =>
      documented(Object.fromEntries(Object.entries(examples).map(asked)));
    expect(requests(known)).toEqual(requests(made));
  });

  const send = (
    method: string,
    address: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ) => sendRest(hub.url, method, address, { key: setting.keys.institution, ...options });

  it('pages by page and by cursor through the same list', async () => {
    const email = (each: number) => `page.${each}@siswa.example`;
    const students = Array.from({ length: 5 }, (_, each) => ({
      name: `Siswa ${each}`,
      email: email(each),
      grade: 'P',
    }));
    expect((await send('POST', '/v1/students/bulk', { body: { students } })).body.created).toBe(5);
    const first = (await send('GET', '/v1/students?grade=P&limit=2')).body;
    expect(first.pagination).toMatchObject({ page: 1, limit: 2, total: 5, total_pages: 3, has_more: true });
    const third = (await send('GET', '/v1/students?grade=P&limit=2&page=3')).body;
    expect([third.data.length, third.pagination.has_more, third.pagination.next_cursor]).toEqual([
      1,
      false,
      null,
    ]);
    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { data, pagination } = (await send('GET', `/v1/students?grade=P&limit=2${query}`)).body;
      for (const each of data) walked.push(each.email);
      cursor = pagination.next_cursor;
    }
    expect(walked).toEqual([4, 3, 2, 1, 0].map(email));
  });

  it('shows with each student what they have, and how much there is of it where it is more', async () => {
    const { id } = (
      await send('POST', '/v1/students', {
        body: { name: 'Rajin', email: 'rajin@siswa.example', external_id: 'RAJIN' },
      })
    ).body;
    const results = Array.from({ length: 101 }, (_, score) => ({
      assessment_id: seen.CreateAssessment?.id,
      student_id: id,
      score: score % 100,
    }));
    expect((await send('POST', '/v1/assessment-results/bulk', { body: { results } })).body.recorded).toBe(
      101,
    );
    const shown = async (address: string) => {
      const { body } = await send('GET', `${address}include=courses,assessments`);
      const { assessments, assessments_count, courses, courses_count } = body.data?.[0] ?? body;
      return [assessments.length, assessments_count, courses, courses_count];
    };
    expect(await shown('/v1/students?external_id=RAJIN&')).toEqual([100, 101, [], 0]);
    expect(await shown('/v1/students?external_id=RAJIN&limit=101&')).toEqual([9, 101, [], 0]);
    expect(await shown(`/v1/students/${id}?`)).toEqual([101, 101, [], 0]);
    const { body } = await send('GET', `/v1/students/${id}`);
    expect([body.assessments, body.assessments_count]).toEqual([undefined, undefined]);
  });

  it('does of many rows those that it can read, and says of each other what is wrong with it, by its own names', async () => {
    const own = { student_id: seen.CreateStudent?.id, class_id: seen.CreateClass?.id };
    const day = { ...own, date: '2026-09-09', status: 'present' };
    const records = [
      { ...day, date: '09-09-2026' },
      day,
      { ...day, status: 'excused', note: 'x' },
      'a row',
      null,
      { ...day, student_id: 'nobody' },
      { ...day, student_id: `${own.student_id}\u0000` },
      { ...day, date: '2026-09-10' },
    ];
    const headers = { 'idempotency-key': 'attendance-of-a-day' };
    const answer = await send('POST', '/v1/attendance/bulk', { body: { records }, headers });
    check.answer('RecordAttendances', answer);
    const { recorded, failed, rows } = answer.body;
    expect([answer.status, recorded, failed]).toEqual([200, 2, 6]);
    const wrong = (index: number, ...details: [field: string, message: string][]) => ({
      index,
      attendance: null,
      error: {
        code: 'VALIDATION_ERROR',
        message: details.map(([field, message]) => (field ? `${field}: ${message}` : message)).join('; '),
        details: details.map(([field, message]) => ({ field, message })),
      },
    });
    expect(rows).toEqual([
      wrong(0, ['date', 'must be a date, YYYY-MM-DD']),
      { index: 1, attendance: { id: expect.any(String), status: 'present' }, error: null },
      wrong(2, ['status', 'must be one of present, absent, late'], ['note', 'is not known here']),
      wrong(3, ['', 'must be an object']),
      wrong(4, ['', 'is required']),
      wrong(5, ['student_id', 'must be a UUID']),
      wrong(6, ['student_id', 'is no well-formed text']),
      { index: 7, attendance: { id: expect.any(String), status: 'present' }, error: null },
    ]);
    const again = await send('POST', '/v1/attendance/bulk', { body: { records }, headers });
    expect(again.body).toEqual(answer.body);
    const none = await send('POST', '/v1/grades/bulk', { body: { grades: [{ term: 1 }] } });
    check.answer('RecordGrades', none);
    expect([none.status, none.body.recorded, none.body.failed]).toEqual([200, 0, 1]);
    const letter = {
      student_id: own.student_id,
      subject_id: seen.CreateSubject?.id,
      term: 'T',
      grade: 'A'.repeat(99),
    };
    const { body } = await send('POST', '/v1/grades/bulk', { body: { grades: [letter] } });
    expect(body.rows[0].error.details[0].field).toBe('grade');
  });

  it.each([
    ['records', { records: 'rows' }],
    ['records', { records: null }],
    ['records', {}],
    ['records.0', { records: [], 'records.0': 1 }],
  ])(
    'refuses many rows as a whole where the body is wrong around them, and names %s',
    async (field, body) => {
      const answer = await send('POST', '/v1/attendance/bulk', { body });
      check.answer('RecordAttendances', answer);
      expect([answer.status, answer.body.error.details[0].field]).toEqual([400, field]);
    },
  );

  it('refuses more than 1,000 rows, however many of them can be read', async () => {
    const answer = await send('POST', '/v1/attendance/bulk', { body: { records: Array(1001).fill({}) } });
    check.answer('RecordAttendances', answer);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['page=0', 'page'],
    ['page=12&limit=1000', 'page'],
    ['page=2&cursor=abc', 'page'],
    ['cursor=', 'cursor'],
    ['gradee=XII', 'gradee'],
    ['grade=a&grade=b', 'grade'],
    ['include=friends', 'include'],
  ])('refuses ?%s and names %s', async (query, field) => {
    const answer = await send('GET', `/v1/students?${query}`);
    check.answer('ListStudents', answer);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(answer.body.error.details.map((detail: { field: string }) => detail.field)).toEqual([field]);
  });

  it('tells what is wrong with a body by the names that the body has', async () => {
    const answer = await send('POST', '/v1/students', {
      body: { name: 7, school: 'x', external_id: null, email: 'nobody' },
    });
    expect(answer.body.error).toEqual({
      code: 'VALIDATION_ERROR',
      message: expect.any(String),
      details: [
        { field: 'name', message: 'must be a text' },
        { field: 'school', message: 'is not known here' },
      ],
    });
    const byGraph = await send('POST', '/v1/enrollments', { body: { student_id: 'x', course_id: 'y' } });
    check.answer('CreateEnrollment', byGraph);
    expect(byGraph.status).toBe(400);
    const fields = byGraph.body.error.details.map(({ field }: { field: string }) => field);
    expect(fields.every((field: string) => ['student_id', 'course_id'].includes(field))).toBe(true);
    const nested = await send('POST', '/api/v1/payments/create', {
      body: { ...(made.CreatePaymentOfOrder?.body as object), customer: { name: 'A', phone: '12' } },
    });
    expect(nested.body.error.details.map(({ field }: { field: string }) => field)).toEqual([
      'customer.phone',
    ]);
  });

  it('answers a second student of the same e-mail with DUPLICATE_EMAIL', async () => {
    const answer = await send('POST', '/v1/students', { body: made.CreateStudent?.body });
    expect([answer.status, answer.body.error.code, answer.body.code]).toEqual([
      409,
      'DUPLICATE_EMAIL',
      'DUPLICATE_EMAIL',
    ]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('makes what is sent again with the same Idempotency-Key once, and answers alike', async () => {
    const again = (title: string) =>
      send('POST', '/v1/courses', { body: { title }, headers: { 'idempotency-key': 'course-1' } });
    const [one, other] = [await again('Barista'), await again('Barista')];
    expect([one.status, other.status, other.body.id]).toEqual([201, 201, one.body.id]);
    expect(other.headers.get('location')).toBe(`/v1/courses/${one.body.id}`);
    expect((await again('Tukang Kayu')).body.error.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('answers 304 to who has the answer already, and 200 once it has changed', async () => {
    const address = `/v1/courses/${seen.CreateCourse?.id}`;
    const first = await send('GET', address);
    const tag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('private, max-age=60');
    for (const known of [tag, `"other", W/${tag}`, '*']) {
      const same = await send('GET', address, { headers: { 'if-none-match': known } });
      expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', tag]);
    }
    await send('PATCH', address, { body: { sector: 'CONSTRUCTION' } });
    const changed = await send('GET', address, { headers: { 'if-none-match': tag } });
    expect([changed.status, changed.body.sector]).toEqual([200, 'CONSTRUCTION']);
    const onCondition = await send('PATCH', address, { body: {}, headers: { 'if-match': tag } });
    expect(onCondition.status).toBe(400);
  });

  it('says what else an address takes, whoever’s it is, and in which types it speaks', () =>
    expectMethodsAndTypes(hub.url, setting.keys.institution));

  it.each([['{'], ['[]'], ['"a"'], ['{"__proto__": {"admin": true}}'], ['7']])(
    'refuses the body %s with a problem',
    async (body) => {
      const answer = await send('POST', '/v1/students', { body });
      check.answer('CreateStudent', answer);
      expect(answer.status).toBe(400);
    },
  );

  it('asks who calls, and what they may', async () => {
    const stranger = await sendRest(hub.url, 'GET', '/v1/students');
    check.answer('ListStudents', stranger);
    expect([stranger.status, stranger.body.error.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(stranger.headers.get('www-authenticate')).toBe('Bearer realm="skills hub"');
    const authorization = 'Bearer eyJ0';
    const forged = await sendRest(hub.url, 'GET', '/v1/students', { headers: { authorization } });
    check.answer('ListStudents', forged);
    expect([forged.status, forged.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);
    const key = seen.RotateApiKey?.key as unknown as string;
    expect(key).toEqual(expect.any(String));
    const learner = await sendRest(hub.url, 'POST', '/v1/students', {
      key: setting.keys.learner,
      body: { name: 'A', email: 'a@a.example' },
    });
    expect([learner.status, learner.body.error.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('shows nothing of another institution, whatever is asked for', async () => {
    const { keys } = await setRestStage(hub);
    const others = await sendRest(hub.url, 'GET', `/v1/students/${seen.CreateStudent?.id}`, {
      key: keys.institution,
    });
    expect([others.status, others.body.error.code]).toEqual([404, 'NOT_FOUND']);
    const all = await sendRest(hub.url, 'GET', '/v1/students', { key: keys.institution });
    expect(all.body.data.map(({ name }: { name: string }) => name)).toEqual(['Sari Wulandari']);
  });

  it('answers at the other addresses of an endpoint as at its first', async () => {
    const [one, other] = [await send('GET', '/v1/webhooks'), await send('GET', '/api/webhooks')];
    expect(other.body).toEqual(one.body);
    const id = String(seen.CreateStudent?.id);
    expect((await send('GET', `/v1/students/${id.toUpperCase()}`)).body.id).toBe(id);
    expect((await send('GET', `/api/webhooks/${randomUUID()}/deliveries`)).status).toBe(404);
  });

  it('sends no delivery again by the address of another webhook', async () => {
    const made = async (name: string): Promise<string> => {
      const body = { name, url: 'http://127.0.0.1:9/hooks', events: ['student.created'] };
      return (await send('POST', '/api/webhooks', { body })).body.id;
    };
    const [one, other] = [await made('Satu'), await made('Dua')];
    const { body: sent } = await send('POST', `/api/webhooks/${one}/test`, {
      body: { event: 'student.created' },
    });
    const again = (webhook: string) => send('POST', `/api/webhooks/${webhook}/redeliver/${sent.id}`);
    for (const webhook of [other, randomUUID()]) {
      const refused = await again(webhook);
      check.answer('Redeliver', refused);
      expect([refused.status, refused.body.error.code]).toEqual([404, 'NOT_FOUND']);
    }
    expect((await again(one)).status).toBe(202);
    const first = await send('POST', `/api/webhooks/${other}/test`);
    check.answer('SendTestEvent', first);
    expect([first.status, first.body.event_type]).toEqual([202, 'student.created']);
  });

  it.each<[string, string, 'institution' | 'operator' | 'learner', object | undefined, number, string]>([
    ['POST', 'gopay/connect', 'institution', { api_key: 'x' }, 409, 'CONFLICT'],
    ['POST', 'GOPAY/sync', 'operator', undefined, 409, 'CONFLICT'],
    ['DELETE', 'SMTP', 'operator', undefined, 409, 'CONFLICT'],
    ['POST', 'SAP/connect', 'operator', undefined, 404, 'NOT_FOUND'],
    ['POST', 'LINKEDIN/connect', 'institution', undefined, 403, 'FORBIDDEN'],
    ['POST', 'LINKEDIN/connect', 'learner', { api_key: 'x' }, 400, 'VALIDATION_ERROR'],
    ['POST', 'SICANTIK/connect', 'learner', { base_url: 'https://a.example' }, 403, 'FORBIDDEN'],
    ['POST', 'SICANTIK/connect', 'operator', undefined, 400, 'VALIDATION_ERROR'],
    ['POST', 'SICANTIK/connect', 'operator', { base_url: 'ftp://a.example' }, 400, 'VALIDATION_ERROR'],
    ['POST', 'SICANTIK/sync', 'institution', undefined, 403, 'FORBIDDEN'],
    ['DELETE', 'SICANTIK', 'institution', undefined, 403, 'FORBIDDEN'],
  ])(
    'says of an outside system who connects it: %s %s by the %s',
    async (method, place, who, body, status, code) => {
      const key = setting.keys[who];
      const answer = await sendRest(hub.url, method, `/api/integrations/${place}`, { key, body });
      const operation = method === 'DELETE' ? 'Disconnect' : place.endsWith('sync') ? 'Sync' : 'Connect';
      check.answer(`${operation}Integration`, answer);
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
      if (code === 'VALIDATION_ERROR')
        expect(answer.body.error.details[0].field).toBe(who === 'learner' ? 'api_key' : 'base_url');
    },
  );

  it('begins to connect LinkedIn once for an Idempotency-Key', async () => {
    const begin = async (key: string) => {
      const options = { key: setting.keys.learner, headers: { 'idempotency-key': key } };
      return (await sendRest(hub.url, 'POST', '/api/integrations/LINKEDIN/connect', options)).body;
    };
    const [one, again, other] = [await begin('a'), await begin('a'), await begin('b')];
    expect(again).toEqual(one);
    expect(other.authorization_url).not.toBe(one.authorization_url);
  });

  it('is told where SICANTIK is, and forgets it', async () => {
    const place = { key: setting.keys.operator };
    const address = '/api/integrations/sicantik';
    const configured = async () => (await sendRest(hub.url, 'GET', `${address}/status`, place)).body.base_url;
    const before = await configured();
    const body = { base_url: 'https://perizinan.example/api' };
    const connected = await sendRest(hub.url, 'POST', `${address}/connect`, { ...place, body });
    check.answer('ConnectIntegration', connected);
    expect(connected.body).toMatchObject({ type: 'SICANTIK', connected: true });
    expect(await configured()).toBe(body.base_url);
    const disconnected = await sendRest(hub.url, 'DELETE', address, place);
    check.answer('DisconnectIntegration', disconnected);
    // What the environment says is left.
    expect(disconnected.body).toMatchObject({ type: 'SICANTIK', connected: true });
    expect(await configured()).toBe(before);
  });

  it('is described by documents in which linters find nothing', () => expectLinted(hub.url), 600_000);

  it('says in its description where the deployment helps, and how each operation is called', () =>
    expectHelp(check));

  it('is described in YAML as in JSON, by a page that loads nothing from elsewhere, and for every hub alike', () =>
    expectDescribedAlike(hub.url));

  it('writes each body at once as it would be made of the whole answer, for the same cost', () =>
    expectSameBodies(made));

  it('answers a read byte for byte alike, the first time and when its writing has been compiled', () =>
    expectSameReads(hub.url, setting.keys.institution, made, check));

  it('allows each page that it documents, and says which limit could be had where it costs too much', () =>
    expectPagesAllowed(hub, seen.CreateStudent?.school_id));

  it(
    'never limits a client of five requests at once, 100 ms apart, until the reads of the hour are spent',
    () => expectSteadyReads(hub, seen.CreateStudent?.school_id, seen.CreateStudent?.id),
    300_000,
  );

  it('answers made-up requests, good and broken, as its document says, and breaks at none', async () => {
    const ids = [...new Set(JSON.stringify(made).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))];
    const key = setting.keys.institution;
    await fuzz(hub.url, check, { key, ids, seed: 20_260_101, requests: 300 });
  });
});
