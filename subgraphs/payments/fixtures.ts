import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { createSandbox, sandboxConfiguration } from '../../integrations/sandbox.ts';
import { createWallets } from '../../integrations/wallets/index.ts';
import type { WalletMethod } from '../../integrations/wallets/port.ts';
import { HttpClient, type OutsideCall, type OutsideRequest } from '../../platform/http-client/http-client.ts';
import {
  type Answer,
  type Data,
  organisationPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../identity/fixtures.ts';
import { identity } from '../identity/subgraph.ts';
import { training } from '../training/subgraph.ts';
import type { CheckSchedule } from './settlement/check-schedule.ts';
import { payments } from './subgraph.ts';

export const fee = 500_000;
const patienceMs = 90_000;

/** Payments with everything around them: identity and training, wallets over HTTP, callbacks that arrive. */
export interface PaymentStage {
  hub: SubgraphHarness;
  /** Where callbacks and the return page are served. */
  publicUrl: string;
  organisationId: string;
  programId: string;
  studentId: string;
  /** A new enrolment of a new student in the program. */
  givenEnrolment(): Promise<{ enrolmentId: string; studentId: string }>;
  /** Calls createPayment as the institution. */
  pay(fields?: Record<string, unknown>): Promise<Answer>;
  /** A payment that the wallet has confirmed. */
  givenPending(fields?: Record<string, unknown>): Promise<Data>;
  /** The payment with its timeline, as the institution sees it. */
  read(id: string): Promise<Data>;
  /** Reads the payment until `done`, and fails when that takes too long. */
  until(id: string, done: (payment: Data) => boolean): Promise<Data>;
  /** Plays the customer at the stand-in, or scripts it. */
  control(method: WalletMethod, path: string, body?: Record<string, unknown>): Promise<Data>;
  /** How long the hub waits for wallets, in milliseconds; null for as long as it always does. */
  waitForWallets(ms: number | null): void;
  close(): Promise<void>;
}

/** Gives calls up after so long as it was last told. */
class PatientHttpClient extends HttpClient {
  patienceMs: number | null = null;

  override send<T>(request: OutsideRequest<T>, call: OutsideCall): Promise<{ status: number; reply: T }> {
    return super.send(this.patienceMs === null ? request : { ...request, timeoutMs: this.patienceMs }, call);
  }
}

const createPayment = `mutation($input: CreatePaymentInput!) {
  createPayment(input: $input) { id status amount orderId walletPaymentId paymentUrl expiresAt attention failureReason }
}`;
const paymentQuery = `query($id: ID!) { payment(id: $id) {
  id status amount refundedAmount orderId walletPaymentId paidAt attention failureReason paymentUrl
  timeline { kind previousStatus status message responseStatus responseBody signature rawBody requestId }
  refunds { id amount status lastError }
} }`;

export async function startPayments(schedule?: CheckSchedule): Promise<PaymentStage> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secret = (name: string) => `secret-of-${name}`;
  const sandbox = createSandbox({
    configuration: sandboxConfiguration(secret, ''),
    callbackRetryMs: [20, 50, 100],
  });
  const sandboxUrl = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  const http = new PatientHttpClient();
  const wallets = createWallets(sandboxConfiguration(secret, sandboxUrl), http);
  const hub = await startSubgraphs([
    identity,
    training({ siplatih: null }),
    payments({ wallets, publicUrl, ...(schedule && { schedule }) }),
  ]);
  const routes: FastifyInstance = fastify({
    serverFactory: (handler) => server.on('request', handler),
    forceCloseConnections: true,
  });
  for (const subgraph of hub.subgraphs) await routes.register(async (scope) => subgraph.routes(scope));
  await routes.ready();

  const organisationId = await givenOrganisation(hub);
  const studentId = await givenStudent(hub, organisationId);
  const institution = organisationPrincipal(organisationId);
  const made = await hub.call(
    'training',
    institution,
    'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id } }',
    { input: { type: 'INTERNAL', name: 'Pengembangan Perangkat Lunak', fee } },
  );
  if (made.errors.length > 0) throw new Error(made.errors[0]?.message);
  const programId: string = made.data.createProgram.id;

  let keys = 0;
  const stage: PaymentStage = {
    hub,
    publicUrl,
    organisationId,
    programId,
    studentId,
    async givenEnrolment() {
      const learner = await givenStudent(hub, organisationId);
      const { data, errors } = await hub.call(
        'training',
        institution,
        'mutation($input: EnrolStudentInput!) { enrolStudent(input: $input) { id } }',
        { input: { programId, studentId: learner } },
      );
      if (errors.length > 0) throw new Error(errors[0]?.message);
      return { enrolmentId: data.enrolStudent.id, studentId: learner };
    },
    pay(fields = {}) {
      keys += 1;
      const input = {
        programId,
        studentId,
        amount: fee,
        method: 'GOPAY',
        description: 'Biaya pelatihan',
        customer: { name: 'Siti', email: 'siti@example.org', phone: '+6281234567890' },
        idempotencyKey: `key-${keys}`,
        ...fields,
      };
      return hub.call('payments', institution, createPayment, { input });
    },
    async givenPending(fields) {
      const { data, errors } = await stage.pay(fields);
      if (errors.length > 0) throw new Error(errors[0]?.message);
      const { createPayment: created } = data;
      if (created.status === 'PENDING') return created;
      // The mutation does not wait for ever where the machine stands still.
      return { ...created, ...(await stage.until(created.id, ({ status }) => status === 'PENDING')) };
    },
    async read(id) {
      return (await hub.call('payments', institution, paymentQuery, { id })).data.payment;
    },
    async until(id, done) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const payment = await stage.read(id);
        if (done(payment)) return payment;
        if (Date.now() > deadline)
          throw new Error(`Waited in vain; the payment is ${JSON.stringify(payment, null, 1)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async control(method, path, body) {
      const response = await fetch(`${sandboxUrl}/${method.toLowerCase()}/_control/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    waitForWallets(ms) {
      http.patienceMs = ms;
    },
    async close() {
      await sandbox.close();
      await routes.close();
      // Fastify closes only a server that it made listen itself.
      server.closeAllConnections();
      server.close();
      await hub.close();
      await http.close();
    },
  };
  return stage;
}

/** How often each kind stands in a payment's timeline. */
export function kinds(payment: Data): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const entry of payment.timeline) counts[entry.kind] = (counts[entry.kind] ?? 0) + 1;
  return counts;
}
