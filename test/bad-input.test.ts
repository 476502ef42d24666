import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { isErrorCode } from '../platform/errors.ts';
import { furnishInstitution, gopayInput, type Ids } from './furnished-institution.ts';
import { ask, eventually, type GraphAnswer, send } from './graph-request.ts';
import { KillableHub } from './killable-hub.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import { newLearner, weldingProgram } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

const createPayment = 'mutation($input: CreatePaymentInput!) { createPayment(input: $input) { id status } }';
const createStudent = 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }';
const createProgram = 'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id } }';
const refundPayment = 'mutation($input: RefundPaymentInput!) { refundPayment(input: $input) { id } }';
const counts = `{ organisations { totalCount } students { totalCount } users { totalCount } apiKeys { totalCount }
  webhooks { totalCount } programs { totalCount } enrolments { totalCount } credentials { totalCount } payments { totalCount } }`;
/** Paths of files, lines of stacks, words of the database: nothing of it is anybody's business. */
const innards = /node_modules|\bat \S+ \(|\.(ts|js):\d+|stack|select |insert |violates|ECONN/i;

describe('bad input to the whole hub', () => {
  let world: OutsideWorld;
  let hub: KillableHub;
  let key: string;
  let ids: Ids;
  let before: Data;
  beforeAll(async () => {
    world = await startOutsideWorld();
    hub = await KillableHub.start({ ...world.environment, LOG_LEVEL: 'error' });
    ({ key, ids } = await furnishInstitution(hub.graphqlUrl, hub.apiKeys.admin));
    before = await ask(hub.graphqlUrl, hub.apiKeys.admin, counts);
  }, 60_000);
  afterAll(async () => {
    await hub.remove();
    await world.close();
  }, 40_000);
  afterEach(() => world.clearFaults('gopay'));

  const request = (query: string, variables?: Record<string, unknown>, as: string | null = key) =>
    send(hub.graphqlUrl, as, query, variables);

  /** It was refused with `code`, says nothing of the hub's insides, and nothing is there that was not before. */
  async function expectRefused(answer: GraphAnswer, code: string): Promise<void> {
    expect([answer.codes, answer.data ?? null]).toEqual([[code], null]);
    expect(isErrorCode(code)).toBe(true);
    expect(answer.text).not.toMatch(innards);
    expect(await ask(hub.graphqlUrl, hub.apiKeys.admin, counts)).toEqual(before);
  }

  const fieldsOf = ({ errors }: GraphAnswer) =>
    errors.flatMap(
      ({ extensions }) => (extensions.details as Data[] | undefined)?.map(({ field }) => field) ?? [],
    );

  it.each([
    ['a method that there is not', { method: 'DANA' }, 'method'],
    ['a negative amount', { amount: -1 }, 'amount'],
    ['no amount', { amount: 0 }, 'amount'],
    ['a fraction of a rupiah', { amount: 1500.5 }, 'amount'],
    ['an amount beyond all programs', { amount: 10_000_000_001 }, 'amount'],
    ['an amount beyond all integers', { amount: 1e300 }, 'amount'],
    ['an amount in words', { amount: '1500000' }, 'amount'],
    ['a phone number that is none', { customer: { name: 'A', phone: 'call me' } }, 'customer.phone'],
    ['a phone number of too few digits', { customer: { name: 'A', phone: '0812' } }, 'customer.phone'],
    [
      'a phone number with null in it',
      { customer: { name: 'A', phone: '0812\u00003456789' } },
      'customer.phone',
    ],
    ['a name of nothing', { customer: { name: '', phone: '081260001099' } }, 'customer.name'],
    ['a name with a zero byte', { customer: { name: 'A\u0000B', phone: '081260001099' } }, 'customer.name'],
    ['a description with a zero byte', { description: 'A\u0000B' }, 'description'],
    ['an idempotency key of a thousand characters', { idempotencyKey: 'k'.repeat(1000) }, 'idempotencyKey'],
    ['an idempotency key with a zero byte', { idempotencyKey: `k\u0000${randomUUID()}` }, 'idempotencyKey'],
    ['an id that is none', { enrolmentId: "1' OR '1'='1" }, 'enrolmentId'],
    ['a field that there is not', { status: 'PAID' }, 'status'],
  ])('a payment with %s is VALIDATION_ERROR with the field', async (_, wrong, field) => {
    const input = { ...gopayInput({ enrolmentId: ids.Enrolment }), ...wrong };
    const answer = await request(createPayment, { input });
    await expectRefused(answer, 'VALIDATION_ERROR');
    expect(fieldsOf(answer)).toEqual([field]);
  });

  it.each<[string, string, () => object, string]>([
    ['a student whose phone is none', createStudent, () => ({ ...newLearner(), phone: '12' }), 'phone'],
    ['a student whose NIK is none', createStudent, () => ({ ...newLearner(), nik: '99' }), 'nik'],
    ['a student with a zero byte', createStudent, () => ({ ...newLearner(), name: 'A\u0000' }), 'name'],
    ['a student with half a character', createStudent, () => ({ ...newLearner(), name: 'A\ud800' }), 'name'],
    ['a program with a negative fee', createProgram, () => ({ ...weldingProgram(), fee: -1 }), 'fee'],
    ['a program without places', createProgram, () => ({ ...weldingProgram(), capacity: 0 }), 'capacity'],
    [
      'a program that ends before it begins',
      createProgram,
      () => ({ ...weldingProgram(), endDate: '2026-08-31' }),
      'endDate',
    ],
    [
      'a program on a day that there is not',
      createProgram,
      () => ({ ...weldingProgram(), endDate: '2026-09-31' }),
      'endDate',
    ],
    ['a refund of nothing', refundPayment, () => refundInput({ amount: 0 }), 'amount'],
    ['a refund of a fraction', refundPayment, () => refundInput({ amount: 0.5 }), 'amount'],
  ])('%s is VALIDATION_ERROR with the field', async (_, mutation, input, field) => {
    const answer = await request(mutation, { input: input() });
    await expectRefused(answer, 'VALIDATION_ERROR');
    expect(fieldsOf(answer)).toEqual([field]);
  });

  const refundInput = (wrong: object) => ({
    paymentId: ids.Payment,
    amount: 1000,
    reason: 'Salah',
    idempotencyKey: randomUUID(),
    ...wrong,
  });

  it('a refund of what is not paid is CONFLICT', async () => {
    await expectRefused(await request(refundPayment, { input: refundInput({}) }), 'CONFLICT');
  });

  it.each([
    ['of a negative length', 'first: -1'],
    ['of ten thousand', 'first: 10000'],
    ['beyond the offset', 'offset: 10001'],
    ['before the beginning', 'offset: -1'],
    ['after a cursor that is none', 'after: "nowhere"'],
  ])('a page %s is VALIDATION_ERROR', async (_, args) => {
    const answer = await request(`{ students(${args}) { totalCount nodes { id } } }`);
    await expectRefused(answer, 'VALIDATION_ERROR');
  });

  it.each(['x', '', "' OR 1=1 --", `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`])(
    'the id %j shows nothing',
    async (id) => {
      const answer = await request(
        'query($id: ID!, $text: String!) { a: student(id: $id) { id } b: payment(id: $id) { id } c: program(id: $id) { id } d: enrolment(id: $id) { id } e: organisation(id: $id) { id } f: credential(id: $id) { id } g: siplatihSubmission(id: $id) { id } h: user(id: $id) { id } i: permit(registrationId: $text) { id } }',
        { id, text: id },
      );
      expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
      expect(answer.codes.filter((code) => code !== 'VALIDATION_ERROR')).toEqual([]);
      expect(answer.text).not.toMatch(innards);
    },
  );

  it('an id with a zero byte is VALIDATION_ERROR, also where ids are text', async () => {
    const answer = await request('query($id: String!) { permit(registrationId: $id) { id } }', {
      id: '\u0000',
    });
    expect([answer.codes, answer.data]).toEqual([['VALIDATION_ERROR'], { permit: null }]);
  });

  it.each([
    ['an amount', 'amount: 1500.5, method: GOPAY'],
    ['a method', 'amount: 1500000, method: DANA'],
  ])('%s that is wrong is no better written into the document', async (_, wrong) => {
    const { customer, enrolmentId, idempotencyKey } = gopayInput({ enrolmentId: ids.Enrolment }) as Data;
    const answer = await request(`mutation { createPayment(input: { enrolmentId: "${enrolmentId}", ${wrong},
      description: "d", customer: { name: "${customer.name}", phone: "${customer.phone}" },
      idempotencyKey: "${idempotencyKey}" }) { id } }`);
    expect(['VALIDATION_ERROR', 'GRAPHQL_VALIDATION_FAILED']).toContain(answer.codes[0]);
    await expectRefused(answer, String(answer.codes[0]));
  });

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
    const answer = await request(query());
    expect(answer.status).toBe(400);
    await expectRefused(answer, 'QUERY_TOO_COMPLEX');
  });

  async function postRaw(body: string): Promise<GraphAnswer> {
    const response = await fetch(hub.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
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
    await expectRefused(answer, code);
  });

  describe('what is asked of events', () => {
    const log = `query($types: [String!], $filter: String, $after: Cursor) {
      eventLog(types: $types, filter: $filter, after: $after) { cursor } }`;
    const stream = `subscription($types: [String!], $filter: String, $after: Cursor) {
      events(types: $types, filter: $filter, after: $after) { cursor } }`;

    it.each<[string, object, string, string]>([
      [
        'a type that there is not',
        { types: ['payment.complete'] },
        'VALIDATION_ERROR',
        'see the query eventTypes',
      ],
      [
        'a wildcard that means nothing',
        { types: ['payments.*'] },
        'VALIDATION_ERROR',
        'see the query eventTypes',
      ],
      [
        'a filter that ends too soon',
        { filter: 'data.amount >' },
        'VALIDATION_ERROR',
        'character 14: a text in double',
      ],
      ['a filter of nothing', { filter: '' }, 'VALIDATION_ERROR', 'character 1: a path such as data.amount'],
      [
        'a filter on what payments have not',
        { types: ['payment.*'], filter: 'data.price > 1' },
        'VALIDATION_ERROR',
        'there are type, subject.type, subject.id, data.payment_id, data.amount',
      ],
      [
        'a filter that takes texts for numbers',
        { filter: 'data.amount > "1"' },
        'VALIDATION_ERROR',
        'data.amount is a number',
      ],
      [
        'a filter with a zero byte',
        { filter: 'data.name = "\u0000"' },
        'VALIDATION_ERROR',
        'is no well-formed text',
      ],
      [
        'a filter of a hundred kilobytes',
        { filter: ' '.repeat(100_000) },
        'VALIDATION_ERROR',
        'at most 2000 characters',
      ],
      ['a cursor that is none', { after: 'rubbish' }, 'CURSOR_INVALID', 'or none to start now'],
      ['a cursor with a zero byte', { after: '\u0000' }, 'VALIDATION_ERROR', 'is no well-formed text'],
      [
        'a cursor of another hub',
        { after: cursor('01890a5d-ac96-774b-bcce-b302099a8001', 5) },
        'CURSOR_INVALID',
        'leave `after` out to start here',
      ],
    ])('%s is refused, in the log and as a stream alike', async (_, variables, code, message) => {
      const answer = await request(log, { ...variables });
      await expectRefused(answer, code);
      expect(answer.text).toContain(message);
      expect(await refusalOfStream({ ...variables })).toEqual({
        code,
        message: expect.stringContaining(message),
      });
    });

    it('a cursor beyond the end is CURSOR_INVALID', async () => {
      const { eventLog } = await ask(hub.graphqlUrl, key, '{ eventLog(first: 1) { cursor } }');
      const [logId = ''] = Buffer.from(eventLog.cursor, 'base64url').toString().split(':');
      const after = cursor(logId, 999_999_999);
      const answer = await request(log, { after });
      await expectRefused(answer, 'CURSOR_INVALID');
      expect(answer.text).toContain('or none to start now');
      expect(await refusalOfStream({ after })).toMatchObject({ code: 'CURSOR_INVALID' });
    });

    function cursor(logId: string, position: number): string {
      return Buffer.from(`${logId}:2026-01-01:${position}`).toString('base64url');
    }

    /** The error that a subscription ends with before it has begun. */
    async function refusalOfStream(variables: object): Promise<Data> {
      const response = await fetch(`${hub.graphqlUrl}/stream`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-api-key': key },
        body: JSON.stringify({ query: stream, variables }),
      });
      const text = await response.text();
      expect(text).not.toMatch(innards);
      const { errors } = JSON.parse(/^data: (\{.+)$/m.exec(text)?.[1] ?? '{}');
      return { code: errors[0].extensions.code, message: errors[0].message };
    }
  });

  describe('a webhook', () => {
    const createWebhook = `mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }`;
    const valid = { name: 'LMS', url: 'https://lms.example.org/hook', events: ['student.*'] };

    it.each<[string, object, string, string]>([
      [
        'of a type that there is not',
        { events: ['student.made'] },
        'VALIDATION_ERROR',
        'see the query eventTypes',
      ],
      [
        'of a wildcard that means nothing',
        { events: ['pupil.*'] },
        'VALIDATION_ERROR',
        'see the query eventTypes',
      ],
      [
        'with a filter that is none',
        { filter: 'name like Siti' },
        'VALIDATION_ERROR',
        'character 6: one of =',
      ],
      [
        'with a payload that does not parse',
        { payload: '... on Student { name' },
        'VALIDATION_ERROR',
        'line 2, column 2',
      ],
      [
        'with a payload of fields that there are not',
        { payload: '... on Student { naem }' },
        'VALIDATION_ERROR',
        'Did you mean \\"name\\"',
      ],
      [
        'with a payload that costs too much',
        { payload: `... on Student { ${Array.from({ length: 60 }, (_, n) => `a${n}: name`).join(' ')} }` },
        'QUERY_TOO_COMPLEX',
        'split it',
      ],
      [
        'with a URL that is none',
        { url: 'lms.example.org' },
        'VALIDATION_ERROR',
        'such as https://example.org/hook',
      ],
      [
        'with a URL of another kind',
        { url: 'file:///etc/passwd' },
        'VALIDATION_ERROR',
        'such as https://example.org/hook',
      ],
      [
        'with a private address',
        { url: 'https://10.0.0.8/hook' },
        'VALIDATION_ERROR',
        'is not a public address',
      ],
      [
        'with a disguised address',
        { url: 'https://0x0a.8/hook' },
        'VALIDATION_ERROR',
        'is not a public address',
      ],
      [
        'without encryption',
        { url: 'http://lms.example.org/hook' },
        'VALIDATION_ERROR',
        'must begin with https://',
      ],
      [
        'with a password',
        { url: 'https://a:b@lms.example.org/' },
        'VALIDATION_ERROR',
        'no user name or password',
      ],
      [
        'with a network that is none',
        { allowedAddresses: ['8.8.8.8/99'] },
        'VALIDATION_ERROR',
        'such as 203.0.113.7',
      ],
    ])('%s is refused', async (_, wrong, code, message) => {
      const answer = await request(createWebhook, { input: { ...valid, ...wrong } });
      await expectRefused(answer, code);
      expect(answer.text).toContain(message);
    });

    it('that leads to the hub itself is refused', async () => {
      for (const url of [hub.graphqlUrl, hub.graphqlUrl.replace('127.0.0.1', 'localhost')]) {
        await expectRefused(await request(createWebhook, { input: { ...valid, url } }), 'VALIDATION_ERROR');
      }
    });

    it('beyond the hundred of an organisation is CONFLICT, and says what to do', async () => {
      const organisationId = (
        await ask(
          hub.graphqlUrl,
          hub.apiKeys.admin,
          'mutation { createOrganisation(input: { name: "SMK Ramai", kind: SCHOOL }) { id } }',
        )
      ).createOrganisation.id;
      before.organisations.totalCount += 1;
      before.webhooks.totalCount += 100;
      const create = () => request(createWebhook, { input: { ...valid, organisationId } }, hub.apiKeys.admin);
      const answers: GraphAnswer[] = [];
      for (let batch = 0; batch < 5; batch++) {
        answers.push(...(await Promise.all(Array.from({ length: 25 }, create))));
      }
      const refused = answers.filter(({ codes }) => codes.length > 0);
      expect(answers.length - refused.length).toBe(100);
      for (const answer of refused) expect(answer.text).toContain('at most 100 webhooks; delete one');
      await expectRefused(await create(), 'CONFLICT');
    });
  });

  describe('a key', () => {
    async function newKey(input: object): Promise<{ key: string; id: string }> {
      const mutation = `mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id } } }`;
      const { createApiKey } = await ask(hub.graphqlUrl, key, mutation, { input: { name: 'k', ...input } });
      before.apiKeys.totalCount += 1;
      return { key: createApiKey.key, id: createApiKey.apiKey.id };
    }
    const revoke = (id: string) =>
      ask(
        hub.graphqlUrl,
        key,
        'mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { id } }',
        { input: { id } },
      );
    const pay = (as: string | null) =>
      request(createPayment, { input: gopayInput({ enrolmentId: ids.Enrolment }) }, as);

    it('that is missing is UNAUTHENTICATED', async () => {
      await expectRefused(await pay(null), 'UNAUTHENTICATED');
    });

    it.each(['guess', `hub_${'0'.repeat(12)}_${'x'.repeat(32)}`, 'x'.repeat(10_000), 'hub__', "' OR 1=1"])(
      'that was guessed (%.20s) is UNAUTHENTICATED',
      async (guess) => {
        const answer = await pay(guess);
        expect(answer.status).toBe(401);
        await expectRefused(answer, 'UNAUTHENTICATED');
      },
    );

    it('that was revoked is UNAUTHENTICATED from then on, also when it was used just before', async () => {
      const revoked = await newKey({ scopes: ['read'] });
      expect((await request('{ viewer { id } }', {}, revoked.key)).codes).toEqual([]);
      await revoke(revoked.id);
      await expectRefused(await pay(revoked.key), 'UNAUTHENTICATED');
    });

    it('that has expired is UNAUTHENTICATED from then on, also when it was used just before', async () => {
      const expiring = await newKey({
        scopes: ['read'],
        expiresAt: new Date(Date.now() + 4000).toISOString(),
      });
      expect((await request('{ viewer { id } }', {}, expiring.key)).codes).toEqual([]);
      const refused = await eventually(async () => {
        const answer = await pay(expiring.key);
        return answer.status === 401 && answer;
      }, 'the key expires');
      await expectRefused(refused, 'UNAUTHENTICATED');
    });

    it.each([
      [['read'], 'payments:write'],
      [['training:write', 'identity:write'], 'payments:write'],
    ])('of the scopes %j is FORBIDDEN what needs %s', async (scopes) => {
      await expectRefused(await pay((await newKey({ scopes })).key), 'FORBIDDEN');
    });

    it('cannot make one that may do more than it', async () => {
      const mutation = 'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }';
      const small = await newKey({ scopes: ['read', 'write'] });
      const answer = await request(mutation, { input: { name: 'k', scopes: ['admin'] } }, small.key);
      await expectRefused(answer, 'FORBIDDEN');
    });
  });

  describe('a wallet', () => {
    const readBack = `query($id: ID!) { payment(id: $id) { id status attention timeline { kind responseStatus } } }`;
    const verify = `mutation($input: PaymentIdInput!) { verifyPayment(input: $input) { status attention } }`;
    const pay = async () => {
      const answer = await request(createPayment, { input: gopayInput({ enrolmentId: ids.Enrolment }) });
      before.payments.totalCount += 1;
      return answer;
    };

    it.each(['html', 'empty'])(
      'that answers a new order with 200 and %s has not confirmed it, and is asked again',
      async (fault) => {
        await world.fault('gopay', { fault, on: 'create' });
        const { data, codes, text } = await pay();
        expect(codes).toEqual([]);
        expect(text).not.toMatch(innards);
        const settled = await eventually(
          async () => {
            const { payment } = await ask(hub.graphqlUrl, key, readBack, { id: data.createPayment.id });
            return payment.status !== 'CREATED' && payment;
          },
          'the wallet is asked again',
          15_000,
        );
        expect(settled).toMatchObject({ status: 'PENDING', attention: null });
      },
    );

    it.each(['html', 'empty'])(
      'that answers with 200 and %s when it is asked is UPSTREAM_UNAVAILABLE',
      async (fault) => {
        const { data } = await pay();
        await world.fault('gopay', { fault, on: 'read' });
        const answer = await request(verify, { input: { paymentId: data.createPayment.id } });
        await expectRefused(answer, 'UPSTREAM_UNAVAILABLE');
        const { payment } = await ask(hub.graphqlUrl, key, readBack, { id: data.createPayment.id });
        expect(payment).toMatchObject({ status: 'PENDING', attention: null });
      },
    );

    it.each([1, -1, 0.5])('that names an amount that is %d more moves nothing', async (by) => {
      const { data } = await pay();
      await world.fault('gopay', { fault: 'different-amount', by, on: 'read', times: 20 });
      const order = (await world.orders()).at(-1);
      await world.pay(order?.orderId);
      const answer = await request(verify, { input: { paymentId: data.createPayment.id } });
      expect(answer.text).not.toMatch(innards);
      const { payment } = await ask(hub.graphqlUrl, key, readBack, { id: data.createPayment.id });
      expect(payment.status).toBe('PENDING');
      if (by === 0.5) expect(answer.codes).toEqual(['UPSTREAM_UNAVAILABLE']);
      else expect(payment.attention).toContain('amount');
    });
  });
});
