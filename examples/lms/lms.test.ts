import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimPort } from '../../run/ports.ts';
import { Client } from '../../sdk/src/index.ts';
import { EventLogDocument } from '../../sdk/src/operations.ts';
import { type ExampleProgram, killLeftExamples, startExample } from '../../test/example-programs.ts';
import { eventually } from '../../test/graph-request.ts';
import { KillableHub } from '../../test/killable-hub.ts';
import { startWithholding, type WithheldAnswers } from '../../test/withheld-answers.ts';

interface Row {
  course: string;
  learner: string;
  reference: string;
  url: string | null;
}

describe('a learning management system that examples/lms keeps in step with the hub', () => {
  let hub: KillableHub;
  let folder: string;
  let client: Client;
  let lms: ExampleProgram;
  let lmsUrl: string;
  let toHub: WithheldAnswers;
  let toLms: WithheldAnswers;
  let began: string;

  const startLms = async () => {
    const environment = { PORT: new URL(lmsUrl).port, LMS_FILE: path.join(folder, 'lms.sqlite') };
    lms = startExample('lms/lms.ts', environment);
    await lms.says(/LMS at (\S+)/);
  };
  const startSync = () =>
    startExample('lms/sync.ts', {
      HUB_KEY: hub.apiKeys.institution,
      HUB_URL: toHub.url,
      LMS_URL: toLms.url,
      PLACE_FILE: path.join(folder, 'place.json'),
      PAUSE_MS: '50',
    });
  const inLms = async (method: string, where: string, body?: object): Promise<Row[]> => {
    const response = await fetch(lmsUrl + where, { method, ...(body && { body: JSON.stringify(body) }) });
    expect([where, response.status]).toEqual([where, 200]);
    return (await response.json()) as Row[];
  };
  const log = async (after: string | null, types?: string[]) => {
    const { eventLog } = await client.graphql(EventLogDocument, { after, types, first: 1000 });
    return eventLog;
  };
  const fromLms = ['BOGA-1', 'JAHIT-1', 'LAS-1', 'LAS-2', 'WEB-1'];
  const coursesInHub = async () =>
    (await client.courses.list({ limit: 100 })).filter(({ external_id }) =>
      fromLms.includes(external_id ?? ''),
    );

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hub-lms-'));
    lmsUrl = `http://127.0.0.1:${await claimPort('PORT', '127.0.0.1', 0)}`;
    await startLms();
    hub = await KillableHub.start({ SANDBOX_PORT: '0' });
    const hubUrl = hub.graphqlUrl.replace('/graphql', '');
    client = new Client({ apiKey: hub.apiKeys.institution, baseUrl: hubUrl });
    [toHub, toLms] = await Promise.all([startWithholding(hubUrl), startWithholding(lmsUrl)]);
    began = (await log(null)).cursor;
  }, 240_000);
  afterAll(async () => {
    await killLeftExamples();
    await Promise.all([toHub?.close(), toLms?.close()]);
    await hub?.remove();
    await rm(folder, { recursive: true });
  });

  it('has everything once, on either side, however often the program is killed', async () => {
    const thirdCourse = toHub.withhold(/^POST \/v1\/courses$/, 3);
    await startSync().killWhen(thirdCourse);

    const changed = { name: 'Las SMAW', summary: 'Posisi 1F dan 2F.', hours: 44, outcomes: ['SMAW'] };
    await inLms('PUT', '/courses/LAS-1', changed);
    const change = toHub.withhold(/^PATCH \/v1\/courses\//);
    await startSync().killWhen(change);
    const courses = await coursesInHub();
    expect(courses.map(({ external_id }) => external_id).sort()).toEqual(fromLms);

    const people = await Promise.all(
      ['Andi', 'Citra', 'Dewi', 'Eko'].map((name) =>
        client.students.create({ name, email: `${name.toLowerCase()}@siswa.example` }),
      ),
    );
    const thirdLearner = toLms.withhold(/^PUT \/courses\/[^/]+\/learners\//, 3);
    const running = startSync();
    for (const { id } of people)
      for (const course of courses.slice(0, 2))
        await client.enrollments.create({ student_id: id, course_id: course.id });
    await running.killWhen(thirdLearner);
    for (const { id } of people.slice(0, 2))
      await client.enrollments.create({ student_id: id, course_id: courses[2]?.id ?? '' });
    const again = startSync();
    const learners = await eventually(async () => {
      const found = await inLms('GET', '/learners');
      return found.length >= 10 && found;
    }, 'every learner is in the LMS');
    await again.end('SIGKILL');

    for (const percent of [30, 70])
      for (const { course, learner } of learners)
        await inLms('POST', '/progress', { course, learner, percent });
    const passed = learners.filter((_, index) => index % 2 === 0);
    for (const { course, learner } of passed)
      await inLms('POST', '/progress', { course, learner, percent: 100, score: 88.5 });
    const seventhProgress = toHub.withhold(/^PATCH \/v1\/enrollments$/, 7);
    await startSync().killWhen(seventhProgress);
    const secondPassed = toHub.withhold(/^POST \/v1\/enrollments\/[^/]+\/complete$/, 2);
    await startSync().killWhen(secondPassed);
    const certificate = toLms.withhold(/^PUT \/certificates\//);
    await startSync().killWhen(certificate);
    await lms.end('SIGKILL');
    const last = startSync();
    await last.says(/fetch failed/);
    await startLms();
    await eventually(
      async () => (await inLms('GET', '/certificates')).length >= 5,
      'every certificate is in the LMS',
    );

    const { events } = await eventually(async () => {
      const found = await log(began, ['program.*', 'enrolment.*', 'student.enrolled', 'course.completed']);
      return found.events.filter(({ type }) => type === 'course.completed').length >= 5 && found;
    }, 'every completion is told');
    const counts: Record<string, number> = {};
    for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
    expect(counts).toEqual({
      'program.created': 5,
      'program.updated': 1,
      'student.enrolled': 10,
      'enrolment.progress_updated': 25,
      'course.completed': 5,
    });
    expect((await coursesInHub()).find(({ external_id }) => external_id === 'LAS-1')).toMatchObject({
      title: 'Las SMAW',
      duration: 44,
      skills: ['SMAW'],
    });
    const enrollments = (
      await Promise.all(courses.map(({ id }) => client.enrollments.list({ course_id: id })))
    ).flat();
    expect(
      enrollments.map(({ progress_percentage: percent, final_score }) => [percent, final_score]).sort(),
    ).toEqual([
      ...Array.from({ length: 5 }, () => [100, 88.5]),
      ...Array.from({ length: 5 }, () => [70, null]),
    ]);

    const idInLms = new Map(courses.map(({ id, external_id }) => [id, external_id]));
    const completions = events.filter(({ type }) => type === 'course.completed');
    expect(await inLms('GET', '/certificates')).toEqual(
      completions
        .map(({ id, data: { course_id, student_id, certificate_url } }) => ({
          reference: id,
          course: idInLms.get(String(course_id)),
          learner: student_id,
          url: certificate_url,
        }))
        .sort((one, other) => (one.reference < other.reference ? -1 : 1)),
    );
    expect((await inLms('GET', '/learners')).length).toBe(10);
    expect((await inLms('GET', '/progress')).length).toBe(25);
    await last.end('SIGTERM');
  });
});
