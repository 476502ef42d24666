import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { type OpenStream, openStream } from '../gateway/fixtures/event-stream.ts';
import {
  connect,
  type Received,
  receive,
  subscriptionsOf,
  until,
} from '../gateway/fixtures/websocket-client.ts';
import type { Gateway } from '../gateway/server.ts';
import type { Authenticator } from '../platform/auth/authenticator.ts';
import type { Principal } from '../platform/auth/principal.ts';
import { PrincipalTokens } from '../platform/auth/principal-token.ts';
import { HubError } from '../platform/errors.ts';
import type { SubgraphCaller } from '../platform/federation/caller.ts';
import { httpCaller } from '../platform/federation/http-caller.ts';
import { serveSubgraph } from '../platform/federation/subgraph-server.ts';
import { exchange } from '../subgraphs/exchange/subgraph.ts';
import { identity } from '../subgraphs/identity/subgraph.ts';
import { gatewayOver } from './gateway-over.ts';
import {
  type Data,
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from './subgraph-harness.ts';

const query =
  'subscription($types: [String!], $after: Cursor) { events(types: $types, after: $after) { id cursor type } }';
const [schoolA, schoolB] = [uuidv7(), uuidv7()];
const [siti, budi] = [uuidv7(), uuidv7()];

/** By key: two keys of one school share, and nobody else does. */
const principals: Record<string, Principal> = {
  'a-1': { ...organisationPrincipal(schoolA, 'identity:read'), id: 'a-1' },
  'a-2': { ...organisationPrincipal(schoolA, 'identity:read'), id: 'a-2' },
  'a-payments': { ...organisationPrincipal(schoolA, 'payments:read'), id: 'a-payments' },
  b: { ...organisationPrincipal(schoolB, 'identity:read'), id: 'b' },
  siti: { ...learnerPrincipal([siti], [schoolA], 'identity:read'), id: 'siti' },
  budi: { ...learnerPrincipal([budi], [schoolA], 'identity:read'), id: 'budi' },
  platform: { ...platformPrincipal(), id: 'platform' },
};
const keys = Object.keys(principals);

describe('subscribers of the same stream', () => {
  let hub: SubgraphHarness;
  let revoked: Set<string>;
  const gateways: Record<string, Gateway> = {};
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const authenticator: Authenticator = {
      async authenticate({ apiKey = '' }) {
        const principal = principals[apiKey];
        if (!principal || revoked.has(apiKey)) throw new HubError('UNAUTHENTICATED');
        return principal;
      },
    };
    hub = await startSubgraphs([identity, exchange({ baseUrls: {} })]);
    const tokens = new PrincipalTokens('a secret between gateway and subgraphs');
    const app = fastify({ forceCloseConnections: true });
    serveSubgraph(app, { caller: hub.callers.exchange as SubgraphCaller, tokens });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const remote = httpCaller({ name: 'exchange', url: `${url}/graphql`, tokens });
    const embedded = await gatewayOver(hub.callers, authenticator);
    const distributed = await gatewayOver({ ...hub.callers, exchange: remote }, authenticator);
    Object.assign(gateways, { 'in process': embedded, 'over HTTP': distributed });
    closing.push(
      () => embedded.close(),
      () => distributed.close(),
      () => remote.close(),
      () => app.close(),
      () => hub.close(),
    );
  });
  beforeEach(() => {
    revoked = new Set();
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  /** Writes one event for each of what is given; their ids as clients see them. */
  async function happen(events: { audience: string; student?: string; type?: string }[]): Promise<string[]> {
    const ids = events.map(() => uuidv7());
    for (const [n, { audience, student = uuidv7(), type = 'student.created' }] of events.entries()) {
      await hub.pool.query(
        `INSERT INTO events.outbox (id, type, subject_type, subject_id, audience, data, actor)
         VALUES ($1, $2, 'Student', $3::uuid, ARRAY[$4::uuid], jsonb_build_object('student_id', $3::uuid), 'test')`,
        [ids[n], type, student, audience],
      );
    }
    await hub.pool.query("SELECT pg_notify('hub_outbox', '')");
    return ids.map((id) => `evt_${id}`);
  }

  const client = (gateway: Gateway, key: string) =>
    connect(gateway, { connectionParams: { 'X-API-Key': key } });
  const idsOf = ({ results }: Received) => results.map(({ data }) => (data as Data).events.id);
  const idsIn = ({ events }: OpenStream) => events.map(({ data }) => JSON.parse(data).data.events.id);

  it.each(['in process', 'over HTTP'])(
    'share one run only with whom they share their rights, %s, and hear of nothing else',
    async (mode) => {
      const gateway = gateways[mode] as Gateway;
      const { consumers } = hub.events;
      const clients = keys.map((key) => client(gateway, key));
      const heard = clients.map((of) => [receive(of, { query }), receive(of, { query })]);
      const streams = await Promise.all(
        keys.map((key) => openStream(gateway, { query }, { 'x-api-key': key })),
      );
      await until(async () => (await subscriptionsOf(gateway)) === keys.length * 3);
      await until(() => hub.events.consumers === consumers + keys.length - 1);
      const [a, b, aSiti, aBudi] = (await happen([
        { audience: schoolA },
        { audience: schoolB },
        { audience: schoolA, student: siti },
        { audience: schoolA, student: budi },
      ])) as [string, string, string, string];
      const last = await happen([{ audience: schoolA, student: siti }, { audience: schoolB }]);
      const [aSitiToo, bToo] = last as [string, string];
      const expected: Record<string, string[]> = {
        'a-1': [a, aSiti, aBudi, aSitiToo],
        'a-2': [a, aSiti, aBudi, aSitiToo],
        'a-payments': [],
        b: [b, bToo],
        siti: [aSiti, aSitiToo],
        budi: [aBudi],
        platform: [a, b, aSiti, aBudi, aSitiToo, bToo],
      };
      const all = keys.flatMap((key, n) => [
        ...(heard[n] ?? []).map((received) => [key, () => idsOf(received)] as const),
        [key, () => idsIn(streams[n] as OpenStream)] as const,
      ]);
      await until(() => all.every(([key, ids]) => ids().length >= (expected[key]?.length ?? 0)));
      for (const [key, ids] of all) expect([key, ids()]).toEqual([key, expected[key]]);
      for (const of of clients) await of.dispose();
      for (const stream of streams) stream.leave();
      await until(() => hub.events.consumers === consumers);
      expect(await subscriptionsOf(gateway)).toBe(0);
    },
  );

  it('have a run for other arguments, and one alone for whoever goes on behind a cursor', async () => {
    const gateway = gateways['in process'] as Gateway;
    const { consumers } = hub.events;
    const one = client(gateway, 'a-1');
    const live = receive(one, { query });
    await until(() => hub.events.consumers === consumers + 1);
    const before = await happen([{ audience: schoolA }, { audience: schoolA }]);
    await until(() => live.results.length === 2);
    const after = (live.results[0] as Data).data.events.cursor;
    const rest = receive(one, { query, variables: { after } });
    const written = receive(one, {
      query: query.replaceAll('$after', JSON.stringify(after)).replace(/, ".*": Cursor/, ''),
    });
    const other = receive(one, { query, variables: { types: ['student.updated'] } });
    const same = receive(one, { query, variables: { after: null } });
    await until(() => rest.results.length === 1 && written.results.length === 1);
    await until(() => hub.events.consumers === consumers + 5);
    const more = await happen([{ audience: schoolA }]);
    for (const received of [live, rest, written, same]) await until(() => idsOf(received).at(-1) === more[0]);
    expect(idsOf(rest)).toEqual([before[1], more[0]]);
    expect(idsOf(written)).toEqual([before[1], more[0]]);
    expect(idsOf(same)).toEqual(more);
    expect(other.results).toEqual([]);
    await one.dispose();
    await until(() => hub.events.consumers === consumers);
  });

  it('end alone when their key is revoked', async () => {
    const gateway = gateways['in process'] as Gateway;
    const { consumers } = hub.events;
    const [one, two] = [client(gateway, 'a-1'), client(gateway, 'a-2')];
    const [first, second] = [receive(one, { query }), receive(two, { query })];
    await until(async () => (await subscriptionsOf(gateway)) === 2);
    expect(hub.events.consumers).toBe(consumers + 1);
    revoked.add('a-1');
    await until(() => first.end !== undefined);
    expect(first.end?.error).toMatchObject({ code: 4401 });
    const ids = await happen([{ audience: schoolA }]);
    await until(() => second.results.length === 1);
    expect(idsOf(second)).toEqual(ids);
    expect(first.results).toEqual([]);
    await two.dispose();
    await until(() => hub.events.consumers === consumers);
  });
});
