import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { errorCatalogue } from '../platform/errors.ts';
import { type CatalogueCode, Client, type ClientOptions, SkillsHubError } from '../sdk/src/index.ts';
import { StudentOverviewDocument, ViewerDocument } from '../sdk/src/operations.ts';
import { sdkAtEdge } from './edge-runtime.ts';
import { takeFirstSteps } from './first-steps.ts';
import { appsOutcome, playApps } from './guide-of-apps.ts';
import { guideOutcome, playGuide } from './guide-snippets.ts';
import { compressedBytes, documentsOf, installSdk, loadBoth } from './installed-sdk.ts';
import { hasBrowser, playInBrowser } from './sdk-in-browser.ts';
import { email, SdkScene } from './sdk-scene.ts';

const inBrowser = hasBrowser ? it : it.skip;

describe('the SDK against a hub that runs', () => {
  const scene = SdkScene.set();
  let dataDir: string;
  let hub: SdkScene['hub'];
  let between: SdkScene['between'];
  let credentials: SdkScene['credentials'];
  let apiKey: string;
  let person: SdkScene['person'];
  let client: Client;
  beforeAll(() => {
    ({ dataDir, hub, between, credentials, apiKey, person, client } = scene);
  });
  const clientWith = (options?: Partial<ClientOptions>) => scene.clientWith(options);

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

  it('sends a key nowhere that nobody has named', async () => {
    const key = { apiKey };
    for (const options of [key, { ...key, environment: 'production' as const }]) {
      expect(() => new Client(options)).toThrow(/^Give baseUrl/);
    }
    const { Client: AtEdge } = await sdkAtEdge();
    expect(() => new AtEdge(key)).toThrow(/^Give baseUrl/);
    process.env.SKILLS_HUB_URL = `${between.url}/`;
    try {
      expect((await new Client(credentials).graphql(ViewerDocument)).viewer.kind).toEqual(expect.any(String));
      const asked = between.requests.length;
      const requests: string[] = [];
      const fetch = async (input: unknown) => {
        requests.push(String(input));
        return Response.json({ data: [], pagination: {} });
      };
      await new Client({ ...key, environment: 'sandbox', fetch }).students.list();
      expect([requests, between.requests.length]).toEqual([['http://127.0.0.1:4000/v1/students'], asked]);
    } finally {
      delete process.env.SKILLS_HUB_URL;
    }
  });

  it('says by code and field what is wrong', async () => {
    // Compiles only while the client knows each code of the catalogue, and no other.
    const codes = Object.keys(errorCatalogue) as (keyof typeof errorCatalogue)[];
    const known: readonly CatalogueCode[] = codes;
    expect(known satisfies readonly (keyof typeof errorCatalogue)[]).toContain('DUPLICATE_EMAIL');
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

  it('has methods for all that a school keeps, and knows what other endpoints take and answer by their path', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const { id: classId } = await client.classes.create({ name: 'XII RPL 1', external_id: one });
    const { rows } = await client.classes.bulkCreate([{ name: 'XII RPL 2', external_id: two }]);
    const student = await client.students.create({ name: 'Eka', email: email() });
    await client.classes.addStudent(classId, student.id);
    const memberships = rows.map((row) => ({ class_id: row.class?.id ?? '', student_id: student.id }));
    expect((await client.classes.bulkAddStudents(memberships)).failed).toBe(0);
    expect((await client.classes.students(classId)).map((each) => each.student_id)).toEqual([student.id]);
    await client.classes.removeStudent(classId, student.id);
    expect(await client.classes.students(classId)).toHaveLength(0);

    const subject = await client.subjects.create({ name: 'Matematika' });
    const grade = { student_id: student.id, subject_id: subject.id, score: 90, term: one };
    expect((await client.grades.bulkUpdate([grade, { ...grade, term: '' }])).failed).toBe(1);
    expect((await client.grades.list({ term: one })).map(({ score }) => score)).toEqual([90]);
    const day = { student_id: student.id, class_id: classId, status: 'present' as const };
    const days = await client.attendance.bulkCreate([
      { ...day, date: '2026-09-07' },
      { ...day, date: '7.9.2026' },
    ]);
    expect(days.rows[1]?.error?.details).toEqual([{ field: 'date', message: expect.any(String) }]);
    expect(await client.attendance.list({ class_id: classId })).toHaveLength(1);

    const course = await client.courses.create({ title: 'Basis data' });
    const assessment = await client.assessments.create({ title: 'Ujian', course_id: course.id });
    await client.assessments.recordResult({
      assessment_id: assessment.id,
      student_id: student.id,
      score: 80,
    });
    for await (const { score } of client.assessments.results({ student_id: student.id }))
      expect(score).toBe(80);
    const job = { title: 'Programmer', type: 'job', company: 'PT Contoh Karya' } as const;
    const { id: opportunity_id } = await client.opportunities.create(job);
    const { id } = await client.applications.create({ student_id: student.id, opportunity_id });
    const stages = await client.applications.bulkUpdateStages([
      { application_id: id, stage: 'hired' },
      { application_id: randomUUID(), stage: 'hired' },
    ]);
    expect([stages.updated, stages.failed]).toEqual([1, 1]);

    // The types say it: what was asked for is there, and no other member or parameter is known.
    const shown = await client.students.get(student.id, { include: ['assessments', 'applications'] });
    expect([shown.assessments.length, shown.applications_count]).toEqual([1, 1]);
    const { data } = await client.rest
      .get(`/v1/assessments/${assessment.id}`)
      .then(({ title }) => client.rest.get('/v1/assessments', { course_id: course.id, limit: title.length }));
    expect(data.map((each) => each.title)).toEqual(['Ujian']);
    // @ts-expect-error
    await expect(client.rest.get('/v1/assessments', { corse_id: '' })).rejects.toMatchObject({ status: 400 });
    // @ts-expect-error
    await expect(client.rest.post('/v1/subjects', { nam: '' })).rejects.toMatchObject({ status: 400 });
    const names = await client.rest.get<'listSubjects'>('/v1/subjects?limit=1');
    expect(names.data.map(({ name }) => name)).toEqual(['Matematika']);
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

  it('does, packed and installed, what the guide shows', async () => {
    const folder = await installSdk(dataDir);
    const { required, imported } = await loadBoth(folder);
    expect(Object.keys(required).sort()).toEqual(Object.keys(imported).sort());
    const done = await playGuide({ sdk: required, hubUrl: hub.url, credentials, folder });
    expect(done).toEqual(guideOutcome);
    expect(await playApps({ sdk: required, hubUrl: hub.url, client, person })).toEqual(appsOutcome);
    expect(await compressedBytes(folder)).toBeLessThan(20_000);
    expect(await documentsOf(folder)).toEqual(['LICENSE', 'README.md']);
  }, 240_000);

  it('takes who begins with it from a course to a credential, by what their document says', async () => {
    const said = `\n${await takeFirstSteps(hub, await installSdk(dataDir))}`;
    for (const word of ['enrolled', 'PENDING http', 'PAID 2', 'completed 91.5', 'valid http'])
      expect(said).toContain(`\n${word}`);
    for (const type of ['student.enrolled', 'payment.completed', 'course.completed', 'credential.issued'])
      expect(said).toContain(`received ${type} {`);
  });

  inBrowser('runs in Chromium, live events included, in both ways', async () => {
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
  });
});
