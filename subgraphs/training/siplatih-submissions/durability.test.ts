import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Siplatih, SiplatihRegistration } from '../../../integrations/siplatih/port.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { HubError } from '../../../platform/errors.ts';
import type { SubgraphCaller } from '../../../platform/federation/caller.ts';
import { learnerPrincipal, organisationPrincipal, startSubgraphs } from '../../../test/subgraph-harness.ts';
import { training as trainingSubgraph } from '../subgraph.ts';
import { startTraining, TrainingUnderTest } from '../training-under-test.ts';

const register = `mutation($id: ID!) { registerProgramWithSiplatih(input: {programId: $id}) {
  id status attempts lastError } }`;
const changes = `subscription($id: ID!) { siplatihSubmissionChanged(programId: $id) {
  cursor occurredAt previousStatus status submission { status program { id siplatihProgramId } } } }`;

/** A ministry whose answers the test gives, in the order of the calls. */
class SlowMinistry implements Siplatih {
  readonly answers: ((registration: SiplatihRegistration) => void)[] = [];
  /** What happens at once when it is called for the `count`th time. */
  called: (count: number) => void = () => {};

  registerProgram(): Promise<SiplatihRegistration> {
    const answered = new Promise<SiplatihRegistration>((answer) => this.answers.push(answer));
    this.called(this.answers.length);
    return answered;
  }

  reportCompletion(): never {
    throw new Error('not asked for');
  }

  verifyCredential(): never {
    throw new Error('not asked for');
  }
}

describe('a submission to the ministry', () => {
  let ministry: SlowMinistry;
  let training: TrainingUnderTest;
  let lpk: Principal;
  let programId: string;

  async function start(attemptLeaseMs = 60_000): Promise<void> {
    ministry = new SlowMinistry();
    const retry = { firstDelayMs: 10, attemptLeaseMs, maxAttempts: 3 };
    training = await startTraining({ siplatih: ministry, retry, answerWithinMs: 50 });
    lpk = await training.institution();
    programId = await training.program(lpk, { code: 'LPK-1' });
  }

  afterEach(async () => {
    for (const answer of ministry.answers) answer(registration('LATE'));
    await training.close();
  });

  function registration(siplatihProgramId: string): SiplatihRegistration {
    return { siplatihProgramId, programCode: 'LPK-1', status: 'REGISTERED', registrationDate: new Date() };
  }

  async function until<T>(read: () => T | Promise<T>, enough: (value: T) => boolean): Promise<T> {
    const deadline = Date.now() + 90_000;
    for (;;) {
      const value = await read();
      if (enough(value)) return value;
      if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(value)} after 90 s.`);
      await sleep(20);
    }
  }

  async function stored(id: string) {
    const query = 'query($id: ID!) { siplatihSubmission(id: $id) { status attempts lastError } }';
    return (await training.data(lpk, query, { id })).siplatihSubmission;
  }

  async function siplatihProgramId(): Promise<string | null> {
    const query = 'query($id: ID!) { program(id: $id) { siplatihProgramId } }';
    return (await training.data(lpk, query, { id: programId })).program.siplatihProgramId;
  }

  /** A job as a crash or an operator might leave it behind. */
  async function strayJob(submissionId: string): Promise<void> {
    await training.hub.pool.query("SELECT graphile_worker.add_job('siplatih-submission', $1::json)", [
      JSON.stringify({ submissionId }),
    ]);
  }

  it('is answered before its outcome when the ministry is slow, and goes on by itself', async () => {
    await start();
    const { registerProgramWithSiplatih: answered } = await training.data(lpk, register, { id: programId });
    expect(['QUEUED', 'SENT']).toContain(answered.status);
    await until(
      () => ministry.answers.length,
      (calls) => calls === 1,
    );
    ministry.answers[0]?.(registration('SIPLATIH-1'));
    await until(
      () => stored(answered.id),
      ({ status }) => status === 'ACCEPTED',
    );
    expect(await siplatihProgramId()).toBe('SIPLATIH-1');
  });

  it('is sent again when its attempt dies, and a late answer of that attempt changes nothing', async () => {
    await start(1000);
    ministry.called = (count) => {
      if (count !== 2) return;
      ministry.answers[0]?.(registration('LATE'));
      ministry.answers[1]?.(registration('SIPLATIH-2'));
    };
    const { registerProgramWithSiplatih: answered } = await training.data(lpk, register, { id: programId });
    const submission = await until(
      () => stored(answered.id),
      ({ status }) => status === 'ACCEPTED',
    );
    expect(submission).toEqual({ status: 'ACCEPTED', attempts: 2, lastError: null });
    expect(await siplatihProgramId()).toBe('SIPLATIH-2');
  });

  it('is given up when every attempt of it dies', async () => {
    await start(300);
    const { registerProgramWithSiplatih: answered } = await training.data(lpk, register, { id: programId });
    const submission = await until(
      () => stored(answered.id),
      ({ status }) => status === 'FAILED',
    );
    expect(submission.attempts).toBe(3);
    expect(ministry.answers).toHaveLength(3);
  });

  it('waits for identity when that does not answer, and is sent once it does', async () => {
    ministry = new SlowMinistry();
    let asked = 0;
    const failures = [
      new HubError('UPSTREAM_UNAVAILABLE'),
      new GraphQLError('Over HTTP', { extensions: { code: 'INTERNAL', retryable: true } }),
    ];
    const identity: SubgraphCaller = {
      async execute() {
        // The first question is the mutation’s own; the job’s come after it.
        const failure = asked++ === 0 ? undefined : failures.shift();
        if (failure instanceof GraphQLError) return { errors: [failure] };
        if (failure) throw failure;
        return { data: { _entities: [{ name: 'LPK', registrationNumber: 'LPK-1' }] } };
      },
      subscribe: () => Promise.reject(new Error('not asked for')),
      close: async () => undefined,
    };
    const definition = trainingSubgraph({
      siplatih: ministry,
      retry: { firstDelayMs: 10 },
      answerWithinMs: 50,
    });
    training = new TrainingUnderTest(await startSubgraphs([definition], { identity }));
    lpk = organisationPrincipal('01900000-0000-7000-8000-000000000001');
    programId = await training.program(lpk, { code: 'LPK-1' });
    const { registerProgramWithSiplatih: answered } = await training.data(lpk, register, { id: programId });
    await until(
      () => ministry.answers.length,
      (calls) => calls === 1,
    );
    ministry.answers[0]?.(registration('SIPLATIH-5'));
    const submission = await until(
      () => stored(answered.id),
      ({ status }) => status === 'ACCEPTED',
    );
    expect(submission.attempts).toBe(3);
  });

  it('is sent once, however many jobs for it run', async () => {
    await start();
    const { registerProgramWithSiplatih: answered } = await training.data(lpk, register, { id: programId });
    for (let count = 0; count < 5; count++) await strayJob(answered.id);
    const jobs = async () => {
      const { rows } = await training.hub.pool.query(
        'SELECT count(*)::int AS open FROM graphile_worker.jobs WHERE key IS NULL',
      );
      return rows[0].open as number;
    };
    // The one that is left waits for the ministry.
    await until(jobs, (open) => open <= 1);
    expect(ministry.answers).toHaveLength(1);
    ministry.answers[0]?.(registration('SIPLATIH-3'));
    await until(
      () => stored(answered.id),
      ({ status }) => status === 'ACCEPTED',
    );
    await strayJob(answered.id);
    await until(jobs, (open) => open === 0);
    expect(ministry.answers).toHaveLength(1);
  });

  it('tells those who watch the program of each change, with the submission as it is', async () => {
    await start();
    const hub = training.hub.callers.training as SubgraphCaller;
    const before = training.hub.events.consumers;
    const watching = await hub.subscribe(
      { query: changes, variables: { id: programId } },
      { principal: lpk, requestId: 'test' },
    );
    const next = async () =>
      ((await watching.next()).value as ExecutionResult).data?.siplatihSubmissionChanged;
    await training.data(lpk, register, { id: programId });
    expect(await next()).toMatchObject({
      cursor: expect.any(String),
      previousStatus: null,
      status: 'QUEUED',
    });
    expect(await next()).toMatchObject({ previousStatus: 'QUEUED', status: 'SENT' });
    await until(
      () => ministry.answers.length,
      (calls) => calls > 0,
    );
    ministry.answers[0]?.(registration('SIPLATIH-4'));
    expect(await next()).toMatchObject({
      previousStatus: 'SENT',
      status: 'ACCEPTED',
      submission: { status: 'ACCEPTED', program: { id: programId, siplatihProgramId: 'SIPLATIH-4' } },
    });
    await watching.return?.();
    expect(training.hub.events.consumers).toBe(before);
  });

  it('is watched by those alone who may see it', async () => {
    await start();
    const hub = training.hub.callers.training as SubgraphCaller;
    const watch = (principal: Principal) =>
      hub.subscribe({ query: changes, variables: { id: programId } }, { principal, requestId: 'test' });
    const code = (error: { extensions: { code: string } }) => error.extensions.code;
    expect(await watch(await training.institution()).catch(code)).toBe('NOT_FOUND');
    expect(await watch({ ...lpk, scopes: ['payments:read'] }).catch(code)).toBe('FORBIDDEN');
    const learner = learnerPrincipal([], [lpk.organisationId as string]);
    expect(await watch(learner).catch(code)).toBe('FORBIDDEN');
  });
});
