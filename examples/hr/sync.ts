import { setTimeout as sleep } from 'node:timers/promises';
import { Client, environments, SkillsHubError } from '../../sdk/src/index.ts'; // Yours: '@skills-hub/sdk'
import { ViewerDocument } from '../../sdk/src/operations.ts'; // Yours: '@skills-hub/sdk/operations'
import { Place } from '../place.ts';
import { ats, type Candidate, type Move, type Vacancy } from './ats-client.ts';
import { catchUp, Inbox, listen, type Registered, webhookAt } from './deliveries.ts';

// Keeps a recruiting system and the hub in step, until it is stopped: vacancies go to the hub, applications come by
// webhook, and phases go back. It may be stopped at any moment: it notes how far it has come after each thing that
// is done, and each of them can be done twice.

const port = Number(process.env.PORT ?? 4121);
const pauseMs = Number(process.env.PAUSE_MS ?? 5000);
const client = new Client({
  apiKey: process.env.HUB_KEY ?? '',
  baseUrl: process.env.HUB_URL ?? environments.sandbox,
});
const inbox = new Inbox(process.env.INBOX_FILE ?? '.data/hr-inbox.sqlite');
const beginning: Registered & { vacancy: number; move: number } = {
  webhook: null,
  /** Revision of the last vacancy that the hub has. */
  vacancy: 0,
  /** Number of the last move that the hub has. */
  move: 0,
};
const place = new Place(process.env.PLACE_FILE ?? '.data/hr-place.json', beginning);

async function sendVacancies(): Promise<void> {
  for (const vacancy of (await ats<Vacancy[]>('GET', `/vacancies?after=${place.state.vacancy}`)) ?? []) {
    await unlessRefused(`vacancy ${vacancy.number}`, async () => {
      const id = await offered(vacancy);
      // What is closed already stays so.
      if (vacancy.closed) await client.opportunities.close(id);
      console.log(`Vacancy ${vacancy.number} is in the hub`);
    });
    place.keep({ vacancy: vacancy.revision });
  }
}

/** The opportunity of a vacancy, as the vacancy now is. */
async function offered(vacancy: Vacancy): Promise<string> {
  const { organisation } = (await client.graphql(ViewerDocument)).viewer;
  const wanted = {
    title: vacancy.position,
    type: vacancy.contract === 'intern' ? ('internship' as const) : ('job' as const),
    company: organisation?.name ?? '',
    description: vacancy.about,
    required_skills: vacancy.skills,
    grade_level: vacancy.education,
    location: vacancy.city,
  };
  const external_id = vacancy.number;
  // Others' opportunities are seen too, and may have the same number.
  const [known] = await client.opportunities.list({ external_id, organisation_id: organisation?.id });
  if (!known) {
    const idempotencyKey = `ats-vacancy-${vacancy.number}-${vacancy.revision}`;
    return (await client.opportunities.create({ ...wanted, external_id }, { idempotencyKey })).id;
  }
  const isSame = Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(known[name as keyof typeof wanted]) === JSON.stringify(value),
  );
  if (!isSame) await client.opportunities.update(known.id, wanted);
  return known.id;
}

async function takeApplications(): Promise<void> {
  for (const { id, application } of inbox.waiting()) {
    await unlessRefused(`event ${id}`, () => take(application));
    inbox.done(id);
  }
}

/**
 * Brings an application into the ATS as it is now, not as an event told: events may come late, and not in their
 * order. This ATS has to be asked first whether it knows the application; one that refuses a `source` twice is better.
 */
async function take(id: string): Promise<void> {
  const { stage, resume_url, applicant, opportunity_id } = await client.applications.get(id);
  const { external_id: vacancy } = await client.opportunities.get(opportunity_id);
  const sent = { vacancy, name: applicant.name, email: applicant.email, cv: resume_url, source: id };
  const [known] = (await ats<Candidate[]>('GET', `/candidates?source=${id}`)) ?? [];
  const candidate = known ?? (await ats<Candidate>('POST', '/candidates', sent));
  if (!candidate) return console.log(`Application ${id} is for no vacancy of the ATS`);
  const isWithdrawn = candidate.phase === 'withdrawn';
  const phase =
    stage === 'withdrawn' && !isWithdrawn ? 'withdrawn' : stage === 'applied' && isWithdrawn && 'new';
  if (phase) await ats('POST', `/candidates/${candidate.id}/moves`, { phase });
  console.log(`Application ${id} is candidate ${candidate.id}`);
}

/** Phases that are the employer's to say. The others are the applicant's, and came from the hub. */
const stages: Record<string, 'screening' | 'interview' | 'offer' | 'hired' | 'rejected'> = {
  screen: 'screening',
  interview: 'interview',
  offering: 'offer',
  hired: 'hired',
  declined: 'rejected',
};

async function sendMoves(): Promise<void> {
  for (const move of (await ats<Move[]>('GET', `/moves?after=${place.state.move}`)) ?? []) {
    const { number, source, remark } = move;
    const stage = stages[move.phase];
    if (source !== null && stage)
      await unlessRefused(`move ${number}`, async () => {
        await client.applications.updateStage(source, { stage, notes: remark || null });
        console.log(`Application ${source} is at ${stage}`);
      });
    place.keep({ move: number });
  }
}

/** Passes over what the hub would refuse again: the applicant has withdrawn meanwhile, say. */
async function unlessRefused(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isFinal =
      error instanceof SkillsHubError && ['CONFLICT', 'NOT_FOUND', 'VALIDATION_ERROR'].includes(error.code);
    if (!isFinal) throw error;
    console.error(`The hub does not take ${what}: ${error.code}, ${error.message}`);
  }
}

/** Does it until it succeeds: what fails, since a system is down, is done again after a pause. */
async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      console.error(error);
    }
    await sleep(pauseMs);
  }
}

async function always(work: () => Promise<void>): Promise<never> {
  for (;;) {
    await insist(work);
    await sleep(pauseMs);
  }
}

/** Where the hub finds this program. */
const hookUrl = process.env.HOOK_URL ?? `http://127.0.0.1:${port}/webhooks/skillpassport`;
const webhook = await insist(() => webhookAt(hookUrl, client, place));
listen(port, webhook.secret, inbox);
await insist(() => catchUp(webhook.id, client, inbox));
await Promise.all([always(sendVacancies), always(takeApplications), always(sendMoves)]);
