import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { answerBy, type Sent, transports } from '../fixtures/transports.ts';

const codesOf = (errors: { extensions: Record<string, unknown> }[] = []) =>
  errors.map(({ extensions }) => extensions.code);

describe.each(transports)('over %s', (transport) => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process', { introspection: 'for callers who are known' });
  });
  afterAll(() => running.close());

  const setPrice = 'mutation Set($input: PriceInput!) { setPrice(input: $input) { price } }';
  const guesses: [string, Sent][] = [
    ['a field', { query: '{ me { nam } }' }],
    ['a query', { query: '{ userss { id } }' }],
    ['an argument', { query: '{ user(idd: "u1") { id } }' }],
    ['a type', { query: '{ me { ... on Usr { id } } }' }],
    ['the type of a variable', { query: 'query($i: PriceInpt!) { setPrice(input: $i) { price } }' }],
    ['a directive’s argument', { query: '{ me { name @skip(iff: true) } }' }],
    ['an object without its fields', { query: '{ me }' }],
    [
      'a field of an input in the document',
      { query: 'mutation { setPrice(input: {upcc: "p1", price: 1, currency: IDR}) { price } }' },
    ],
    [
      'a value of an enum in the document',
      { query: 'mutation { setPrice(input: {upc: "p1", price: 1, currency: IDRR}) { price } }' },
    ],
    [
      'a field of an input in the variables',
      { query: setPrice, variables: { input: { upc: 'p1', price: 1, currency: 'IDR', prise: 1 } } },
    ],
    [
      'a value of an enum in the variables',
      { query: setPrice, variables: { input: { upc: 'p1', price: 1, currency: 'IDRR' } } },
    ],
  ];

  it.each(guesses)(
    'a stranger who guesses %s is not told what there is; a caller who is known is',
    async (_, sent) => {
      const toStranger = JSON.stringify(await answerBy(transport, running, sent, null));
      expect(toStranger).toContain('errors');
      expect(toStranger).not.toMatch(/did you mean/i);
      expect(JSON.stringify(await answerBy(transport, running, sent))).toContain('Did you mean');
    },
  );

  const types = '__schema { types { name } }';
  it.each([
    ['the whole schema', getIntrospectionQuery()],
    ['a type', '{ __type(name: "User") { fields { name } } }'],
    ['by another name', `{ harmless: ${types} }`],
    ['in a fragment', `{ me { id } ...f } fragment f on Query { ${types} }`],
    ['in a fragment of a fragment', `{ ...f } fragment f on Query { ...g } fragment g on Query { ${types} }`],
    ['in an inline fragment', `{ ... on Query { ... { ${types} } } }`],
    ['with a directive', `{ me { id } ${types.replace('{', '@include(if: true) {')} }`],
    ['in another operation of the document', `query A { me { id } } query B { ${types} }`],
  ])(
    'a stranger who asks for the schema (%s) is UNAUTHENTICATED, and told what to send',
    async (_, query) => {
      const answer = await answerBy(
        transport,
        running,
        { query, operationName: /query A/.test(query) ? 'A' : undefined } as Sent,
        null,
      );
      expect(answer).toEqual({
        errors: [
          {
            message: expect.stringContaining('X-API-Key'),
            extensions: { code: 'UNAUTHENTICATED', retryable: false },
          },
        ],
      });
    },
  );

  it('a stranger learns no more than the names of types that were answered', async () => {
    const query = '{ __typename me { __typename } }';
    expect(await answerBy(transport, running, { query }, null)).toEqual({
      data: { __typename: 'Query', me: { __typename: 'User' } },
    });
  });

  it('a valid key is shown the whole schema, and one that is not is refused', async () => {
    const { data } = await answerBy(transport, running, { query: getIntrospectionQuery() });
    expect(buildClientSchema(data as never).getType('Review')).toBeDefined();
    if (transport === 'websocket') return;
    const guessed = await answerBy(transport, running, { query: getIntrospectionQuery() }, `${shopKey}x`);
    expect(codesOf(guessed.errors)).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a gateway that shows its schema to everybody', () => {
  it('shows it without a key', async () => {
    const running = await runShop('in process');
    const { data } = await answerBy('HTTP', running, { query: getIntrospectionQuery() }, null);
    expect(buildClientSchema(data as never).getType('Review')).toBeDefined();
    await running.close();
  });
});
