import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Sdk from '../sdk/src/index.ts';
import { eventually } from './graph-request.ts';
import { readGuide } from './integration-guide.ts';
import type { Data } from './subgraph-harness.ts';
import { closed, express, listening } from './webhook-receivers.ts';

interface Played {
  /** As `require` gives it. */
  sdk: typeof Sdk;
  hubUrl: string;
  credentials: { apiKey: string; apiSecret: string };
  /** To write into. */
  folder: string;
}

/** What `playGuide` comes to where everything is as the guide says. */
export const guideOutcome = {
  courses: ['LMS-1', 'LMS-2'],
  enrolled: 'LMS-1',
  progress: 80,
  candidate: 'ATS-JOB-123',
  applied: 1,
  stage: 'interview',
  imported: ['Imported 2 students'],
  exported: ['Impor Dua', 'Impor Satu'],
  analytics: 'month',
  refused: ['Student already exists', 'Invalid data:'],
  again: ['NETWORK', 'Sekali Lagi'],
  attendance: ['late'],
  grades: [{ score: 87.5, grade: 'A', term: '2026-1' }],
};

const packages = createRequire(import.meta.url);

/** Runs the snippets of docs/integration-guide.md that take an institution through its year, and tells what has come of them. */
export async function playGuide({ sdk, hubUrl, credentials, folder }: Played): Promise<typeof guideOutcome> {
  const guide = await readGuide({
    your_api_key: credentials.apiKey,
    your_api_secret: credentials.apiSecret,
    'https://hub.example': hubUrl,
  });
  const run = guide.run;
  const said: string[] = [];
  const log = (...words: unknown[]) => said.push(String(words[0]));
  const written = path.join(folder, 'students.csv');
  const required = (name: string): unknown => {
    if (name === '@skills-hub/sdk') return sdk;
    if (name === 'fs') return { createReadStream: () => createReadStream(written) };
    return packages(name);
  };

  const client = (await run('new skillpassport.Client', { require: required }, 'client')) as Sdk.Client;
  const lmsCourses = ['LMS-1', 'LMS-2'].map((id) => ({
    id,
    name: `Course ${id}`,
    description: 'Taught in the LMS',
    duration: 20,
    learningOutcomes: ['JavaScript'],
  }));
  await run('Import to Skill Passport', { client, yourLMS: { getCourses: async () => lmsCourses } });
  const courses = await client.courses.list({ title: 'Course LMS-' });

  const enrolled: string[] = [];
  await run('Listen for enrollment events', {
    client,
    yourLMS: { enrollStudent: async (_: string, course: string) => enrolled.push(course) },
  });
  const courseId = courses.find(({ external_id }) => external_id === 'LMS-1')?.id ?? '';
  const student = await client.students.create({ name: 'Pemandu', email: 'pemandu@siswa.example' });
  const studentId = student.id;
  // The stream is opened when the snippet has run; enrolments are made until it tells of one.
  await eventually(async () => {
    if (enrolled.length > 0) return true;
    const { id } = await client.enrollments.create({ student_id: studentId, course_id: courseId });
    if (enrolled.length === 0) await client.enrollments.cancel(id);
    return enrolled.length > 0;
  }, 'the LMS is told of the enrolment');
  client.webhooks.stop();
  await client.enrollments.create({ student_id: studentId, course_id: courseId }).catch(() => undefined);
  const yourLMS = {
    getStudentProgress: async () => ({ completion: 80, lastAccess: new Date().toISOString() }),
  };
  await run('Update progress from LMS', { client, yourLMS, studentId, courseId });
  const enrolment = (await client.enrollments.list({ student_id: studentId, course_id: courseId }))[0];

  const opportunity = await run("external_id: 'ATS-JOB-123'", { client }, 'opportunity');
  const candidates: Data[] = [];
  const app = express();
  app.use(express.json());
  const { server, port } = await listening(createServer(app));
  await run('Configure webhook endpoint', {
    client,
    opportunity,
    yourATS: { createCandidate: async (candidate: Data) => candidates.push(candidate) },
    app,
  });
  const webhook = await client.webhooks.create({
    name: 'ATS',
    url: `http://127.0.0.1:${port}/webhooks/skillpassport`,
    events: ['application.submitted'],
  });
  await run('Use idempotency keys', { client, studentId, opportunityId: opportunity.id });
  const application = (await client.applications.list({ opportunity_id: opportunity.id }))[0];
  await eventually(() => candidates.length > 0, 'the ATS is told of the application');
  await client.webhooks.delete(webhook.id);
  await closed(server);
  const welder = await client.opportunities.create({ title: 'Juru Las', type: 'job', company: 'Bengkel' });
  const sameKey = { client, studentId, opportunityId: welder.id };
  const applied = new Set<unknown>();
  for (const _ of ['at first', 'again'])
    applied.add((await run('The same key however often', sameKey, 'application')).id);
  await run('Update status when changed', { client, applicationId: application?.id });

  await writeFile(
    written,
    'name,email,grade,program,school_id,sis_id\n' +
      `Impor Satu,satu@siswa.example,XII,TKJ,${student.school_id},SIS-1\n` +
      `Impor Dua,dua@siswa.example,XII,TKJ,${student.school_id},SIS-2\n`,
  );
  await run('Batch create students', { require: required, client, console: { log } });
  await eventually(() => said.length > 0, 'the students are imported');

  const files: Record<string, string> = {};
  const fs = {
    writeFileSync: (name: string, content: string) => {
      files[name] = content;
    },
  };
  await run('Export all students', { client, fs, csvStringify: JSON.stringify });
  await run('Get placement analytics', { client, fs });
  const exported: { Name: string }[] = JSON.parse(files['students_export.csv'] ?? '[]');

  const made = (path: string, body: object) => client.rest.request<{ id: string }>('POST', path, body);
  const { id: class_id } = await made('/v1/classes', { name: 'XII TKJ 1' });
  const { id: subject_id } = await made('/v1/subjects', { name: 'Pengelasan' });
  const [date, term] = ['2026-01-12', '2026-1'];
  await run('Daily attendance sync', {
    client,
    date,
    yourSIS: { getAttendance: async () => [{ student_id: studentId, date, status: 'late', class_id }] },
  });
  await run('End of term grade sync', {
    client,
    term,
    yourSIS: {
      getGrades: async () => [{ student_id: studentId, subject_id, score: 87.5, letter_grade: 'A', term }],
    },
  });
  const read = async (path: string): Promise<Data[]> =>
    (await client.rest.request<{ data: Data[] }>('GET', path)).data;

  const refused: string[] = [];
  for (const studentData of [
    { name: 'Satu', email: 'satu@siswa.example' },
    { name: '', email: 'none' },
  ]) {
    await run('Handle duplicate', {
      client,
      studentData,
      console: { log: (word: string) => refused.push(word) },
    });
  }
  const again: string[] = [];
  const losing = new sdk.Client({
    ...credentials,
    baseUrl: hubUrl,
    retries: 0,
    fetch: losingTheFirst('/v1/students'),
  });
  await run('Handle duplicate', {
    client: losing,
    studentData: { name: 'Sekali Lagi', email: 'sekali-lagi@siswa.example' },
    console: { error: (_: string, { code }: Sdk.SkillsHubError) => again.push(code) },
    retryWithBackoff: async (create: () => Promise<{ name: string }>) => again.push((await create()).name),
  });
  return {
    courses: courses.map(({ external_id }) => String(external_id)).sort(),
    enrolled: enrolled[0] ?? '',
    progress: enrolment?.progress_percentage ?? 0,
    candidate: candidates[0]?.job_id,
    applied: applied.size,
    stage: (await client.applications.get(application?.id ?? '')).stage,
    imported: said,
    exported: exported.map(({ Name }) => Name).filter((name) => name.startsWith('Impor')),
    analytics: JSON.parse(files['placement_analytics.json'] ?? '{}').group_by,
    refused,
    again,
    attendance: (await read(`/v1/attendance?class_id=${class_id}`)).map(({ status }) => status),
    grades: (await read(`/v1/grades?subject_id=${subject_id}`)).map(({ score, grade, term }) => ({
      score,
      grade,
      term,
    })),
  };
}

/** `fetch`, but that the first request for a path that ends in `end` never gets to the hub. */
function losingTheFirst(end: string): typeof fetch {
  let isLost = false;
  return async (input, init) => {
    if (!isLost && String(input).endsWith(end)) {
      isLost = true;
      throw new TypeError('the connection broke');
    }
    return fetch(input, init);
  };
}
