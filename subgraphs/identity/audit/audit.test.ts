import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Principal } from '../../../platform/auth/principal.ts';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../fixtures.ts';
import { identity } from '../subgraph.ts';

const createKey =
  'mutation($name: String!) { createApiKey(input: { name: $name, scopes: ["identity:read"] }) { key apiKey { id } } }';
const readLog = `query($filter: AuditLogFilter, $first: Int = 20, $after: Cursor) {
  auditLog(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { endCursor }
    nodes { type subjectType subjectId actorId actorKind address requestId data organisation { id } }
  }
}`;

describe('the audit log of an organisation', () => {
  let hub: SubgraphHarness;
  let one: string;
  let other: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    [one, other] = [await givenOrganisation(hub), await givenOrganisation(hub)];
  });
  afterAll(() => hub.close());

  const admin = (organisation: string) => organisationPrincipal(organisation, 'admin');
  const read = async (principal: Principal, filter: Record<string, unknown> = {}, page = {}) =>
    (await hub.call('identity', principal, readLog, { filter, ...page })).data.auditLog;

  it('tells who made which key, and never the key', async () => {
    const { data } = await hub.call('identity', admin(one), createKey, { name: 'LMS' });
    const { key, apiKey } = data.createApiKey;
    const { nodes } = await read(admin(one), { subjectId: apiKey.id });
    expect(nodes).toEqual([
      {
        type: 'api_key.created',
        subjectType: 'ApiKey',
        subjectId: apiKey.id,
        actorId: admin(one).id,
        actorKind: 'organisation',
        address: null,
        requestId: expect.any(String),
        data: { api_key_id: apiKey.id, name: 'LMS', prefix: key.slice(0, 16) },
        organisation: { id: one },
      },
    ]);
    expect(JSON.stringify(nodes)).not.toContain(key);
  });

  it('is seen by its admins and the operator, and by nobody else', async () => {
    const { data } = await hub.call('identity', admin(one), createKey, { name: 'Seen' });
    const filter = { subjectId: data.createApiKey.apiKey.id };
    expect((await read(admin(one), filter)).totalCount).toBe(1);
    expect((await read(platformPrincipal(), filter)).totalCount).toBe(1);
    expect((await read(admin(other), filter)).totalCount).toBe(0);
    expect((await read(learnerPrincipal([uuidv7()], [one], 'admin'), filter)).totalCount).toBe(0);
    const lesser = await hub.call('identity', organisationPrincipal(one), readLog);
    expect(lesser.codes).toEqual(['FORBIDDEN']);
  });

  it('is narrowed by type, actor and time, and read page by page', async () => {
    for (const name of ['A', 'B', 'C']) await hub.call('identity', admin(other), createKey, { name });
    const names = ({ nodes }: { nodes: { data: { name: string } }[] }) => nodes.map(({ data }) => data.name);
    const keys = { types: ['api_key.*'], actorId: admin(other).id };
    const first = await read(admin(other), keys, { first: 2 });
    expect([names(first), first.totalCount]).toEqual([['C', 'B'], 3]);
    const rest = await read(admin(other), keys, { first: 2, after: first.pageInfo.endCursor });
    expect(names(rest)).toEqual(['A']);
    expect((await read(admin(other), { types: ['api_key.revoked', 'user.*'] })).totalCount).toBe(0);
    expect((await read(admin(other), { ...keys, from: new Date(Date.now() + 60_000) })).totalCount).toBe(0);
    expect((await read(admin(other), { ...keys, until: new Date() })).totalCount).toBe(3);
  });
});
