import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { gopayInput } from './furnished-institution.ts';
import { ask, eventually, type GraphAnswer } from './graph-request.ts';
import { innards, RefusingHub } from './refusing-hub.ts';
import type { Data } from './subgraph-harness.ts';

const createPayment = 'mutation($input: CreatePaymentInput!) { createPayment(input: $input) { id status } }';
describe('bad requests, keys and replies', () => {
  let refusing: RefusingHub;
  beforeAll(async () => {
    refusing = await RefusingHub.start();
  }, 300_000);
  afterAll(() => refusing.close());
  afterEach(() => refusing.world.clearFaults('gopay'));

  it.each<[string, () => string]>([
    ['a query of a megabyte', () => `{ viewer { id } } # ${'x'.repeat(1_000_000)}`],
    [
      'a hundred aliases',
      () => `{ ${Array.from({ length: 100 }, (_, n) => `a${n}: programs { totalCount }`).join(' ')} }`,
    ],
    [
      'a depth of fifty',
      () =>
        `{ programs { nodes { ${'enrolments { nodes { program { '.repeat(16)} id ${'} } }'.repeat(16)} } } }`,
    ],
  ])('%s is QUERY_TOO_COMPLEX', async (_, query) => {
    const answer = await refusing.request(query());
    expect(answer.status).toBe(400);
    await refusing.expectRefused(answer, 'QUERY_TOO_COMPLEX');
  });

  async function postRaw(body: string): Promise<GraphAnswer> {
    const response = await fetch(refusing.hub.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': refusing.key },
      body,
    });
    const text = await response.text();
    const { data, errors } = JSON.parse(text);
    return {
      status: response.status,
      text,
      data,
      errors,
      codes: errors.map((error: Data) => error.extensions.code),
    };
  }

  it.each([
    ['JSON that is none', '{"query": "{ viewer', 400, 'BAD_REQUEST'],
    ['JSON that is no request', '"query"', 400, 'BAD_REQUEST'],
    [
      'a body of ten megabytes',
      JSON.stringify({ query: `{ a(b: "${'x'.repeat(10_000_000)}") }` }),
      413,
      'PAYLOAD_TOO_LARGE',
    ],
  ])('%s is refused', async (_, body, status, code) => {
    const answer = await postRaw(body);
    expect(answer.status).toBe(status);
    await refusing.expectRefused(answer, code);
  });

  describe('a key', () => {
    async function newKey(input: object): Promise<{ key: string; id: string }> {
      const mutation = `mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id } } }`;
      const { createApiKey } = await ask(refusing.hub.graphqlUrl, refusing.key, mutation, {
        input: { name: 'k', ...input },
      });
      refusing.before.apiKeys.totalCount += 1;
      return { key: createApiKey.key, id: createApiKey.apiKey.id };
    }
    const revoke = (id: string) =>
      ask(
        refusing.hub.graphqlUrl,
        refusing.key,
        'mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { id } }',
        { input: { id } },
      );
    const pay = (as: string | null) =>
      refusing.request(createPayment, { input: gopayInput({ enrolmentId: refusing.ids.Enrolment }) }, as);

    it('that is missing is UNAUTHENTICATED', async () => {
      await refusing.expectRefused(await pay(null), 'UNAUTHENTICATED');
    });

    it.each(['guess', `hub_${'0'.repeat(12)}_${'x'.repeat(32)}`, 'x'.repeat(10_000), 'hub__', "' OR 1=1"])(
      'that was guessed (%.20s) is UNAUTHENTICATED',
      async (guess) => {
        const answer = await pay(guess);
        expect(answer.status).toBe(401);
        await refusing.expectRefused(answer, 'UNAUTHENTICATED');
      },
    );

    it('that was revoked is UNAUTHENTICATED from then on, also when it was used just before', async () => {
      const revoked = await newKey({ scopes: ['read'] });
      expect((await refusing.request('{ viewer { id } }', {}, revoked.key)).codes).toEqual([]);
      await revoke(revoked.id);
      await refusing.expectRefused(await pay(revoked.key), 'UNAUTHENTICATED');
    });

    it('that has expired is UNAUTHENTICATED from then on, also when it was used just before', async () => {
      const expiring = await newKey({
        scopes: ['read'],
        expiresAt: new Date(Date.now() + 6000).toISOString(),
      });
      expect((await refusing.request('{ viewer { id } }', {}, expiring.key)).codes).toEqual([]);
      const refused = await eventually(async () => {
        const answer = await pay(expiring.key);
        return answer.status === 401 && answer;
      }, 'the key expires');
      await refusing.expectRefused(refused, 'UNAUTHENTICATED');
    });

    it.each([
      [['read'], 'payments:write'],
      [['training:write', 'identity:write'], 'payments:write'],
    ])('of the scopes %j is FORBIDDEN what needs %s', async (scopes) => {
      await refusing.expectRefused(await pay((await newKey({ scopes })).key), 'FORBIDDEN');
    });

    it('cannot make one that may do more than it', async () => {
      const mutation = 'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }';
      const small = await newKey({ scopes: ['read', 'write'] });
      const answer = await refusing.request(mutation, { input: { name: 'k', scopes: ['admin'] } }, small.key);
      await refusing.expectRefused(answer, 'FORBIDDEN');
    });
  });

  describe('a wallet', () => {
    const readBack = `query($id: ID!) { payment(id: $id) { id status attention timeline { kind responseStatus } } }`;
    const verify = `mutation($input: PaymentIdInput!) { verifyPayment(input: $input) { status attention } }`;
    const pay = async () => {
      const answer = await refusing.request(createPayment, {
        input: gopayInput({ enrolmentId: refusing.ids.Enrolment }),
      });
      refusing.before.payments.totalCount += 1;
      return answer;
    };

    it.each(['html', 'empty'])(
      'that answers a new order with 200 and %s has not confirmed it, and is asked again',
      async (fault) => {
        await refusing.world.fault('gopay', { fault, on: 'create' });
        const { data, codes, text } = await pay();
        expect(codes).toEqual([]);
        expect(text).not.toMatch(innards);
        const settled = await eventually(async () => {
          const { payment } = await ask(refusing.hub.graphqlUrl, refusing.key, readBack, {
            id: data.createPayment.id,
          });
          return payment.status !== 'CREATED' && payment;
        }, 'the wallet is asked again');
        expect(settled).toMatchObject({ status: 'PENDING', attention: null });
      },
    );

    it.each(['html', 'empty'])(
      'that answers with 200 and %s when it is asked is UPSTREAM_UNAVAILABLE',
      async (fault) => {
        const { data } = await pay();
        await refusing.world.fault('gopay', { fault, on: 'read' });
        const answer = await refusing.request(verify, { input: { paymentId: data.createPayment.id } });
        await refusing.expectRefused(answer, 'UPSTREAM_UNAVAILABLE');
        const { payment } = await ask(refusing.hub.graphqlUrl, refusing.key, readBack, {
          id: data.createPayment.id,
        });
        expect(payment).toMatchObject({ status: 'PENDING', attention: null });
      },
    );

    it.each([1, -1, 0.5])('that names an amount that is %d more moves nothing', async (by) => {
      const { data } = await pay();
      await refusing.world.fault('gopay', { fault: 'different-amount', by, on: 'read', times: 20 });
      const order = (await refusing.world.orders()).at(-1);
      await refusing.world.pay(order?.orderId);
      const answer = await refusing.request(verify, { input: { paymentId: data.createPayment.id } });
      expect(answer.text).not.toMatch(innards);
      const { payment } = await ask(refusing.hub.graphqlUrl, refusing.key, readBack, {
        id: data.createPayment.id,
      });
      expect(payment.status).toBe('PENDING');
      if (by === 0.5) expect(answer.codes).toEqual(['UPSTREAM_UNAVAILABLE']);
      else expect(payment.attention).toContain('amount');
    });
  });
});
