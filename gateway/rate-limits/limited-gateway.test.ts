import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../platform/auth/principal.ts';
import { openStream } from '../fixtures/event-stream.ts';
import { type GraphqlBody, post, type RunningShop, runShop, shopkeeper } from '../fixtures/running-shop.ts';
import { answerBy, transports } from '../fixtures/transports.ts';
import { connect, receive, until } from '../fixtures/websocket-client.ts';
import { MemoryCounters } from './memory-counters.ts';

const hour = 3_600_000;

interface CostShown {
  requested: number;
  actual: number;
  limit: number;
  remaining: number;
  restoreRate: number;
}

function costOf(body: GraphqlBody): CostShown | undefined {
  return (body as { extensions?: { cost: CostShown } }).extensions?.cost;
}

function codesOf({ errors }: GraphqlBody): unknown[] | undefined {
  return errors?.map(({ extensions }) => extensions.code);
}

describe('a gateway that limits its callers', () => {
  let running: RunningShop;
  let now = 0;
  /** Another caller for each test. */
  let caller: Principal;
  let callers = 0;
  beforeAll(async () => {
    running = await runShop('in process', {
      rateLimits: {
        counters: new MemoryCounters(() => now),
        readsPerHour: 1000,
        writesPerHour: 1000,
        costPerOperation: 5000,
        byAddress: false,
      },
      authenticator: { authenticate: async () => caller },
    });
  });
  afterAll(() => running.close());
  const allow = (readsPerHour: number, writesPerHour?: number) => {
    callers += 1;
    caller = { ...shopkeeper, id: `key-${callers}`, allowance: { readsPerHour, writesPerHour } };
  };
  beforeEach(() => {
    now = 1000 * hour;
    allow(1000);
  });
  const ask = (query: string, headers: Record<string, string> = {}) =>
    post(running.gateway, { query }, headers);
  const read = '{ me { name } }';
  const write = 'mutation { setPrice(input: { upc: "p1", price: 5, currency: IDR }) { upc } }';

  it('tells with every answer what is left', async () => {
    now += hour / 2;
    const before = Math.floor(Date.now() / 1000);
    const { headers, body } = await ask(read);
    const after = Math.ceil(Date.now() / 1000);
    expect(headers.get('ratelimit-policy')).toBe('"reads";q=1000;w=3600, "cost";q=200000;w=2000');
    expect(headers.get('ratelimit')).toBe('"reads";r=999;t=1800, "cost";r=199998;t=1');
    expect(headers.get('x-ratelimit-limit')).toBe('1000');
    expect(headers.get('x-ratelimit-remaining')).toBe('999');
    const reset = Number(headers.get('x-ratelimit-reset'));
    expect(reset).toBeGreaterThanOrEqual(before + 1800);
    expect(reset).toBeLessThanOrEqual(after + 1800);
    expect(headers.get('retry-after')).toBeNull();
    expect(costOf(body)).toEqual({
      requested: 2,
      actual: 2,
      limit: 200_000,
      remaining: 199_998,
      restoreRate: 100,
    });
  });

  it.each(['application/json', 'application/graphql-response+json'])(
    'answers 429 to who is over the limit, and says when to come back: %s',
    async (accept) => {
      allow(3);
      const statuses: number[] = [];
      for (let i = 0; i < 3; i += 1) statuses.push((await ask(read, { accept })).status);
      expect(statuses).toEqual([200, 200, 200]);
      const { status, headers, body } = await ask(read, { accept });
      expect([status, headers.get('retry-after'), headers.get('x-ratelimit-remaining')]).toEqual([
        429,
        '4800',
        '0',
      ]);
      expect(body.errors).toEqual([
        {
          message: 'Too many requests: 3 reads an hour are allowed. Try again in 4800 s.',
          extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: 4800 },
        },
      ]);
      now += 4800 * 1000;
      expect((await ask(read, { accept })).status).toBe(200);
    },
  );

  it('counts reads and writes apart', async () => {
    allow(2, 1);
    expect((await ask(write)).headers.get('ratelimit')).toContain('"writes";r=0;');
    expect((await ask(write)).status).toBe(429);
    expect((await ask(read)).status).toBe(200);
  });

  it('counts several mutations of one operation as so many writes', async () => {
    const one = (name: string) => `${name}: setPrice(input: { upc: "p1", price: 5, currency: IDR }) { upc }`;
    const { headers } = await ask(`mutation { ${one('a')} ${one('b')} ... on Mutation { ${one('c')} } }`);
    expect(headers.get('x-ratelimit-remaining')).toBe('997');
  });

  it.each(transports)('limits and meters what comes by %s, all counted together', async (transport) => {
    allow(2);
    expect(costOf(await answerBy(transport, running, { query: read }))).toMatchObject({
      requested: 2,
      actual: 2,
    });
    await ask(read);
    const refused = await answerBy(transport, running, { query: read });
    expect(refused.errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: expect.any(Number) } },
    ]);
  });

  it('answers 429 with Retry-After to a request for an event stream', async () => {
    allow(1);
    const first = await openStream(running.gateway, { query: read });
    expect([first.status, first.headers['x-ratelimit-remaining']]).toEqual([200, '0']);
    const { status, headers } = await openStream(running.gateway, { query: read });
    expect([status, headers['retry-after']]).toEqual([429, '7200']);
  });

  it('counts a subscription once, however many events it brings', async () => {
    allow(2);
    const client = connect(running.gateway);
    const received = receive(client, { query: 'subscription { sold { number } }' });
    await until(() => running.shop.sold.size > 0);
    for (let i = 0; i < 5; i += 1) running.shop.sell();
    await until(() => received.results.length === 5);
    await client.dispose();
    expect((await ask(read)).headers.get('x-ratelimit-remaining')).toBe('0');
  });

  it('counts a document that it refuses', async () => {
    const { headers, body } = await ask('{ nothing }');
    expect(codesOf(body)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(headers.get('x-ratelimit-remaining')).toBe('999');
    await answerBy('websocket', running, { query: '{ nothing }' });
    expect((await ask(read)).headers.get('x-ratelimit-remaining')).toBe('997');
  });

  it.each(transports)(
    'refuses an operation that costs too much before anything of it runs: %s',
    async (transport) => {
      allow(10);
      const resolved = running.shop.calls.get('User') ?? 0;
      const query = '{ users { reviews { product { reviews { author { name } } } } } }';
      const body = await answerBy(transport, running, { query });
      expect(body.errors).toMatchObject([
        { extensions: { code: 'QUERY_TOO_COMPLEX', retryable: false, cost: { requested: 2211, cap: 2000 } } },
      ]);
      expect(running.shop.calls.get('User') ?? 0).toBe(resolved);
    },
  );

  it('gives back what an operation has not cost after all', async () => {
    const { body } = await ask(
      '{ user(id: "u1") { reviews { body } } other: user(id: "nobody") { reviews { body } } }',
    );
    // Ten reviews are assumed of each.
    expect(costOf(body)).toMatchObject({ requested: 23, actual: 12, remaining: 200_000 - 12 });
    expect(costOf((await ask(read)).body)?.remaining).toBe(200_000 - 14);
  });

  it('makes who has spent all points wait until they are back', async () => {
    allow(5);
    const dear =
      '{ a: users { reviews { body } } b: users { reviews { body } } c: users { reviews { body } } }';
    const { status } = await ask(`mutation { ${'x'} }`);
    expect(status).toBe(400);
    // 331 of 1,000 points each, of which more is used: twenty users with ten reviews each.
    expect((await ask(dear)).status).toBe(200);
    expect((await ask(dear)).status).toBe(200);
    expect((await ask(dear)).status).toBe(200);
    const { status: refused, headers, body } = await ask(dear);
    expect(refused).toBe(429);
    expect(body.errors?.[0]).toMatchObject({
      message: 'Too many requests: this costs 331 points, and 7 are left. Try again in 324 s.',
      extensions: {
        code: 'RATE_LIMITED',
        retryAfter: 324,
        cost: { requested: 331, remaining: 7, restoreRate: 1 },
      },
    });
    expect(headers.get('retry-after')).toBe('324');
    now += 324_000;
    expect((await ask(dear)).status).toBe(200);
  });

  it('counts for Prometheus what it refuses', async () => {
    allow(0);
    await ask(read);
    const metrics = await (await fetch(`${running.gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/hub_rate_limited_total{limit="reads"} \d+/);
  });
});
