import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, eventually, send } from './graph-request.ts';
import { KillableHub, type Victim } from './killable-hub.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import { customer, newLearner, weldingProgram } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

const createPayment = `mutation($input: CreatePaymentInput!) {
  createPayment(input: $input) { id status orderId } }`;
const paymentStatus = `query($id: ID!) { payment(id: $id) {
  status amount timeline { kind status } program { id payments { totalCount } } } }`;
const everything = `{
  organisations(first: 100) { nodes { id name updatedAt } }
  students(first: 100) { nodes { id name email nik updatedAt } }
  programs(first: 100) { nodes { id code fee siplatihProgramId updatedAt } }
  enrolments(first: 100) { nodes { id status progress finalScore } }
  credentials(first: 100) { nodes { id certificateNumber status } }
  permits(first: 100) { nodes { id registrationId rawStatus } }
  apiKeys(first: 100) { nodes { id name revokedAt } } }`;
/** Every second for ten minutes, which is longer than any test here. */
const checkIntervals = Array.from({ length: 600 }, (_, second) => `${second + 1}s`).join(',');

type Moment = 'as soon as it was sent' | 'while the wallet is asked';

describe('a hub that is killed', () => {
  let world: OutsideWorld;
  let hub: KillableHub;
  beforeAll(async () => {
    world = await startOutsideWorld();
    hub = await KillableHub.start({ ...world.environment, PAYMENT_CHECK_INTERVALS: checkIntervals });
  });
  afterAll(async () => {
    await hub.remove();
    await world.close();
  });
  afterEach(async () => {
    await world.clearFaults('gopay');
    await world.clearFaults('siplatih');
  });

  const restart = async (victim: Victim) => {
    await hub.kill(victim);
    await hub.start();
  };

  async function enrolledLearner() {
    const { createProgram: program } = await hub.ask(
      'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id fee } }',
      { input: weldingProgram() },
    );
    const { createStudent: student } = await hub.ask(
      'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }',
      { input: newLearner() },
    );
    const { enrolStudent: enrolment } = await hub.ask(
      'mutation($input: EnrolStudentInput!) { enrolStudent(input: $input) { id } }',
      { input: { programId: program.id, studentId: student.id } },
    );
    return { program, enrolment };
  }

  const ordersDescribed = async (description: string): Promise<Data[]> =>
    (await world.orders()).filter((order) => order.description === description);

  /** Sends `input`, kills the hub before it has answered, and starts it again. */
  async function payAndKill(input: Data, moment: Moment, victim: Victim): Promise<void> {
    await world.fault('gopay', { fault: 'slow', ms: 60_000, on: 'create' });
    const unanswered = send(hub.graphqlUrl, hub.apiKeys.institution, createPayment, { input }).then(
      () => 'answered',
      () => 'never answered',
    );
    if (moment === 'while the wallet is asked') {
      await eventually(
        async () => (await ordersDescribed(input.description)).length > 0,
        'the wallet is asked',
      );
    }
    await hub.kill(victim);
    expect(await unanswered).toBe('never answered');
    await world.clearFaults('gopay');
    await hub.start();
  }

  it.each<[Moment, Victim]>([
    ['as soon as it was sent', 'the whole process group'],
    ['while the wallet is asked', 'the hub alone'],
  ])(
    'makes one payment of a createPayment during which it died, %s, and finds it paid',
    async (moment, victim) => {
      const { program, enrolment } = await enrolledLearner();
      const input = {
        enrolmentId: enrolment.id,
        amount: program.fee,
        method: 'GOPAY',
        description: `Biaya ${randomUUID()}`,
        customer,
        idempotencyKey: randomUUID(),
      };
      await payAndKill(input, moment, victim);
      const repeats = await Promise.all(Array.from({ length: 3 }, () => hub.ask(createPayment, { input })));
      const payment = repeats[0].createPayment;
      expect(repeats.map((repeat) => repeat.createPayment.id)).toEqual(Array(3).fill(payment.id));
      await eventually(async () => {
        const { payment: now } = await hub.ask(paymentStatus, { id: payment.id });
        return now.status === 'PENDING';
      }, 'the wallet has confirmed it');
      expect(await ordersDescribed(input.description)).toMatchObject([
        { orderId: payment.orderId, amount: program.fee },
      ]);

      await world.fault('gopay', { fault: 'no-callback', times: 1000 });
      await hub.kill(victim);
      await world.pay(payment.orderId);
      await hub.start();
      const found = await eventually(async () => {
        const { payment: now } = await hub.ask(paymentStatus, { id: payment.id });
        return now.status === 'PAID' && now;
      }, 'the payment is found to be paid');
      expect(found.amount).toBe(program.fee);
      expect(found.program.payments.totalCount).toBe(1);
      const kinds = found.timeline.map((entry: Data) => entry.kind);
      expect(kinds).not.toContain('CALLBACK');
      expect(kinds.filter((kind: string) => kind === 'INTENT')).toHaveLength(1);
      expect(
        found.timeline.filter(({ status, kind }: Data) => kind === 'TRANSITION' && status === 'PAID'),
      ).toHaveLength(1);
    },
  );

  it('registers a program at SIPLatih that it was about to try again when it died', async () => {
    const { program } = await enrolledLearner();
    await world.fault('siplatih', { fault: 'status', status: 503, retryAfter: 5, on: 'register' });
    const register = `mutation($input: RegisterProgramWithSiplatihInput!) {
      registerProgramWithSiplatih(input: $input) { status } }`;
    const unanswered = hub.ask(register, { input: { programId: program.id } }).catch(() => undefined);
    const submissions = `query($id: ID!) { program(id: $id) {
      siplatihProgramId siplatihSubmissions { nodes { status attempts } } } }`;
    const once = { status: 'QUEUED', attempts: 1 };
    await eventually(async () => {
      const { nodes } = (await hub.ask(submissions, { id: program.id })).program.siplatihSubmissions;
      return nodes[0]?.status === once.status && nodes[0].attempts === once.attempts;
    }, 'the ministry did not take it');
    await restart('the whole process group');
    await unanswered;
    const registered = await eventually(async () => {
      const { program: now } = await hub.ask(submissions, { id: program.id });
      return now.siplatihProgramId !== null && now;
    }, 'the program is registered');
    expect(registered).toEqual({
      siplatihProgramId: expect.stringMatching(/^SIPLATIH-/),
      siplatihSubmissions: { nodes: [{ status: 'ACCEPTED', attempts: 2 }] },
    });
  });

  it('is as it was, in everything that nobody touched', async () => {
    const before = await ask(hub.graphqlUrl, hub.apiKeys.admin, everything);
    await restart('the hub alone');
    expect(await ask(hub.graphqlUrl, hub.apiKeys.admin, everything)).toEqual(before);
    expect(before.students.nodes.length).toBeGreaterThan(5);
  });
});
