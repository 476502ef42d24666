import { createHash } from 'node:crypto';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphqlBody, type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { answerBy, transports } from '../fixtures/transports.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
const codes = ({ errors = [] }: GraphqlBody) => errors.map(({ extensions }) => extensions.code);
/** A document of its own, so that no test knows another's. */
let counter = 0;
const fresh = () => `{ me { n${++counter}: name } }`;

describe.each(transports)('over %s', (transport) => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  const send = (sent: object, key?: string | null) => answerBy(transport, running, sent, key);

  it('a query that was sent once with its hash is run by the hash alone', async () => {
    const query = fresh();
    const extensions = persisted(sha256(query));
    expect(await send({ extensions })).toEqual({
      errors: [
        {
          message: expect.stringContaining('send the query along with it'),
          extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', retryable: false },
        },
      ],
    });
    const data = { me: { [`n${counter}`]: 'User 0' } };
    expect(await send({ query, extensions })).toEqual({ data });
    expect(await send({ extensions })).toEqual({ data });
  });

  it('nobody can put another query under a hash', async () => {
    const query = fresh();
    const extensions = persisted(sha256(query));
    expect(codes(await send({ query: '{ users { id } }', extensions }))).toEqual(['BAD_REQUEST']);
    expect(codes(await send({ extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    await send({ query, extensions });
    expect(codes(await send({ query: '{ users { id } }', extensions }))).toEqual(['BAD_REQUEST']);
    expect((await send({ extensions })).data).toEqual({ me: { [`n${counter}`]: 'User 0' } });
  });

  it.each([
    ['of another version', { version: 2, sha256Hash: sha256('x') }],
    ['without a version', { sha256Hash: sha256('x') }],
    ['without a hash', { version: 1 }],
    ['whose hash is no text', { version: 1, sha256Hash: { toString: 'x' } }],
    ['that is a text', 'x'],
  ])('a persisted query %s is BAD_REQUEST', async (_, persistedQuery) => {
    expect(codes(await send({ extensions: { persistedQuery } }))).toEqual(['BAD_REQUEST']);
  });

  it('what is too complex is not kept', async () => {
    const query = `{ ${'me { '.repeat(30)} id ${'}'.repeat(30)} }`;
    const extensions = persisted(sha256(query));
    expect(codes(await send({ query, extensions }))).toEqual(['QUERY_TOO_COMPLEX']);
    expect(codes(await send({ extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });
});

describe('persisted queries', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process');
  });
  afterAll(() => running.close());

  it('of strangers displace none of callers who are known, however many they are', async () => {
    const query = fresh();
    const extensions = persisted(sha256(query));
    await answerBy('HTTP', running, { query, extensions });
    const first = `{ me { id } } # ${'x'.repeat(90_000)}`;
    for (let n = 0; n < 15; n++) {
      const large = n === 0 ? first : `{ me { id } } # ${n} ${'x'.repeat(90_000)}`;
      await answerBy('HTTP', running, { query: large, extensions: persisted(sha256(large)) }, null);
    }
    expect(codes(await answerBy('HTTP', running, { extensions }, null))).toEqual([]);
    // Their own room is bounded.
    const forgotten = await answerBy('HTTP', running, { extensions: persisted(sha256(first)) }, null);
    expect(codes(forgotten)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  it.each([true, false])('are what Apollo Client sends (by GET: %s)', async (useGETForHashedQueries) => {
    const sent: { method: string; hasQuery: boolean }[] = [];
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: new PersistedQueryLink({ sha256, useGETForHashedQueries }).concat(
        new HttpLink({
          uri: `${running.gateway.url}/graphql`,
          headers: { 'x-api-key': shopKey },
          fetch: (uri, init) => {
            const hasQuery = /[?&]query=|"query":/.test(`${uri} ${init?.body}`);
            sent.push({ method: String(init?.method), hasQuery });
            return fetch(uri, init);
          },
        }),
      ),
    });
    const query = gql`query Of($id: ID!) { user(id: $id) { ${useGETForHashedQueries ? 'name' : 'username'} } }`;
    for (const id of ['u1', 'u2']) {
      const { data, error } = await client.query({ query, variables: { id } });
      expect([error, data]).toEqual([undefined, { user: expect.any(Object) }]);
    }
    const hashed = { method: useGETForHashedQueries ? 'GET' : 'POST', hasQuery: false };
    expect(sent).toEqual([hashed, { method: 'POST', hasQuery: true }, hashed]);
    client.stop();
  });
});
