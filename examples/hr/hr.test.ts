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

interface Candidate {
  id: number;
  vacancy: string;
  email: string;
  source: string;
  phase: string;
}

interface Move {
  candidate: number;
  phase: string;
  remark: string | null;
}

interface Delivery {
  id: string;
  status: string;
}

describe('a recruiting system that examples/hr keeps in step with the hub', () => {
  let hub: KillableHub;
  let folder: string;
  let employer: Client;
  let institution: Client;
  let learner: Client;
  let ats: ExampleProgram;
  let atsUrl: string;
  let hookPort: number;
  let toHub: WithheldAnswers;
  let toAts: WithheldAnswers;
  let toHook: WithheldAnswers;
  let began: string;

  const startAts = async () => {
    const environment = { PORT: new URL(atsUrl).port, ATS_FILE: path.join(folder, 'ats.sqlite') };
    ats = startExample('hr/ats.ts', environment);
    await ats.says(/ATS at (\S+)/);
  };
  const startSync = () =>
    startExample('hr/sync.ts', {
      HUB_KEY: hub.apiKeys.employer,
      HUB_URL: toHub.url,
      ATS_URL: toAts.url,
      PORT: String(hookPort),
      HOOK_URL: `${toHook.url}/webhooks/skillpassport`,
      PLACE_FILE: path.join(folder, 'place.json'),
      INBOX_FILE: path.join(folder, 'inbox.sqlite'),
      PAUSE_MS: '50',
    });
  const inAts = async <Answer>(method: string, where: string, body?: object): Promise<Answer> => {
    const response = await fetch(atsUrl + where, { method, ...(body && { body: JSON.stringify(body) }) });
    expect([where, response.status]).toEqual([where, 200]);
    return (await response.json()) as Answer;
  };
  const candidates = () => inAts<Candidate[]>('GET', '/candidates');
  /** With patience: where the hub's first retry finds nobody, the next one comes 20 s later. */
  const hasCandidates = (count: number) =>
    eventually(async () => {
      const found = await candidates();
      return found.length >= count && found;
    }, `${count} candidates are in the ATS`);
  const move = ({ id }: Candidate, phase: string, remark?: string) =>
    inAts('POST', `/candidates/${id}/moves`, { phase, remark });
  const log = async (after: string | null, types?: string[]) =>
    (await employer.graphql(EventLogDocument, { after, types, first: 1000 })).eventLog;
  const webhook = async () => {
    const [only, ...others] = await employer.webhooks.list();
    if (!only || others.length > 0) throw new Error('There is to be one webhook.');
    return only;
  };
  const deliveries = async (): Promise<Delivery[]> => {
    const where = `/v1/webhooks/${(await webhook()).id}/deliveries?limit=100`;
    return (await employer.rest.request<{ data: Delivery[] }>('GET', where)).data;
  };

  const delivered = (count: number) =>
    eventually(async () => {
      const all = (await employer.webhooks.list()).length > 0 ? await deliveries() : [];
      return all.length === count && all.every(({ status }) => status === 'succeeded');
    }, `${count} events are delivered`);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hub-hr-'));
    atsUrl = `http://127.0.0.1:${await claimPort('PORT', '127.0.0.1', 0)}`;
    hookPort = await claimPort('PORT', '127.0.0.1', 0);
    await startAts();
    hub = await KillableHub.start({ SANDBOX_PORT: '0' });
    const baseUrl = hub.graphqlUrl.replace('/graphql', '');
    employer = new Client({ apiKey: hub.apiKeys.employer, baseUrl });
    institution = new Client({ apiKey: hub.apiKeys.institution, baseUrl });
    learner = new Client({ apiKey: hub.apiKeys.learner, baseUrl });
    [toHub, toAts, toHook] = await Promise.all([
      startWithholding(baseUrl),
      startWithholding(atsUrl),
      startWithholding(`http://127.0.0.1:${hookPort}`),
    ]);
    began = (await log(null)).cursor;
  }, 240_000);
  afterAll(async () => {
    await killLeftExamples();
    await Promise.all([toHub?.close(), toAts?.close(), toHook?.close()]);
    await hub?.remove();
    await rm(folder, { recursive: true });
  });

  it('has everything once, on either side, however often the program is killed', async () => {
    // The webhook is there, and nobody has learned its secret.
    await startSync().killWhen(toHub.withhold(/^POST \/v1\/webhooks$/));
    const secondVacancy = toHub.withhold(/^POST \/v1\/opportunities$/, 2);
    let running = startSync();
    await delivered(3);
    await running.killWhen(secondVacancy);
    running = startSync();
    await running.says(/Vacancy ATS-INTERN-8 is in the hub/);
    // Who had applied for a vacancy of the ATS before there was a webhook.
    await hasCandidates(2);

    const opportunities = await employer.opportunities.list({ limit: 100 });
    const ids = new Map(opportunities.map(({ id, external_id }) => [external_id, id]));
    const students = new Map(
      (await institution.students.list({ limit: 100 })).map(({ id, external_id }) => [external_id, id]),
    );
    const apply = (client: Client, student: string, vacancy: string) =>
      client.applications.create({
        student_id: students.get(student) ?? '',
        opportunity_id: ids.get(vacancy) ?? '',
      });
    const thirdCandidate = toAts.withhold(/^POST \/candidates$/, 3);
    for (const student of ['CDN-001', 'CDN-002', 'CDN-003', 'CDN-004'])
      await apply(institution, student, 'ATS-JOB-124');
    await delivered(7);
    await running.killWhen(thirdCandidate);
    running = startSync();
    await hasCandidates(6);

    // One application comes while the program dies, one when it is dead, and one the hub gives up to deliver.
    const answered = toHook.withhold(/^POST /);
    const { id: own } = await apply(learner, 'CDN-001', 'ATS-JOB-125');
    await running.killWhen(answered);
    toHook.breakAll();
    await apply(institution, 'CDN-002', 'ATS-JOB-125');
    await eventually(async () => {
      return (await deliveries()).filter(({ status }) => status === 'retrying').length === 2;
    }, 'the hub has tried to deliver both');
    const where = `/v1/webhooks/${(await webhook()).id}`;
    await employer.rest.request('PUT', where, { retry_count: 0 });
    await apply(institution, 'CDN-003', 'ATS-JOB-125');
    const isExhausted = ({ status }: Delivery) => status === 'exhausted';
    await eventually(async () => (await deliveries()).some(isExhausted), 'the hub has given up');
    await employer.rest.request('PUT', where, { retry_count: 3 });
    running = startSync();
    const [, , first, second, third] = await hasCandidates(9);
    await eventually(() => running.output().includes('came again'), 'what was not answered comes again');
    const forged = { 'webhook-id': 'evt_1', 'webhook-timestamp': `${Math.floor(Date.now() / 1000)}` };
    const headers = { ...forged, 'webhook-signature': 'v1,AAAA' };
    const body = JSON.stringify({
      id: 'evt_1',
      event: 'application.submitted',
      data: { application_id: own },
    });
    expect((await fetch(toHook.url, { method: 'POST', headers, body })).status).toBe(401);

    if (!first || !second || !third) throw new Error('There are to be nine candidates.');
    const thirdStage = toHub.withhold(/^PATCH \/v1\/applications\//, 3);
    await move(first, 'screen');
    await move(second, 'screen', 'Berkas lengkap');
    await move(first, 'interview', 'Senin, 09.00');
    await running.killWhen(thirdStage);
    await move(first, 'offering');
    await move(third, 'declined');
    running = startSync();
    await running.says(new RegExp(`${third.source} is at rejected`));
    await ats.end('SIGKILL');
    await running.says(/fetch failed/);
    await startAts();
    await move(first, 'hired');
    await running.says(new RegExp(`${first.source} is at hired`));

    const withdrawn = toAts.withhold(/^POST \/candidates\/\d+\/moves$/);
    await learner.applications.withdraw(own);
    await running.killWhen(withdrawn);
    running = startSync();
    await running.says(new RegExp(`${own} is candidate`));
    await apply(learner, 'CDN-001', 'ATS-JOB-125');
    const phaseOf = async (source: string) =>
      (await candidates()).find((candidate) => candidate.source === source)?.phase;
    await eventually(async () => (await phaseOf(own)) === 'new', 'who has applied again is new again');

    // What the hub refuses does not hold up what comes behind it.
    await move(first, 'declined');
    await running.says(/does not take move 9: CONFLICT/);
    const [vacancy] = (await inAts<{ number: string }[]>('GET', '/vacancies')).filter(
      ({ number }) => number === 'ATS-JOB-125',
    );
    await inAts('PUT', '/vacancies/ATS-JOB-125', { ...vacancy, closed: true });
    await eventually(
      async () => (await employer.opportunities.get(ids.get('ATS-JOB-125') ?? '')).status === 'closed',
      'the opportunity is closed',
    );
    await running.end('SIGKILL');

    // Nor is anything there twice where the place is lost, and with it the webhook's secret.
    await rm(path.join(folder, 'place.json'));
    running = startSync();
    await running.says(/does not take move 9: CONFLICT/);
    const [delivery] = await deliveries();
    await employer.graphql('mutation($id: ID!) { redeliver(input: { deliveryId: $id }) { id } }', {
      id: delivery?.id,
    });
    await running.says(/came again/);
    await delivered(12);
    await running.end('SIGTERM');

    const told = await eventually(async () => {
      const { events } = await log(began, ['opportunity.*', 'application.*']);
      return events.length >= 20 && events;
    }, 'every event is told');
    const counts: Record<string, number> = {};
    for (const { type } of told) counts[type] = (counts[type] ?? 0) + 1;
    expect(counts).toEqual({
      'opportunity.created': 3,
      'opportunity.updated': 1,
      'opportunity.closed': 1,
      'application.submitted': 8,
      'application.stage.changed': 7,
    });
    expect([...ids.keys()].sort()).toEqual([
      'ATS-INTERN-7',
      'ATS-INTERN-8',
      'ATS-JOB-123',
      'ATS-JOB-124',
      'ATS-JOB-125',
    ]);
    const applications = await employer.applications.list({ limit: 100 });
    const forAts = applications.filter(({ opportunity_id }) => opportunity_id !== ids.get('ATS-INTERN-7'));
    expect((await candidates()).map(({ source }) => source).sort()).toEqual(
      forAts.map(({ id }) => id).sort(),
    );
    const history = async (id: string) =>
      (await employer.applications.get(id)).history.map(({ stage, notes }) => [stage, notes]);
    expect(await history(first.source)).toEqual([
      ['applied', null],
      ['screening', null],
      ['interview', 'Senin, 09.00'],
      ['offer', null],
      ['hired', null],
    ]);
    expect(await history(second.source)).toEqual([
      ['applied', null],
      ['screening', 'Berkas lengkap'],
    ]);
    expect((await history(own)).map(([stage]) => stage)).toEqual(['applied', 'withdrawn', 'applied']);
    const mover = (await candidates()).find(({ source }) => source === own)?.id;
    expect((await inAts<Move[]>('GET', '/moves')).map(({ candidate, phase }) => [candidate, phase])).toEqual([
      [first.id, 'screen'],
      [second.id, 'screen'],
      [first.id, 'interview'],
      [first.id, 'offering'],
      [third.id, 'declined'],
      [first.id, 'hired'],
      [mover, 'withdrawn'],
      [mover, 'new'],
      [first.id, 'declined'],
    ]);
  }, 400_000);
});
