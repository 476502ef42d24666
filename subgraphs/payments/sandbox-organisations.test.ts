import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { createSiplatih } from '../../integrations/siplatih/siplatih.ts';
import { createWallets } from '../../integrations/wallets/index.ts';
import { HttpClient } from '../../platform/http-client/http-client.ts';
import {
  type Data,
  organisationPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent, sandboxOperator } from '../identity/fixtures.ts';
import { identity } from '../identity/subgraph.ts';
import { training } from '../training/subgraph.ts';
import { type Environment, environments, openWorld, type World } from './outside-world-under-test.ts';
import { payments } from './subgraph.ts';

describe('a sandbox organisation', () => {
  const http = new HttpClient();
  const server = createServer();
  let routes: FastifyInstance;
  let publicUrl: string;
  let worlds: Record<Environment, World>;
  let hub: SubgraphHarness;
  let organisations: Record<Environment, string>;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    worlds = { live: await openWorld('live'), sandbox: await openWorld('sandbox') };
    hub = await startSubgraphs([
      identity,
      training({
        siplatih: createSiplatih(worlds.live.configuration, http),
        sandboxSiplatih: createSiplatih(worlds.sandbox.configuration, http),
      }),
      payments({
        wallets: createWallets(worlds.live.configuration, http),
        sandboxWallets: createWallets(worlds.sandbox.configuration, http),
        publicUrl,
      }),
    ]);
    routes = fastify({
      serverFactory: (handler) => server.on('request', handler),
      forceCloseConnections: true,
    }) as unknown as FastifyInstance;
    for (const subgraph of hub.subgraphs) await routes.register(async (scope) => subgraph.routes(scope));
    await routes.ready();
    organisations = {
      live: await givenOrganisation(hub, 'LPK Nyata'),
      sandbox: await givenOrganisation(hub, 'LPK Coba', 'TRAINING_INSTITUTION', sandboxOperator),
    };
  });
  afterAll(async () => {
    await routes.close();
    server.closeAllConnections();
    server.close();
    await hub.close();
    await http.close();
    for (const world of Object.values(worlds)) await world.server.close();
  });

  async function run(
    environment: Environment,
    subgraph: string,
    query: string,
    input: object,
  ): Promise<Data> {
    const principal = organisationPrincipal(organisations[environment]);
    const { data, errors } = await hub.call(subgraph, principal, query, { input });
    expect(errors).toEqual([]);
    return Object.values(data as Record<string, Data>)[0];
  }

  /** A payment that the wallet has confirmed. */
  async function givenPayment(environment: Environment, method = 'GOPAY'): Promise<Data> {
    const program = await run(
      environment,
      'training',
      'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id } }',
      { type: 'INTERNAL', name: 'Las', fee: 500_000 },
    );
    const studentId = await givenStudent(
      hub,
      organisations[environment],
      {},
      environment === 'sandbox' ? sandboxOperator : undefined,
    );
    return run(
      environment,
      'payments',
      `mutation($input: CreatePaymentInput!) { createPayment(input: $input) {
        id status orderId walletPaymentId paymentUrl } }`,
      {
        programId: program.id,
        studentId,
        amount: 500_000,
        method,
        description: 'Biaya',
        customer: { name: 'Siti', email: 'siti@example.org', phone: '+6281234567890' },
        idempotencyKey: `${studentId}-${method}`,
      },
    );
  }

  async function read(environment: Environment, id: string): Promise<Data> {
    const query = 'query($id: ID!) { payment(id: $id) { status timeline { kind } } }';
    const principal = organisationPrincipal(organisations[environment]);
    return (await hub.call('payments', principal, query, { id })).data.payment;
  }

  async function untilStatus(environment: Environment, id: string, status: string): Promise<void> {
    const deadline = Date.now() + 90_000;
    while ((await read(environment, id)).status !== status) {
      if (Date.now() > deadline) throw new Error(`The payment never became ${status}.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it.each(['GOPAY', 'LINKAJA', 'OVO'])(
    'pays by its own %s, which calls it back, and never by the live one',
    async (method) => {
      for (const environment of environments) {
        const other = worlds[environment === 'live' ? 'sandbox' : 'live'];
        const before = other.calls.length;
        const payment = await givenPayment(environment, method);
        expect(payment.status).toBe('PENDING');
        const control = `${worlds[environment].url}/${method.toLowerCase()}/_control/payments/${payment.walletPaymentId}/pay`;
        const paid = await fetch(control, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        });
        expect(paid.status).toBe(200);
        await untilStatus(environment, payment.id, 'PAID');
        const refund = await run(
          environment,
          'payments',
          'mutation($input: RefundPaymentInput!) { refundPayment(input: $input) { status } }',
          { paymentId: payment.id, amount: 100_000, reason: 'Batal', idempotencyKey: `refund-${payment.id}` },
        );
        expect(['PENDING', 'SUCCEEDED']).toContain(refund.status);
        // Of the payments that it knows itself it may be asked again at any time.
        const wrong = (call: string) => call.startsWith('POST') || call.includes(payment.walletPaymentId);
        expect(other.calls.slice(before).filter(wrong)).toEqual([]);
      }
    },
  );

  it('is moved by no callback of a live wallet, nor a live payment by one of the sandbox, whatever it is signed with', async () => {
    for (const environment of environments) {
      const payment = await givenPayment(environment);
      const body = JSON.stringify({
        event_id: `evt-${payment.id}`,
        payment_id: payment.walletPaymentId,
        order_id: payment.orderId,
        status: 'PAID',
        amount: 500_000,
        currency: 'IDR',
        occurred_at: new Date().toISOString(),
      });
      const post = async (path: string, secretOf: Environment) => {
        const secret = worlds[secretOf].configuration.GOPAY_SECRET_KEY ?? '';
        const signature = createHmac('sha256', secret).update(body).digest('hex');
        const headers = { 'content-type': 'application/json', 'x-gojek-signature': signature };
        return (await fetch(`${publicUrl}${path}`, { method: 'POST', headers, body })).status;
      };
      const paths = { live: '/payments/callback/gopay', sandbox: '/payments/sandbox/callback/gopay' };
      const other = environment === 'live' ? 'sandbox' : 'live';
      // Signed by the other wallet: refused where the payment is known, and taken for nothing where it is not.
      expect(await post(paths[environment], other)).toBe(401);
      expect(await post(paths[other], other)).toBe(200);
      const { rows } = await hub.pool.query(
        'SELECT sandbox, payment_id FROM payments.callbacks WHERE order_id = $1',
        [payment.orderId],
      );
      expect(rows).toEqual([{ sandbox: other === 'sandbox', payment_id: null }]);
      expect((await read(environment, payment.id)).timeline.map(({ kind }: Data) => kind)).not.toContain(
        'CALLBACK',
      );
      // Its own wallet is still heard, though the same words were said before.
      expect(await post(paths[environment], environment)).toBe(200);
      expect((await read(environment, payment.id)).timeline.map(({ kind }: Data) => kind)).toContain(
        'CALLBACK',
      );
    }
  });

  it('registers its programs at the stand-in of the ministry, and never at the ministry', async () => {
    const before = worlds.live.calls.length;
    const program = await run(
      'sandbox',
      'training',
      'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id } }',
      {
        type: 'VOCATIONAL',
        code: 'COBA-1',
        name: 'Juru Las',
        sector: 'MANUFACTURING',
        subSector: 'WELDING',
        durationDays: 10,
        durationHours: 80,
        startDate: '2027-03-01',
        endDate: '2027-03-31',
        location: { address: 'Jl. Coba 1', city: 'Medan', province: 'Sumatera Utara', postalCode: '20122' },
        skkniCode: 'SKKNI-LOG-2018-027',
        capacity: 10,
        fee: 1_000_000,
        skills: ['SMAW'],
        instructors: [{ name: 'Hendra', qualification: 'S1', certification: 'MET.000.002345.2022' }],
        curriculum: [{ moduleName: 'Las', durationHours: 80, learningOutcomes: ['Mengelas'] }],
      },
    );
    await hub.call(
      'identity',
      sandboxOperator,
      'mutation($input: UpdateOrganisationInput!) { updateOrganisation(input: $input) { id } }',
      { input: { id: organisations.sandbox, registrationNumber: 'LPK-COBA-1' } },
    );
    const submission = await run(
      'sandbox',
      'training',
      'mutation($input: RegisterProgramWithSiplatihInput!) { registerProgramWithSiplatih(input: $input) { status } }',
      { programId: program.id },
    );
    expect(submission).toMatchObject({ status: 'ACCEPTED' });
    expect(worlds.sandbox.calls.some((call) => call.includes('/siplatih/'))).toBe(true);
    expect(worlds.live.calls.slice(before)).toEqual([]);
  });

  it('is told NOT_CONFIGURED where it has no stand-ins, though the live systems are there', async () => {
    const calls = worlds.live.calls.length;
    const bare = await startSubgraphs([
      identity,
      training({ siplatih: createSiplatih(worlds.live.configuration, http) }),
      payments({ wallets: createWallets(worlds.live.configuration, http), publicUrl }),
    ]);
    try {
      const id = await givenOrganisation(bare, 'LPK Coba', 'TRAINING_INSTITUTION', sandboxOperator);
      const studentId = await givenStudent(bare, id, {}, sandboxOperator);
      const principal = organisationPrincipal(id);
      const { data } = await bare.call(
        'training',
        principal,
        'mutation { createProgram(input: { type: INTERNAL, name: "Las", fee: 1000 }) { id } }',
      );
      const paying = await bare.call(
        'payments',
        principal,
        'mutation($input: CreatePaymentInput!) { createPayment(input: $input) { id } }',
        {
          input: {
            programId: data.createProgram.id,
            studentId,
            amount: 1000,
            method: 'GOPAY',
            description: 'Biaya',
            customer: { name: 'Siti', phone: '+6281234567890' },
            idempotencyKey: 'k',
          },
        },
      );
      expect(paying.codes).toEqual(['NOT_CONFIGURED']);
      expect(paying.errors[0]?.message).toContain('sandbox');
      const registering = await bare.call(
        'training',
        principal,
        'mutation($id: ID!) { registerProgramWithSiplatih(input: { programId: $id }) { status } }',
        { id: data.createProgram.id },
      );
      expect(registering.codes).toEqual(['NOT_CONFIGURED']);
      expect(worlds.live.calls).toHaveLength(calls);
    } finally {
      await bare.close();
    }
  });
});
