import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { WebSocket } from 'ws';
import { openStream } from '../gateway/fixtures/event-stream.ts';
import { connect, receive, until } from '../gateway/fixtures/websocket-client.ts';
import type { Gateway } from '../gateway/server.ts';
import type { Authenticator } from '../platform/auth/authenticator.ts';
import { PrincipalTokens } from '../platform/auth/principal-token.ts';
import type { SubgraphCaller } from '../platform/federation/caller.ts';
import { httpCaller } from '../platform/federation/http-caller.ts';
import { serveSubgraph } from '../platform/federation/subgraph-server.ts';
import { exchange } from '../subgraphs/exchange/subgraph.ts';
import { identity } from '../subgraphs/identity/subgraph.ts';
import { gatewayOver } from './gateway-over.ts';
import { type Data, platformPrincipal, type SubgraphHarness, startSubgraphs } from './subgraph-harness.ts';

const query = `subscription($after: Cursor) {
  events(types: ["student.created"], after: $after) { id cursor data } }`;
const flood = 3_000;
const everything: Authenticator = { authenticate: async () => platformPrincipal() };

class Watched extends WebSocket {
  static latest: Watched;
  constructor(url: string, protocol: string) {
    super(url, protocol);
    Watched.latest = this;
  }
}

describe('a subscriber that stops reading', () => {
  let hub: SubgraphHarness;
  let embedded: Gateway;
  let distributed: Gateway;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    hub = await startSubgraphs([identity, exchange({ baseUrls: {} })]);
    embedded = await gatewayOver(hub.callers, everything);
    const tokens = new PrincipalTokens('a secret between gateway and subgraphs');
    const app = fastify({ forceCloseConnections: true });
    serveSubgraph(app, { caller: hub.callers.exchange as SubgraphCaller, tokens });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const remote = httpCaller({ name: 'exchange', url: `${url}/graphql`, tokens });
    distributed = await gatewayOver({ ...hub.callers, exchange: remote }, everything);
    closing.push(
      () => embedded.close(),
      () => distributed.close(),
      () => remote.close(),
      () => app.close(),
      () => hub.close(),
    );
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  /** Writes events of 10 KB as if students had been created. */
  async function happen(count: number): Promise<void> {
    await hub.pool.query(
      `WITH written AS (
         INSERT INTO events.outbox (id, type, subject_type, subject_id, audience, data, actor)
         SELECT gen_random_uuid(), 'student.created', 'Student', gen_random_uuid(), '{}',
                jsonb_build_object('filler', repeat('x', 10000)), 'test'
         FROM generate_series(1, $1)
       ) SELECT pg_notify('hub_outbox', '')`,
      [count],
    );
  }

  async function logged(): Promise<string[]> {
    const { rows } = await hub.pool.query<{ id: string }>(
      `SELECT 'evt_' || id AS id FROM events.log WHERE type = 'student.created' ORDER BY position`,
    );
    return rows.map(({ id }) => id);
  }

  it.each([
    ['in process', () => embedded],
    ['over the subgraph socket', () => distributed],
  ] as const)(
    'is told LAGGED, %s, and misses nothing and gets nothing twice from the cursor on',
    async (_, gateway) => {
      const already = (await logged()).length;
      const { consumers } = hub.events;
      const client = connect(gateway(), { webSocketImpl: Watched });
      const first = receive(client, { query });
      await until(() => hub.events.consumers > consumers);
      await happen(1);
      await until(() => first.results.length === 1);
      Watched.latest.pause();
      await happen(flood);
      // The log has let go of it: what waits for it in memory grows no more.
      await until(async () => (await logged()).length === already + flood + 1);
      await until(() => hub.events.consumers === consumers);
      Watched.latest.resume();
      await until(() => first.end !== undefined);
      const { error: errors } = first.end as { error: Data[] };
      const [error] = errors;
      expect(error.extensions).toEqual({ code: 'LAGGED', retryable: true, cursor: expect.any(String) });
      expect(first.results.length).toBeLessThan(flood);

      const rest = receive(client, { query, variables: { after: error.extensions.cursor } });
      await until(() => first.results.length + rest.results.length > flood);
      await happen(1);
      await until(() => first.results.length + rest.results.length > flood + 1);
      const ids = [...first.results, ...rest.results].map(({ data }) => (data as Data).events.id);
      expect(ids).toEqual((await logged()).slice(already));
      expect(rest.end).toBeUndefined();
      await client.dispose();
      await until(() => hub.events.consumers === consumers);
    },
  );

  it('is told LAGGED as an event stream too, and goes on by Last-Event-ID', async () => {
    const already = (await logged()).length;
    const { consumers } = hub.events;
    const first = await openStream(embedded, { query });
    await until(() => hub.events.consumers > consumers);
    await happen(1);
    await until(() => first.events.length === 1);
    first.pause();
    await happen(flood);
    await until(async () => (await logged()).length === already + flood + 1);
    await until(() => hub.events.consumers === consumers);
    first.resume();
    await until(() => first.over);
    const [error, complete] = first.events.splice(-2);
    expect(complete?.event).toBe('complete');
    expect(JSON.parse(error?.data ?? '').errors[0].extensions).toEqual({
      code: 'LAGGED',
      retryable: true,
      cursor: first.events.at(-1)?.id,
    });

    const rest = await openStream(embedded, { query }, { 'last-event-id': first.events.at(-1)?.id ?? '' });
    await until(() => first.events.length + rest.events.length > flood);
    const ids = [...first.events, ...rest.events].map(({ data }) => JSON.parse(data).data.events.id);
    expect(ids).toEqual((await logged()).slice(already));
    rest.leave();
    await until(() => hub.events.consumers === consumers);
  });
});
