import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type EventData, environments, SkillsHubError } from '../../sdk/src/index.ts'; // Yours: '@skills-hub/sdk'
import { EventLogDocument } from '../../sdk/src/operations.ts'; // Yours: '@skills-hub/sdk/operations'
import { Place } from '../place.ts';

// Keeps a learning management system and the hub in step, until it is stopped. It may be stopped at any moment:
// it notes how far it has come after each thing that is done, and each of them can be done twice.

interface LmsCourse {
  id: string;
  name: string;
  summary: string;
  hours: number;
  outcomes: string[];
  revision: number;
}

interface LmsProgress {
  number: number;
  course: string;
  learner: string;
  percent: number;
  at: string;
  /** Of a learner who has passed. */
  score: number | null;
}

const lmsUrl = process.env.LMS_URL ?? 'http://127.0.0.1:4110';
const pauseMs = Number(process.env.PAUSE_MS ?? 5000);
const client = new Client({
  apiKey: process.env.HUB_KEY ?? '',
  baseUrl: process.env.HUB_URL ?? environments.sandbox,
});
const place = new Place(process.env.PLACE_FILE ?? '.data/lms-place.json', {
  /** Revision of the last course that the hub has. */
  course: 0,
  /** Number of the last progress that the hub has. */
  progress: 0,
  /** Cursor of the last event that the LMS has. */
  event: null as string | null,
});

/** What the LMS answers; null where it knows no such thing. */
async function lms<Answer>(method: string, path: string, body?: object): Promise<Answer | null> {
  const response = await fetch(lmsUrl + path, { method, ...(body && { body: JSON.stringify(body) }) });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** The course of the LMS as the hub has it. */
async function inHub(id: string) {
  const [course] = await client.courses.list({ external_id: id });
  return course;
}

async function sendCourses(): Promise<void> {
  for (const course of (await lms<LmsCourse[]>('GET', `/courses?after=${place.state.course}`)) ?? []) {
    const wanted = {
      title: course.name,
      description: course.summary,
      duration: course.hours,
      skills: course.outcomes,
      credential_on_completion: true,
    };
    const known = await inHub(course.id);
    if (!known)
      await client.courses.create(
        { ...wanted, type: 'internal', external_id: course.id },
        { idempotencyKey: `lms-course-${course.id}-${course.revision}` },
      );
    else if (Object.entries(wanted).some(([name, value]) => !same(known[name as keyof typeof wanted], value)))
      await client.courses.update(known.id, wanted);
    place.keep({ course: course.revision });
    console.log(`Course ${course.id} is in the hub`);
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

async function sendProgress(): Promise<void> {
  for (const row of (await lms<LmsProgress[]>('GET', `/progress?after=${place.state.progress}`)) ?? []) {
    try {
      await sendOne(row);
      console.log(`Learner ${row.learner} is at ${row.percent} % of ${row.course}`);
    } catch (error) {
      if (!isFinal(error)) throw error;
      console.error(`The hub does not take progress ${row.number}: ${error.code}, ${error.message}`);
    }
    place.keep({ progress: row.number });
  }
}

async function sendOne({ number, course, learner, percent, at, score }: LmsProgress): Promise<void> {
  const known = await inHub(course);
  if (!known) throw new Error(`Course ${course} is not in the hub yet.`);
  const enrollment = await client.enrollments.updateProgress(
    { student_id: learner, course_id: known.id, progress_percentage: percent, last_accessed: at },
    { idempotencyKey: `lms-progress-${number}` },
  );
  if (score !== null) await client.enrollments.complete(enrollment.id, { final_score: score });
}

/** Asked again, the hub would say the same: the enrolment was cancelled meanwhile, say. */
function isFinal(error: unknown): error is SkillsHubError {
  return (
    error instanceof SkillsHubError && ['CONFLICT', 'NOT_FOUND', 'VALIDATION_ERROR'].includes(error.code)
  );
}

const types = ['student.enrolled', 'course.completed'] as const;
type Taken = (typeof types)[number];

/** What happened since the program last ran, then what happens. It ends only by an error. */
async function takeEvents(): Promise<void> {
  if (place.state.event === null) {
    // It never ran: the oldest that the hub still has comes first, and says where to go on.
    const { eventLog } = await client.graphql(EventLogDocument, { types: [...types], first: 100 });
    for (const { id, data } of eventLog.events) await take(id, data as EventData[Taken]);
    place.keep({ event: eventLog.cursor });
  }
  for await (const { id, data, cursor } of client.events({ types, after: place.state.event })) {
    await take(id, data);
    place.keep({ event: cursor });
  }
}

async function take(id: string, data: EventData[Taken]): Promise<void> {
  const { external_id: course } = await client.courses.get(data.course_id);
  if (course === null) return;
  const learner = data.student_id;
  if ('certificate_url' in data) {
    const given = await lms('PUT', `/certificates/${id}`, { course, learner, url: data.certificate_url });
    if (given) console.log(`Learner ${learner} has the certificate of ${course}`);
  } else {
    const { name, email } = await client.students.get(learner);
    const path = `/courses/${encodeURIComponent(course)}/learners/${learner}`;
    const enrolled = await lms('PUT', path, { name, email });
    if (enrolled) console.log(`Learner ${learner} is in ${course}`);
  }
}

/** Does it over and over; what fails, since a system is down, is done again after a pause. */
async function always(work: () => Promise<void>): Promise<never> {
  for (;;) {
    await work().catch((error) => console.error(error));
    await sleep(pauseMs);
  }
}

await Promise.all([always(sendCourses), always(sendProgress), always(takeEvents)]);
