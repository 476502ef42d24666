import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { ask } from './graph-request.ts';
import { HubClient } from './hub-client.ts';
import { customer, newLearner, weldingProgram } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

/** A hub that runs with the demo data, and with the stand-ins in the place of the outside systems. */
export interface StoryHub {
  /** Address of the graph over HTTP. */
  graphqlUrl: string;
  sandboxUrl: string;
  /** Keys of the demo data. */
  apiKeys: { admin: string; institution: string };
}

const createProgram = `mutation($input: CreateProgramInput!) {
  createProgram(input: $input) { id name fee organisation { id name } } }`;
const register = `mutation($input: RegisterProgramWithSiplatihInput!) {
  registerProgramWithSiplatih(input: $input) { id kind status attempts program { id siplatihProgramId } } }`;
const createStudent = `mutation($input: CreateStudentInput!) { createStudent(input: $input) { id name nik } }`;
const enrol = `mutation($input: EnrolStudentInput!) {
  enrolStudent(input: $input) { id status program { id enrolledCount } student { id name } } }`;
const createPayment = `mutation($input: CreatePaymentInput!) {
  createPayment(input: $input) { id status amount orderId paymentUrl program { id name } student { id name } } }`;
const refund = `mutation($input: RefundPaymentInput!) {
  refundPayment(input: $input) { id status amount payment { id status refundedAmount } } }`;
const complete = `mutation($input: CompleteEnrolmentInput!) {
  completeEnrolment(input: $input) { id status progress finalScore student { id name } } }`;
const report = `mutation($input: ReportProgramCompletionInput!) {
  reportProgramCompletion(input: $input) { id kind status lastError program { id name } } }`;
const watchPayments = `subscription($programId: ID, $studentId: ID) {
  paymentStatusChanged(programId: $programId, studentId: $studentId) {
    previousStatus status
    payment { id status amount refundedAmount program { id name } student { id name } enrolment { id status } } } }`;
const readBack = `query($id: ID!) { payment(id: $id) {
  id status amount refundedAmount paidAt attention customer { name }
  program { id name siplatihProgramId organisation { id name } payments { totalCount } }
  student { id name payments { nodes { id } } enrolments { nodes { id } } }
  enrolment { id progress payments { nodes { id status } } }
  refunds { id amount status }
  timeline { kind status previousStatus signature } } }`;

const price = { amount: 1_500_000, givenBack: 500_000 };

/**
 * The main job through the front door, as somebody new to the hub does it: an institution creates a
 * program, registers it at the ministry, enrols a learner and has a GoPay payment made; the customer
 * pays on the wallet's page, the wallet calls back, and a subscription sees PENDING turn into PAID.
 * Then part of the money is given back and the program's end is reported; another institution, whose key
 * the operator makes, sees nothing of it all.
 */
export async function playMainStory(hub: StoryHub): Promise<void> {
  const institution = new HubClient(hub.graphqlUrl, hub.apiKeys.institution);
  const other = new HubClient(hub.graphqlUrl, await keyOfAnotherInstitution(hub));
  try {
    const { program, student, enrolment } = await beginTraining(institution);
    const payments = institution.watch(watchPayments, { programId: program.id });
    const ofOthers = other.watch(watchPayments, { studentId: student.id });
    const paid = await pay(institution, enrolment.id, program);

    expect(await payments.until(({ status }) => status === 'PAID', 'the wallet was paid')).toMatchObject({
      previousStatus: 'PENDING',
      payment: {
        id: paid.id,
        status: 'PAID',
        amount: price.amount,
        program: { name: program.name },
        student: { name: student.name },
        enrolment: { id: enrolment.id, status: 'ENROLLED' },
      },
    });
    const { payment } = await institution.query(readBack, { id: paid.id });
    expectWholePayment(payment, { program, student, enrolment, paid });
    await giveBack(institution, paid.id);
    const partly = 'PARTIALLY_REFUNDED';
    expect(await payments.until(({ status }) => status === partly, 'money was given back')).toMatchObject({
      previousStatus: 'PAID',
      payment: { id: paid.id, status: partly, refundedAmount: price.givenBack },
    });
    payments.end();

    await endTraining(institution, program.id, enrolment.id, hub.sandboxUrl);
    await expectNothingSeen(other, { program, student, enrolment, paid });
    expect(ofOthers.heard).toEqual([]);
    ofOthers.end();
  } finally {
    await institution.close();
    await other.close();
  }
}

/** An institution of its own, with a key that may do everything an institution may. */
async function keyOfAnotherInstitution({ graphqlUrl, apiKeys }: StoryHub): Promise<string> {
  const { createOrganisation: organisation } = await ask(
    graphqlUrl,
    apiKeys.admin,
    'mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }',
    { input: { kind: 'TRAINING_INSTITUTION', name: `LPK Lain ${randomUUID().slice(0, 8)}` } },
  );
  const { createApiKey } = await ask(
    graphqlUrl,
    apiKeys.admin,
    'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }',
    { input: { name: 'The other one', scopes: ['read', 'write'], organisationId: organisation.id } },
  );
  return createApiKey.key;
}

async function beginTraining(institution: HubClient) {
  const program = await institution.mutate(createProgram, weldingProgram());
  const submission = await institution.mutate(register, { programId: program.id });
  expect(submission).toMatchObject({
    kind: 'REGISTRATION',
    status: 'ACCEPTED',
    program: { siplatihProgramId: expect.stringMatching(/^SIPLATIH-/) },
  });
  const learner = newLearner();
  const student = await institution.mutate(createStudent, learner);
  expect(student).toMatchObject({ name: learner.name, nik: `************${learner.nik.slice(-4)}` });
  const enrolment = await institution.mutate(enrol, { programId: program.id, studentId: student.id });
  expect(enrolment).toMatchObject({
    status: 'ENROLLED',
    program: { id: program.id, enrolledCount: 1 },
    student: { name: learner.name },
  });
  return { program, student, enrolment };
}

/** The institution has GoPay collect the fee, and the customer pays on GoPay's page. */
async function pay(institution: HubClient, enrolmentId: string, program: Data): Promise<Data> {
  const payment = await institution.mutate(createPayment, {
    enrolmentId,
    amount: program.fee,
    method: 'GOPAY',
    description: `Biaya ${program.name}`,
    customer,
    idempotencyKey: randomUUID(),
  });
  expect(payment).toMatchObject({ status: 'PENDING', amount: price.amount, program: { name: program.name } });
  const page = await fetch(payment.paymentUrl);
  expect(await page.text()).toContain(payment.orderId);
  const returned = await fetch(`${payment.paymentUrl}/pay`, { method: 'POST' });
  expect(new URL(returned.url).pathname).toBe('/payments/return');
  const words = await returned.text();
  expect(words).toMatch(/menunggu kabar|berhasil/);
  expect(words).not.toContain(payment.orderId);
  return payment;
}

interface Made {
  program: Data;
  student: Data;
  enrolment: Data;
  paid: Data;
}

/** What the institution reads of a payment that was paid: itself, its story, and its neighbours in other subgraphs. */
function expectWholePayment(payment: Data, { program, student, enrolment, paid }: Made): void {
  expect(payment).toMatchObject({
    status: 'PAID',
    refundedAmount: 0,
    paidAt: expect.any(String),
    attention: null,
    customer: { name: 'Andi Saputra' },
    program: {
      name: program.name,
      siplatihProgramId: expect.stringMatching(/^SIPLATIH-/),
      organisation: program.organisation,
      payments: { totalCount: 1 },
    },
    student: {
      name: student.name,
      payments: { nodes: [{ id: paid.id }] },
      enrolments: { nodes: [{ id: enrolment.id }] },
    },
    enrolment: { id: enrolment.id, progress: 0, payments: { nodes: [{ id: paid.id, status: 'PAID' }] } },
    refunds: [],
  });
  const steps = payment.timeline.map(({ kind, status }: Data) =>
    kind === 'TRANSITION' ? `${kind} ${status}` : kind,
  );
  const inOrder = ['INTENT', 'EXCHANGE', 'TRANSITION PENDING', 'CALLBACK', 'READ_BACK', 'TRANSITION PAID'];
  expect(inOrder.map((step) => steps.indexOf(step))).toEqual(
    inOrder.map((step) => steps.indexOf(step)).toSorted((a, b) => a - b),
  );
  expect(steps).toEqual(expect.arrayContaining(inOrder));
}

async function giveBack(institution: HubClient, paymentId: string): Promise<void> {
  const idempotencyKey = randomUUID();
  const input = { paymentId, amount: price.givenBack, reason: 'Kelas dipersingkat', idempotencyKey };
  const first = await institution.mutate(refund, input);
  expect(first).toMatchObject({ status: 'SUCCEEDED', amount: price.givenBack });
  expect(await institution.mutate(refund, input)).toMatchObject({
    id: first.id,
    payment: { status: 'PARTIALLY_REFUNDED', refundedAmount: price.givenBack },
  });
}

/** The learner completes the program, and the ministry is told. */
async function endTraining(
  institution: HubClient,
  programId: string,
  enrolmentId: string,
  sandboxUrl: string,
): Promise<void> {
  expect(
    await institution.mutate(complete, {
      enrolmentId,
      finalScore: 87.5,
      certificateNumber: `CERT-${enrolmentId.slice(-8)}`,
    }),
  ).toMatchObject({ status: 'COMPLETED', progress: 100, finalScore: 87.5 });
  const submission = await institution.mutate(report, { programId });
  expect(submission).toMatchObject({ kind: 'COMPLETION', status: 'ACCEPTED', lastError: null });
  const { program } = await institution.query(
    'query($id: ID!) { program(id: $id) { id siplatihProgramId } }',
    {
      id: programId,
    },
  );
  const known = (await (await fetch(`${sandboxUrl}/siplatih/_control/programs`)).json()) as Data;
  expect(known.programs).toContainEqual(
    expect.objectContaining({ siplatih_program_id: program.siplatihProgramId, completed: 1 }),
  );
}

async function expectNothingSeen(
  other: HubClient,
  { program, student, enrolment, paid }: Made,
): Promise<void> {
  const seen = await other.query(
    `query($payment: ID!, $program: ID!, $student: ID!, $enrolment: ID!, $organisation: ID!) {
      payment(id: $payment) { id } program(id: $program) { id } student(id: $student) { id }
      enrolment(id: $enrolment) { id } organisation(id: $organisation) { id }
      payments { totalCount } programs { totalCount } students { totalCount } enrolments { totalCount }
    }`,
    {
      payment: paid.id,
      program: program.id,
      student: student.id,
      enrolment: enrolment.id,
      organisation: program.organisation.id,
    },
  );
  const none = { totalCount: 0 };
  expect(seen).toMatchObject({
    ...{ payment: null, program: null, student: null, enrolment: null, organisation: null },
    ...{ payments: none, programs: none, students: none, enrolments: none },
  });
}
