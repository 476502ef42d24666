import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type ClientOptions, type HubEvent, SkillsHubError } from '../sdk/src/index.ts';
import { StudentOverviewDocument, ViewerDocument } from '../sdk/src/operations.ts';
import { ask, eventually } from './graph-request.ts';
import { killLeftHubs, startHub } from './hub-process.ts';

/** Between a client and the hub: what it lets through, refuses and cuts. */
interface Between {
  url: string;
  /** The requests so far, as `POST /v1/students`. */
  requests: string[];
  keys: (string | undefined)[];
  /** How the next requests are answered instead of being handed on; `cut`: handed on, and the answer lost. */
  instead: ({ status: number; headers?: Record<string, string>; body?: object } | 'cut')[];
  /** Breaks every connection that is open. */
  breakAll(): void;
  server: Server;
}

async function startBetween(target: string): Promise<Between> {
  const between: Between = {
    url: '',
    requests: [],
    keys: [],
    instead: [],
    breakAll: () => between.server.closeAllConnections(),
    server: createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const { method = '', url = '', headers } = request;
      const isToken = url.endsWith('/token');
      between.requests.push(`${method} ${url}`);
      if (!isToken) between.keys.push(headers['idempotency-key']?.toString());
      const instead = isToken ? undefined : between.instead.shift();
      if (instead && instead !== 'cut') {
        response.writeHead(instead.status, { 'content-type': 'application/json', ...instead.headers });
        return response.end(JSON.stringify(instead.body ?? {}));
      }
      const passed = Object.entries(headers).filter(
        ([name]) => !/^(host|connection|content-length)$/.test(name),
      );
      const answer = await fetch(target + url, {
        method,
        headers: passed.map(([name, value]) => [name, String(value)] as [string, string]),
        ...(parts.length > 0 && { body: Buffer.concat(parts) }),
      });
      if (instead === 'cut') {
        await answer.arrayBuffer();
        return request.socket.destroy();
      }
      const { 'content-encoding': _, 'content-length': __, ...kept } = Object.fromEntries(answer.headers);
      response.writeHead(answer.status, kept);
      response.flushHeaders();
      try {
        for await (const part of answer.body ?? []) response.write(part);
        response.end();
      } catch {
        response.destroy();
      }
    }),
  };
  await new Promise<void>((done) => between.server.listen(0, '127.0.0.1', done));
  between.url = `http://127.0.0.1:${(between.server.address() as AddressInfo).port}`;
  return between;
}

const email = () => `${randomUUID()}@siswa.example`;

describe('the SDK against a hub that runs', () => {
  let dataDir: string;
  let hub: Awaited<ReturnType<typeof startHub>>;
  let between: Between;
  let credentials: { apiKey: string; apiSecret: string };
  let apiKey: string;
  let client: Client;
  const clientWith = (options: Partial<ClientOptions> = {}) =>
    new Client({ ...credentials, baseUrl: between.url, backoffMs: 5, ...options });

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'hub-sdk-'));
    await chmod(dataDir, 0o711);
    hub = await startHub(dataDir);
    const { apiKeys } = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    const graph = (key: string, query: string, variables?: Record<string, unknown>) =>
      ask(`${hub.url}/graphql`, key, query, variables);
    const { viewer } = await graph(apiKeys.institution, '{ viewer { organisation { id } } }');
    const organisationId = viewer.organisation.id;
    const made = await graph(
      apiKeys.admin,
      'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }',
      { input: { name: 'SDK', scopes: ['admin'], organisationId } },
    );
    credentials = { apiKey: made.createOAuthClient.client.id, apiSecret: made.createOAuthClient.secret };
    const key = await graph(
      apiKeys.admin,
      'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }',
      { input: { name: 'SDK', scopes: ['admin'], organisationId } },
    );
    apiKey = key.createApiKey.key;
    between = await startBetween(hub.url);
    client = clientWith();
  }, 90_000);
  afterAll(async () => {
    between?.breakAll();
    between?.server.close();
    hub?.kill('SIGTERM');
    await hub?.ended;
    killLeftHubs();
    await rm(dataDir, { recursive: true });
  });

  it('takes a student from a course to a job, in the words of the guide', async () => {
    const student = await client.students.create({
      name: 'Andi Saputra',
      email: email(),
      external_id: randomUUID(),
    });
    const course = await client.courses.create({
      title: 'Pengelasan SMAW',
      type: 'internal',
      duration: 40,
      skills: ['SMAW'],
      external_id: randomUUID(),
    });
    expect((await client.courses.get(course.id)).external_id).toBe(course.external_id);
    await client.enrollments.create({ student_id: student.id, course_id: course.id });
    const enrollment = await client.enrollments.updateProgress({
      student_id: student.id,
      course_id: course.id,
      progress_percentage: 60,
      last_accessed: new Date().toISOString(),
    });
    expect(enrollment.progress_percentage).toBe(60);
    const opportunity = await client.opportunities.create({
      title: 'Juru Las',
      type: 'job',
      company: 'PT Contoh Karya',
      required_skills: ['SMAW'],
    });
    const application = await client.applications.create({
      student_id: student.id,
      opportunity_id: opportunity.id,
    });
    await client.applications.updateStage(application.id, { stage: 'interview', notes: 'Senin, 09.00' });
    expect(await client.applications.get(application.id)).toMatchObject({
      stage: 'interview',
      applicant: { name: 'Andi Saputra' },
    });
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const placement = await client.analytics.placement({
      start_date: today,
      end_date: today,
      group_by: 'month',
    });
    expect(placement.total.interview).toBeGreaterThanOrEqual(1);
    const overview = await client.graphql(StudentOverviewDocument, { id: student.id });
    expect(overview.student?.enrolments.nodes[0]?.program?.name).toBe('Pengelasan SMAW');
  });

  it('is known by one access token for all requests at once, and by another when that is refused', async () => {
    const tokens = () => between.requests.filter((request) => request.endsWith('/oauth/token')).length;
    const fresh = clientWith();
    const before = tokens();
    await Promise.all([fresh.graphql(ViewerDocument), fresh.courses.list(), fresh.students.list()]);
    expect(tokens()).toBe(before + 1);
    between.instead.push({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect((await fresh.graphql(ViewerDocument)).viewer.organisation?.name).toEqual(expect.any(String));
    expect(tokens()).toBe(before + 2);
    const byKey = clientWith({ apiKey, apiSecret: undefined } as Partial<ClientOptions>);
    expect((await byKey.graphql(ViewerDocument)).viewer.kind).toEqual(expect.any(String));
    const wrong = clientWith({ apiSecret: 'wrong' });
    await expect(wrong.students.list()).rejects.toMatchObject({ code: 'invalid_client', status: 401 });
  });

  it('says by code and field what is wrong', async () => {
    const address = email();
    await client.students.create({ name: 'Budi', email: address });
    const again = client.students.create({ name: 'Budi', email: address });
    await expect(again).rejects.toBeInstanceOf(SkillsHubError);
    await expect(again).rejects.toMatchObject({ code: 'DUPLICATE_EMAIL', status: 409 });
    await expect(client.students.create({ name: 'Budi', email: 'nobody' })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ field: 'email', message: expect.any(String) }],
    });
    await expect(client.graphql('{ student(id: 1) { nothing } }')).rejects.toMatchObject({
      code: expect.any(String),
    });
    await expect(client.students.get(randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  it('sends what was lost again with the same key, so that it is made once', async () => {
    between.keys.length = 0;
    between.instead.push('cut', {
      status: 503,
      headers: { 'retry-after': '0' },
      body: { code: 'OVERLOADED' },
    });
    const address = email();
    const student = await client.students.create({ name: 'Citra', email: address });
    expect(between.keys).toHaveLength(3);
    expect(new Set(between.keys).size).toBe(1);
    expect((await client.students.list({ email: address })).map(({ id }) => id)).toEqual([student.id]);
    const application = { name: 'Dewi', email: email() };
    const [one, other] = await Promise.all([
      client.students.create(application, { idempotency_key: 'dewi' }),
      client.students.create(application, { idempotencyKey: 'dewi' }),
    ]);
    expect(one.id).toBe(other.id);
  });

  it('waits as long as it is told to, and does not wait longer than it may', async () => {
    between.instead.push({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { code: 'RATE_LIMITED', retryable: true },
    });
    const begun = performance.now();
    await client.courses.list();
    expect(performance.now() - begun).toBeGreaterThan(990);
    between.instead.push({
      status: 429,
      headers: { 'retry-after': '3600' },
      body: { code: 'RATE_LIMITED', retryable: true },
    });
    await expect(client.courses.list()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 3600 });
    await expect(
      clientWith({ baseUrl: 'http://127.0.0.1:9', retries: 1 }).courses.list(),
    ).rejects.toMatchObject({
      code: 'NETWORK',
    });
    const ended = AbortSignal.abort(new Error('enough'));
    await expect(client.courses.list({}, { signal: ended })).rejects.toThrow('enough');
  });

  it('gives a page as an array, and all pages one student after the other', async () => {
    const grade = randomUUID().slice(0, 8);
    const rows = Array.from({ length: 1003 }, (_, each) => ({
      name: `Siswa ${each}`,
      email: email(),
      grade,
    }));
    const copied = { ...rows[0], name: 'Siswa', email: rows[0]?.email ?? '' };
    const result = await client.students.bulkCreate([...rows, copied]);
    expect([result.created, result.failed, result.rows.length]).toEqual([1003, 1, 1004]);
    expect(result.rows.at(-1)).toMatchObject({ index: 1003, error: { code: 'DUPLICATE_EMAIL' } });
    const page = await client.students.list({
      grade,
      limit: 2,
      include: ['courses', 'assessments', 'applications'],
    });
    expect([page.length, page.pagination.total]).toEqual([2, 1003]);
    expect(page.map((student) => student.skills.length + (student.courses?.length ?? -1))).toEqual([0, 0]);
    const seen = new Set<string>();
    for await (const { id } of client.students.list({ grade, limit: 500 })) seen.add(id);
    expect(seen.size).toBe(1003);
  });

  it('goes on with live events where they broke off, without a gap and without a repeat', async () => {
    const heard: HubEvent<'student.created'>[] = [];
    const ended = new AbortController();
    const listening = (async () => {
      for await (const event of client.events({ types: ['student.created'], signal: ended.signal }))
        heard.push(event);
    })();
    await eventually(() => between.requests.at(-1) === 'POST /graphql/stream', 'the stream is asked for');
    const create = async (n: number) => {
      for (let each = 0; each < n; each += 1)
        await clientWith({ baseUrl: hub.url }).students.create({ name: 'E', email: email() });
    };
    await eventually(async () => {
      await create(1);
      return heard.length > 0;
    }, 'the first event comes');
    const before = heard.length;
    between.breakAll();
    await create(3);
    between.breakAll();
    await create(2);
    await eventually(() => heard.length >= before + 5, 'all events come');
    expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
    const names: string[] = [];
    for await (const event of client.events({
      types: ['student.created'],
      after: heard[before - 1]?.cursor ?? null,
    })) {
      names.push(event.data.student_id);
      if (names.length === 5) break;
    }
    expect(names).toEqual(heard.slice(before, before + 5).map(({ data }) => data.student_id));
    ended.abort();
    await listening;
    const wrong = client.events({ after: 'no cursor' });
    await expect(wrong.next()).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});
