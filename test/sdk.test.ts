import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import {
  Client,
  type ClientOptions,
  type HubEvent,
  SkillsHubError,
  type StreamTransport,
  webSocket,
} from '../sdk/src/index.ts';
import { StudentOverviewDocument, ViewerDocument } from '../sdk/src/operations.ts';
import { type Between, startBetween } from './between.ts';
import { takeFirstSteps } from './first-steps.ts';
import { ask, eventually } from './graph-request.ts';
import { appsOutcome, playApps } from './guide-of-apps.ts';
import { guideOutcome, playGuide } from './guide-snippets.ts';
import { killLeftHubs, startHub } from './hub-process.ts';
import { compressedBytes, installSdk, loadBoth } from './installed-sdk.ts';
import { readLog } from './resuming-subscriber.ts';
import { hasBrowser, playInBrowser } from './sdk-in-browser.ts';
import { startReceivers } from './webhook-receivers.ts';

const inBrowser = hasBrowser ? it : it.skip;

const email = () => `${randomUUID()}@siswa.example`;

describe('the SDK against a hub that runs', () => {
  let dataDir: string;
  let hub: Awaited<ReturnType<typeof startHub>>;
  let between: Between;
  let credentials: { apiKey: string; apiSecret: string };
  let apiKey: string;
  let person: { email: string; password: string };
  let client: Client;
  const clientWith = (options: Partial<ClientOptions> = {}) =>
    new Client({ ...credentials, baseUrl: between.url, backoffMs: 5, ...options });

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'hub-sdk-'));
    await chmod(dataDir, 0o711);
    hub = await startHub(dataDir);
    const { apiKeys, people } = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    person = people.learner;
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
    const dear = { grade, limit: 1000, include: ['courses', 'assessments', 'applications'] as const };
    const whole = await client.students.list({ ...dear, include: [...dear.include] });
    expect(new Set(whole.map(({ id }) => id)).size).toBe(1000);
    expect(whole.pagination).toMatchObject({
      page: 1,
      limit: 1000,
      total: 1003,
      total_pages: 2,
      has_more: true,
    });
  });

  it.each<[string, string, StreamTransport | undefined]>([
    ['server-sent events', 'POST /graphql/stream', undefined],
    ['a websocket of the platform', 'UPGRADE /graphql', webSocket()],
    ['a websocket that was given', 'UPGRADE /graphql', webSocket(WebSocket)],
  ])(
    'goes on with live events where they broke off, without a gap and without a repeat, by %s',
    async (_, request, transport) => {
      const heard: HubEvent<'student.created'>[] = [];
      const ended = new AbortController();
      const options = { types: ['student.created'] as const, ...(transport && { transport }) };
      const listening = (async () => {
        for await (const event of client.events({ ...options, signal: ended.signal })) heard.push(event);
      })();
      await eventually(() => between.requests.at(-1) === request, 'the stream is asked for');
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
      for await (const event of client.events({ ...options, after: heard[before - 1]?.cursor ?? null })) {
        names.push(event.data.student_id);
        if (names.length === 5) break;
      }
      expect(names).toEqual(heard.slice(before, before + 5).map(({ data }) => data.student_id));
      ended.abort();
      await listening;
      const wrong = client.events({ ...options, after: 'no cursor' });
      await expect(wrong.next()).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
      const nobody = clientWith({ accessToken: 'none', apiKey: undefined, apiSecret: undefined } as never);
      await expect(nobody.events(options).next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    },
  );

  it('goes on listening with another access token when its own is no longer good', async () => {
    const tokens: string[] = [];
    const fresh = clientWith({
      async fetch(input, init) {
        const answer = await fetch(input, init);
        if (String(input).endsWith('/oauth/token'))
          tokens.push(((await answer.clone().json()) as { access_token: string }).access_token);
        return answer;
      },
    });
    const { cursor: after } = await readLog(`${hub.url}/graphql`, apiKey, ['student.created']);
    const heard: string[][] = [[], []];
    const ended = new AbortController();
    const { signal } = ended;
    const listening = [undefined, webSocket()].map(async (transport, at) => {
      const options = { types: ['student.created'] as const, after, signal, ...(transport && { transport }) };
      for await (const { data } of fresh.events(options)) heard[at]?.push(data.student_id);
    });
    const first = await client.students.create({ name: 'F', email: email() });
    const both = (id: string) => heard.every((ids) => ids.includes(id));
    await eventually(() => both(first.id), 'both hear of the first');
    const form = {
      client_id: credentials.apiKey,
      client_secret: credentials.apiSecret,
      token: tokens[0] ?? '',
    };
    await fetch(`${hub.url}/oauth/revoke`, { method: 'POST', body: new URLSearchParams(form) });
    await eventually(() => tokens.length > 1, 'another token is asked for');
    const second = await client.students.create({ name: 'G', email: email() });
    await eventually(() => both(second.id), 'both hear of the second');
    expect(heard).toEqual([
      [first.id, second.id],
      [first.id, second.id],
    ]);
    ended.abort();
    await Promise.all(listening);
  });

  it('hands deliveries to handlers in Express, Fastify and fetch, and nobody else’s', async () => {
    const heard: string[] = [];
    const servers = await startReceivers();
    for (const { kind, url, receive } of servers) {
      const { id, secret } = await client.webhooks.create({ name: kind, url, events: ['student.created'] });
      const receiving = clientWith({ webhookSecret: secret });
      receiving.webhooks.on('student.created', ({ data }) => heard.push(`${kind} ${data.name}`));
      await receive(receiving.webhooks);
      await client.students.create({ name: kind, email: email() });
      await eventually(() => heard.includes(`${kind} ${kind}`), `${kind} is told`);
      const forged = {
        'content-type': 'application/json',
        'webhook-id': 'evt_1',
        'webhook-signature': 'v1,AAAA',
      };
      const now = String(Math.floor(Date.now() / 1000));
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...forged, 'webhook-timestamp': now },
        body: JSON.stringify({ event: 'student.created', data: { name: 'forged' } }),
      });
      expect([kind, answer.status]).toEqual([kind, 401]);
      await client.webhooks.delete(id);
    }
    for (const { close } of servers) await close();
    expect(heard).not.toContain('forged');
  }, 60_000);

  it('does, packed and installed, what the guide shows', async () => {
    const folder = await installSdk(dataDir);
    const { required, imported } = await loadBoth(folder);
    expect(Object.keys(required).sort()).toEqual(Object.keys(imported).sort());
    const done = await playGuide({ sdk: required, hubUrl: hub.url, credentials, folder });
    expect(done).toEqual(guideOutcome);
    expect(await playApps({ sdk: required, hubUrl: hub.url, client, person })).toEqual(appsOutcome);
    expect(await compressedBytes(folder)).toBeLessThan(20_000);
  }, 90_000);

  it('takes who begins with it from a course to a credential, by what their document says', async () => {
    const said = await takeFirstSteps(hub, dataDir);
    for (const word of ['enrolled', 'PENDING http', 'PAID 2', 'completed 91.5', 'valid http'])
      expect(said).toContain(`\n${word}`);
    for (const type of ['student.enrolled', 'payment.completed', 'course.completed', 'credential.issued'])
      expect(said).toContain(`received ${type} {`);
  }, 60_000);

  inBrowser(
    'runs in Chromium, live events included, in both ways',
    async () => {
      const folder = await installSdk(dataDir);
      const token = await fetch(`${hub.url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: credentials.apiKey,
          client_secret: credentials.apiSecret,
        }),
      });
      const { access_token: accessToken } = (await token.json()) as { access_token: string };
      const heard = await playInBrowser({ hubUrl: hub.url, accessToken, folder, address: email() });
      expect(heard).toEqual(['student.created Peramban', 'student.created Peramban']);
    },
    60_000,
  );
});
