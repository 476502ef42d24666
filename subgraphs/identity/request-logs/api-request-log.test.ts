import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { anonymous, type Principal } from '../../../platform/auth/principal.ts';
import type { RequestEntry } from '../../../platform/request-log/request-entry.ts';
import { RequestLog } from '../../../platform/request-log/request-log.ts';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../fixtures.ts';
import { identity } from '../subgraph.ts';

const hour = 3_600_000;
/** In the middle of an hour of yesterday, so that no test passes from one to the next. */
const noon = Math.floor(Date.now() / (24 * hour)) * 24 * hour - 12 * hour + hour / 2;

const readLog = `query($filter: ApiRequestLogFilter, $first: Int = 20, $after: Cursor) {
  apiRequestLogs(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { requestId callerId outcome codes status ms fields operationName document variables organisation { id } }
  }
}`;
const readUsage = `query($from: DateTime, $until: DateTime, $by: ApiUsagePeriod, $clientId: ID) {
  apiUsage(from: $from, until: $until, by: $by, clientId: $clientId) {
    from clientId calls errors refused rateLimited errorPercentage meanMs p95Ms p99Ms organisation { id }
  }
}`;

describe('the request log of an organisation', () => {
  let hub: SubgraphHarness;
  let one: string;
  let other: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    [one, other] = [await givenOrganisation(hub), await givenOrganisation(hub)];
  });
  afterAll(() => hub.close());

  const admin = (organisation: string) => organisationPrincipal(organisation, 'admin');
  const client = (organisation: string, clientId = uuidv7()): Principal => ({
    ...organisationPrincipal(organisation),
    id: clientId,
    clientId,
  });

  async function given(...entries: Partial<RequestEntry>[]): Promise<string[]> {
    const log = new RequestLog(hub.pool, { everyMs: hour });
    const ids = entries.map((entry, place) => {
      const requestId = uuidv7();
      log.add({
        startedAt: noon + place,
        ms: 10,
        requestId,
        principal: anonymous,
        transport: 'HTTP',
        method: 'POST',
        path: '/graphql',
        operation: null,
        status: 200,
        outcome: 'OK',
        codes: [],
        address: null,
        agent: null,
        ...entry,
      });
      return requestId;
    });
    await log.close();
    return ids;
  }

  const read = async (principal: Principal, filter: Record<string, unknown>, page = {}) =>
    (await hub.call('identity', principal, readLog, { filter, ...page })).data.apiRequestLogs;
  const ids = ({ nodes }: { nodes: { requestId: string }[] }) => nodes.map(({ requestId }) => requestId);
  const usage = async (principal: Principal, variables: Record<string, unknown> = {}) => {
    const span = { from: new Date(noon - hour), until: new Date(noon + 2 * hour) };
    return (await hub.call('identity', principal, readUsage, { ...span, ...variables })).data.apiUsage;
  };

  it('is seen by its admins and by the operator, what nobody known has asked by the operator alone', async () => {
    const [mine, theirs, nobodys] = await given(
      { principal: client(one), path: '/fence' },
      { principal: client(other), path: '/fence' },
      { path: '/fence', outcome: 'REFUSED', codes: ['UNAUTHENTICATED'] },
    );
    const filter = { path: '/fence' };
    expect(ids(await read(admin(one), filter))).toEqual([mine]);
    expect(ids(await read(admin(other), filter))).toEqual([theirs]);
    expect(ids(await read(platformPrincipal(), filter))).toEqual([nobodys, theirs, mine]);
    expect(ids(await read(learnerPrincipal([uuidv7()], [one], 'admin'), filter))).toEqual([]);
    expect((await hub.call('identity', organisationPrincipal(one), readLog)).codes).toEqual(['FORBIDDEN']);
  });

  it('is narrowed by time, caller, operation, outcome and duration, and shows what was asked', async () => {
    const operation = {
      type: 'mutation' as const,
      name: 'Pay',
      fields: ['createPayment'],
      document: 'mutation Pay { createPayment }',
      documentHash: uuidv7(),
      variables: { input: { amount: 5 } },
    };
    const principal = client(one);
    const [plain, paid] = await given(
      { principal, startedAt: noon - 40 * 24 * hour },
      { principal, operation, outcome: 'ERROR', codes: ['CONFLICT'], ms: 900, status: 200 },
    );
    const mine = { callerId: principal.id };
    expect(await read(admin(one), mine)).toMatchObject({
      totalCount: 2,
      nodes: [{ requestId: paid }, { requestId: plain }],
    });
    for (const narrowed of [
      { operationName: 'Pay' },
      { field: 'createPayment' },
      { outcome: 'ERROR' },
      { code: 'CONFLICT' },
      { minMs: 500 },
      { from: new Date(noon) },
      { requestId: paid },
    ]) {
      expect(ids(await read(admin(one), { ...mine, ...narrowed }))).toEqual([paid]);
    }
    expect(ids(await read(admin(one), { ...mine, until: new Date(noon) }))).toEqual([plain]);
    expect((await read(admin(one), { ...mine, operationName: 'Pay' })).nodes[0]).toEqual({
      requestId: paid,
      callerId: principal.id,
      outcome: 'ERROR',
      codes: ['CONFLICT'],
      status: 200,
      ms: 900,
      fields: ['createPayment'],
      operationName: 'Pay',
      document: 'mutation Pay { createPayment }',
      variables: { input: { amount: 5 } },
      organisation: { id: one },
    });
  });

  it('is read page by page across days, newest first, each entry once', async () => {
    const principal = client(one);
    const days = [1, 2, 3].flatMap((day) =>
      [1, 2, 3].map((n) => ({ principal, startedAt: noon - day * 24 * hour + n })),
    );
    const made = await given(...days);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: { nodes: { requestId: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } =
        await read(admin(one), { callerId: principal.id }, { first: 2, after });
      seen.push(...ids(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    const newestFirst = made
      .map((id, place) => ({ id, at: days[place]?.startedAt ?? 0 }))
      .sort((a, b) => b.at - a.at)
      .map(({ id }) => id);
    expect(seen).toEqual(newestFirst);
  });

  it('adds up to statistics by client: calls, errors, refusals and how long they took', async () => {
    const [busy, idle] = [client(other), client(other)];
    const took = Array.from({ length: 100 }, (_, n) => ({ principal: busy, ms: n + 1 }));
    await given(
      ...took,
      { principal: busy, ms: 1, outcome: 'ERROR', codes: ['INTERNAL'] },
      { principal: busy, ms: 1, outcome: 'REFUSED' },
      { principal: busy, ms: 1, outcome: 'RATE_LIMITED' },
      { principal: idle, ms: 2 },
    );
    const statistics = await usage(admin(other));
    const mine = statistics.filter(({ clientId }: { clientId: string }) =>
      [busy.id, idle.id].includes(clientId),
    );
    expect(mine.map(({ clientId, calls }: { clientId: string; calls: number }) => [clientId, calls])).toEqual(
      [
        [busy.id, 103],
        [idle.id, 1],
      ],
    );
    const [row] = mine;
    expect(row).toMatchObject({ errors: 1, refused: 1, rateLimited: 1, organisation: { id: other } });
    expect(row.errorPercentage).toBeCloseTo(300 / 103);
    expect(row.meanMs).toBeCloseTo(5053 / 103);
    expect(row.p95Ms / 95).toBeGreaterThanOrEqual(1);
    expect(row.p95Ms / 95).toBeLessThanOrEqual(1.07);
    expect(row.p99Ms / 99).toBeGreaterThanOrEqual(1);
    expect(row.p99Ms / 99).toBeLessThanOrEqual(1.07);
  });

  it('has statistics by hour and day, of one’s own organisation alone, and none where nobody called', async () => {
    const principal = client(one);
    await given({ principal }, { principal }, { principal, startedAt: noon + hour });
    const mine = { clientId: principal.id };
    const calls = (rows: { from: string; calls: number }[]) =>
      rows.map(({ from, calls }) => [Date.parse(from), calls]);
    const first = noon - hour / 2;
    expect(calls(await usage(admin(one), { ...mine, by: 'HOUR' }))).toEqual([
      [first, 2],
      [first + hour, 1],
    ]);
    expect(calls(await usage(admin(one), { ...mine, by: 'DAY' }))).toEqual([[noon - 12.5 * hour, 3]]);
    expect(calls(await usage(platformPrincipal(), mine))).toEqual([[first - hour, 3]]);
    expect(await usage(admin(other), mine)).toEqual([]);
    expect(await usage(learnerPrincipal([uuidv7()], [one], 'admin'), mine)).toEqual([]);
    const long = { from: new Date(noon - 40 * 24 * hour), until: new Date(noon), by: 'HOUR' };
    expect((await hub.call('identity', admin(one), readUsage, long)).fields).toEqual(['from']);
    const turned = { from: new Date(noon), until: new Date(noon - hour) };
    expect((await hub.call('identity', admin(one), readUsage, turned)).fields).toEqual(['from']);
  });
});
