import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { modes, post, type RunningShop, runShop, shopKey } from './fixtures/running-shop.ts';

describe.each(modes)('the graph, subgraphs %s', (mode) => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop(mode);
  });
  afterAll(() => running.close());

  const ask = (query: string, variables?: Record<string, unknown>, headers?: Record<string, string>) =>
    post(running.gateway, { query, ...(variables && { variables }) }, headers);

  it('joins the fields of three subgraphs, and what one needs of another', async () => {
    const { status, body } = await ask(`{
      topProducts(first: 2) { name reviews { stars author { name } } shippingEstimate }
    }`);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        topProducts: [0, 1].map((i) => ({
          name: `Product ${i}`,
          reviews: [i, i + 50, i + 100, i + 150].map((review) => ({
            stars: (review % 5) + 1,
            author: { name: `User ${review % 20}` },
          })),
          shippingEstimate: 100 + i,
        })),
      },
    });
  });

  it('answers with aliases, fragments, variables and directives', async () => {
    const { body } = await ask(
      `query Some($id: ID!, $with: Boolean!) {
        one: user(id: $id) { ...names reviews @include(if: $with) { id } }
        none: user(id: "nobody") { ...names }
      }
      fragment names on User { called: name __typename }`,
      { id: 'u1', with: false },
    );
    expect(body).toEqual({ data: { one: { called: 'User 1', __typename: 'User' }, none: null } });
  });

  it('runs mutations, with the fields of other subgraphs in the answer', async () => {
    const { body } = await ask(
      'mutation Add($input: ReviewInput!) { addReview(input: $input) { body author { name } product { name } } }',
      { input: { upc: 'p3', authorId: 'u2', body: 'good', stars: 4 } },
    );
    expect(body).toEqual({
      data: { addReview: { body: 'good', author: { name: 'User 2' }, product: { name: 'Product 3' } } },
    });
  });

  it('asks a subgraph once for all entities of a level', async () => {
    const fetches = async () => {
      const text = await (await fetch(`${running.gateway.url}/metrics`)).text();
      const counts = text.matchAll(
        /^hub_subgraph_fetch_duration_seconds_count{.*subgraph="accounts".*} (\d+)$/gm,
      );
      return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
    };
    const before = await fetches();
    const { body } = await ask('{ topProducts(first: 50) { reviews { author { name } } } }');
    expect(JSON.stringify(body).match(/"author"/g)).toHaveLength(201);
    expect(await fetches()).toBe(before + 1);
  });

  it('tells the subgraphs who is asking, and as part of which request', async () => {
    const query = '{ whoAmI { kind id scopes requestId } }';
    const known = await ask(query, undefined, { 'x-api-key': shopKey, 'x-request-id': 'request-17' });
    expect(known.body.data?.whoAmI).toEqual({
      kind: 'organisation',
      id: 'shopkeeper',
      scopes: ['read', 'write'],
      requestId: 'request-17',
    });
    expect(known.headers.get('x-request-id')).toBe('request-17');
    const bearer = await ask(query, undefined, { authorization: `Bearer ${shopKey}` });
    expect(bearer.body.data?.whoAmI).toMatchObject({ id: 'shopkeeper' });
    const nobody = await ask(query, undefined, {});
    expect(nobody.body.data?.whoAmI).toMatchObject({ kind: 'anonymous', scopes: [] });
  });

  it('shows an error of the catalogue with its code and path, and the rest of the answer', async () => {
    const { status, body } = await ask('{ me { name } fails(how: CATALOGUE) }');
    expect(status).toBe(200);
    expect(body.data).toEqual({ me: { name: 'User 0' }, fails: null });
    expect(body.errors).toEqual([
      expect.objectContaining({
        message: 'The program is full.',
        path: ['fails'],
        extensions: { code: 'CAPACITY_EXCEEDED', retryable: false },
      }),
    ]);
  });

  it('keeps the path of an error beneath an entity of another subgraph', async () => {
    const { body } = await ask('{ review(id: "r1") { author { name secret } } }');
    expect(body.data).toEqual({ review: { author: { name: 'User 1', secret: null } } });
    expect(body.errors?.[0]).toMatchObject({
      path: ['review', 'author', 'secret'],
      extensions: { code: 'FORBIDDEN' },
    });
  });

  it('shows which fields a subgraph found wrong', async () => {
    const { body } = await ask('{ fails(how: VALIDATION) }');
    expect(body.errors?.[0]?.extensions).toEqual({
      code: 'VALIDATION_ERROR',
      retryable: false,
      details: [{ field: 'how', message: 'is wrong' }],
    });
  });

  it('hides what is unexpected behind INTERNAL and a request id', async () => {
    const { body } = await ask('{ fails(how: BUG) }', undefined, { 'x-request-id': 'bug-1' });
    expect(body.errors).toEqual([
      expect.objectContaining({
        path: ['fails'],
        extensions: { code: 'INTERNAL', retryable: true, requestId: 'bug-1' },
      }),
    ]);
    expect(JSON.stringify(body)).not.toMatch(/hunter2|stack|accounts/);
  });

  it('describes itself to tools', async () => {
    const { body } = await ask(
      getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }),
    );
    expect(body.errors).toBeUndefined();
    expect(JSON.stringify(body.data)).toContain('Who the subgraph was told is asking.');
    expect(JSON.stringify(body.data)).not.toContain('_entities');
  });

  it('says that subscriptions need a websocket', async () => {
    const { status, body } = await ask('subscription { reviewAdded { id } }');
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
  });
});

describe('a subgraph that is gone', () => {
  it('takes only its own fields with it', async () => {
    const running = await runShop('over HTTP');
    await running.stopSubgraph('reviews');
    const { status, body } = await post(running.gateway, {
      query: '{ topProducts(first: 1) { name } review(id: "r1") { id } }',
    });
    expect(status).toBe(200);
    expect(body.data).toEqual({ topProducts: [{ name: 'Product 0' }], review: null });
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    await running.close();
  });
});
