import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphqlBody, post, type RunningShop, runShop, shopKey } from './fixtures/running-shop.ts';

describe('bad input', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  const setPrice = 'mutation Set($input: PriceInput!) { setPrice(input: $input) { price } }';

  it.each([
    ['an enum value that does not exist', { upc: 'p1', price: 1, currency: 'BTC' }, 'currency'],
    ['a fraction for a whole number', { upc: 'p1', price: 1.5, currency: 'IDR' }, 'price'],
    ['an absurd number', { upc: 'p1', price: 1e30, currency: 'IDR' }, 'price'],
    ['text for a number', { upc: 'p1', price: '1', currency: 'IDR' }, 'price'],
    ['a missing field', { upc: 'p1', currency: 'IDR' }, 'price'],
    ['a field that does not exist', { upc: 'p1', price: 1, currency: 'IDR', colour: 'red' }, 'colour'],
    ['null for an object', null, 'input'],
  ])('%s is VALIDATION_ERROR with the field', async (_, input, field) => {
    const { status, body } = await post(running.gateway, { query: setPrice, variables: { input } });
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'VALIDATION_ERROR', details: [{ field }] });
    expect(JSON.stringify(body)).not.toContain('stack');
  });

  it('a document with a syntax error is GRAPHQL_PARSE_FAILED', async () => {
    const { status, body } = await post(running.gateway, { query: '{ me {' });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions.code).toBe('GRAPHQL_PARSE_FAILED');
  });

  it('a field that does not exist is GRAPHQL_VALIDATION_FAILED', async () => {
    const { status, body } = await post(running.gateway, { query: '{ nothing }' });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('an operation name that the document lacks is BAD_REQUEST', async () => {
    const { status, body } = await post(running.gateway, {
      query: 'query A { me { id } }',
      operationName: 'B',
    });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it('what is too complex is refused over GET and in plain JSON too', async () => {
    const query = encodeURIComponent(`{ ${'me { '.repeat(30)} id ${'}'.repeat(30)} }`);
    const response = await fetch(`${running.gateway.url}/graphql?query=${query}`, {
      headers: { 'x-api-key': shopKey, accept: 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('QUERY_TOO_COMPLEX');
  });

  it('introspection within introspection is refused', async () => {
    const query = `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`;
    const { body } = await post(running.gateway, { query });
    expect(body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  async function raw(init: RequestInit): Promise<{ status: number; body: GraphqlBody }> {
    const response = await fetch(`${running.gateway.url}/graphql`, init);
    return { status: response.status, body: (await response.json()) as GraphqlBody };
  }

  it('a body that is no JSON is BAD_REQUEST', async () => {
    const { status, body } = await raw({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{ "query": ',
    });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it('a body over a mebibyte is PAYLOAD_TOO_LARGE', async () => {
    const { status, body } = await raw({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { id } }', variables: { x: 'x'.repeat(1024 * 1024) } }),
    });
    expect(status).toBe(413);
    expect(body.errors?.[0]?.extensions.code).toBe('PAYLOAD_TOO_LARGE');
  });

  it('a batch is refused', async () => {
    const { status, body } = await raw({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ me { id } }' }, { query: '{ me { id } }' }]),
    });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        message: expect.stringContaining('send each in a request of its own'),
        extensions: { code: 'BAD_REQUEST', retryable: false },
      },
    ]);
  });

  it('what a form of another site could send is refused', async () => {
    for (const init of [
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{ me { id } }"}' },
      { method: 'GET' },
    ]) {
      const response = await fetch(`${running.gateway.url}/graphql?query={me{id}}`, init);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('BAD_REQUEST');
    }
  });

  it('a method that an address is not served with is told which are', async () => {
    for (const [method, path, status, allow] of [
      ['POST', '/health/live', 405, 'GET, OPTIONS'],
      ['DELETE', '/graphql/stream?a=b', 405, 'GET, OPTIONS, POST'],
      ['OPTIONS', '/health/l%69ve', 204, 'GET, OPTIONS'],
      ['POST', '/health/elsewhere', 404, null],
    ] as const) {
      const answer = await fetch(running.gateway.url + path, { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow]);
    }
  });

  it('a key that is not valid is UNAUTHENTICATED, and no key is anonymous', async () => {
    const wrong = await post(running.gateway, { query: '{ whoAmI { kind } }' }, { 'x-api-key': 'guess' });
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="skills hub"']);
    expect(wrong.body).toEqual({
      errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED', retryable: false } })],
    });
    const empty = await post(running.gateway, { query: '{ whoAmI { kind } }' }, { 'x-api-key': '' });
    expect(empty.body.data?.whoAmI).toEqual({ kind: 'anonymous' });
  });

  const setPriceOfP9 = 'mutation { setPrice(input: { upc: "p9", price: 9, currency: IDR }) { price } }';
  const priceOfP9 = async () =>
    (await post(running.gateway, { query: '{ product(upc: "p9") { price } }' })).body.data;

  it('nothing is done for a client that would not take the answer', async () => {
    const before = await priceOfP9();
    const accept = 'application/json;charset=iso-8859-1';
    const { status } = await post(running.gateway, { query: setPriceOfP9 }, { 'x-api-key': shopKey, accept });
    expect([status, await priceOfP9()]).toEqual([406, before]);
  });

  it('an empty operation name is none, and lets no mutation by GET', async () => {
    const query = '{ whoAmI { kind } }';
    const { status, body } = await post(running.gateway, { query, operationName: '' });
    expect([status, body.data]).toEqual([200, { whoAmI: { kind: 'organisation' } }]);
    const before = await priceOfP9();
    const search = new URLSearchParams({ query: setPriceOfP9, operationName: '' });
    const response = await fetch(`${running.gateway.url}/graphql?${search}`, {
      headers: { 'x-api-key': shopKey },
    });
    expect([response.status, response.headers.get('allow'), await priceOfP9()]).toEqual([
      405,
      'POST',
      before,
    ]);
  });

  it('a method that GraphQL does not have is refused', async () => {
    const { status } = await raw({ method: 'DELETE', headers: { 'x-api-key': shopKey } });
    expect(status).toBe(405);
  });
});
