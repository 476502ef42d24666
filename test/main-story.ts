import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { createClient } from 'graphql-ws';
import type { Data } from './subgraph-harness.ts';

/** A hub that runs, with the stand-ins in the place of the outside systems. */
export interface StoryHub {
  /** Address of the graph over HTTP. */
  graphql: string;
  sandboxUrl: string;
  /** Key of the demo data's institution. */
  institutionKey: string;
}

const createProgram = 'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id fee } }';
const register = `mutation($input: RegisterProgramWithSiplatihInput!) {
  registerProgramWithSiplatih(input: $input) { status program { siplatihProgramId } } }`;
const createStudent = 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }';
const enrol =
  'mutation($input: EnrolStudentInput!) { enrolStudent(input: $input) { id program { name } student { name } } }';
const createPayment = `mutation($input: CreatePaymentInput!) {
  createPayment(input: $input) { id status orderId program { name } student { name } } }`;
const watch = `subscription($id: ID!) { paymentStatusChanged(programId: $id) {
  previousStatus status payment { id amount program { name } student { name } } } }`;
const readBack = 'query($id: ID!) { payment(id: $id) { status paidAt timeline { kind } } }';

/**
 * The main job through the front door, as somebody new to the hub would do it: a program is created and
 * registered at the ministry, a learner enrolled, a GoPay payment made; the customer pays, the wallet
 * calls back, and a subscription sees the payment turn from PENDING to PAID.
 */
export async function tellMainStory(hub: StoryHub): Promise<void> {
  const name = `Pengelasan ${randomUUID().slice(0, 8)}`;
  const { createProgram: program } = await ask(hub, createProgram, { input: programInput(name) });
  const { registerProgramWithSiplatih: submission } = await ask(hub, register, {
    input: { programId: program.id },
  });
  expect(submission).toMatchObject({
    status: 'ACCEPTED',
    program: { siplatihProgramId: expect.stringMatching(/^SIPLATIH-/) },
  });

  const student = { name: 'Andi Saputra', email: `${randomUUID()}@siswa.example`, phone: '+6281260001099' };
  const { createStudent: learner } = await ask(hub, createStudent, { input: student });
  const { enrolStudent: enrolment } = await ask(hub, enrol, {
    input: { programId: program.id, studentId: learner.id },
  });
  expect(enrolment).toMatchObject({ program: { name }, student: { name: student.name } });

  const changes = watchPayments(hub, program.id);
  const { createPayment: payment } = await ask(hub, createPayment, {
    input: {
      enrolmentId: enrolment.id,
      amount: program.fee,
      method: 'GOPAY',
      description: `Biaya ${name}`,
      customer: student,
      idempotencyKey: randomUUID(),
    },
  });
  expect(payment).toMatchObject({ status: 'PENDING', program: { name }, student: { name: student.name } });
  // The subscription may have come to stand too late for this one.
  await changes.seen('PENDING', 2_000);
  await payAsCustomer(hub, payment.orderId);
  expect(await changes.seen('PAID', 15_000)).toEqual({
    previousStatus: 'PENDING',
    status: 'PAID',
    payment: { id: payment.id, amount: program.fee, program: { name }, student: { name: student.name } },
  });
  await changes.close();
  const { payment: paid } = await ask(hub, readBack, { id: payment.id });
  expect(paid).toMatchObject({ status: 'PAID', paidAt: expect.any(String) });
  expect(paid.timeline.length).toBeGreaterThan(3);
}

/** Sends one operation with the institution's key; it must succeed. */
async function ask(hub: StoryHub, query: string, variables: Record<string, unknown>): Promise<Data> {
  const answer = await fetch(hub.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': hub.institutionKey },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

/** Subscribes to the payments of a program and keeps what it hears of. */
function watchPayments(hub: StoryHub, programId: string) {
  const client = createClient({
    url: hub.graphql.replace(/^http/, 'ws'),
    connectionParams: { 'X-API-Key': hub.institutionKey },
    retryAttempts: 0,
  });
  const heard: Data[] = [];
  const failures: unknown[] = [];
  client.subscribe<Data>(
    { query: watch, variables: { id: programId } },
    {
      next: ({ data, errors }) => (errors ? failures.push(errors) : heard.push(data.paymentStatusChanged)),
      error: (error) => failures.push(error),
      complete: () => undefined,
    },
  );
  return {
    /** The change to `status`, or undefined when it was not heard of in time. */
    async seen(status: string, timeoutMs: number): Promise<Data> {
      const deadline = Date.now() + timeoutMs;
      const find = () => heard.find((change) => change.status === status);
      while (!find() && Date.now() < deadline) await sleep(10);
      expect(failures).toEqual([]);
      return find();
    },
    close: () => client.dispose(),
  };
}

async function payAsCustomer(hub: StoryHub, orderId: string): Promise<void> {
  const answer = await fetch(`${hub.sandboxUrl}/gopay/_control/orders/${orderId}/pay`, { method: 'POST' });
  expect(answer.status).toBe(200);
}

function programInput(name: string) {
  return {
    type: 'VOCATIONAL',
    code: name.toUpperCase().replaceAll(' ', '-'),
    name,
    nameEn: 'Welding',
    sector: 'MANUFACTURING',
    subSector: 'WELDING',
    durationDays: 30,
    durationHours: 240,
    startDate: '2026-09-01',
    endDate: '2026-09-30',
    location: {
      address: 'Jl. Jamin Ginting No. 45',
      city: 'Karo',
      province: 'Sumatera Utara',
      postalCode: '22171',
    },
    skkniCode: 'SKKNI-WLD-2021-004',
    capacity: 12,
    instructors: [{ name: 'Jhonas Ginting', qualification: 'S.T.' }],
    curriculum: [{ moduleName: 'SMAW', durationHours: 240, learningOutcomes: ['Menyambung pelat'] }],
    fee: 1_500_000,
  };
}
