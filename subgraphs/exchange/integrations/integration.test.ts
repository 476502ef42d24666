import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReportedHealth } from '../../../platform/http-client/reported-health.ts';
import type { HealthOutcome } from '../../../platform/http-client/system-health.ts';
import {
  type Data,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { exchange } from '../subgraph.ts';

const list = `{ integrations {
  name kind authentication phase baseUrl configured
  health { status lastSuccessAt lastFailureAt lastError lastLatencyMs }
} }`;
const one = `query($name: ID!) { integration(name: $name) {
  name configured health { status lastSuccessAt lastFailureAt lastError lastLatencyMs }
} }`;

function success(at: string, durationMs = 12): HealthOutcome {
  return { ok: true, at: new Date(at), durationMs, error: null };
}

function failure(at: string, error: string): HealthOutcome {
  return { ok: false, at: new Date(at), durationMs: 5000, error };
}

describe('the registry of integrations', () => {
  let hub: SubgraphHarness;
  beforeAll(async () => {
    hub = await startSubgraphs([exchange({ baseUrls: { GOPAY: 'https://gopay.test/v1', OVO: null } })]);
  });
  afterAll(() => hub.close());

  async function integration(name: string): Promise<Data> {
    const { data, errors } = await hub.call('exchange', platformPrincipal(), one, { name });
    expect(errors).toEqual([]);
    return data.integration;
  }

  /** Waits until the health of `name` is as `expected`. */
  async function eventually(name: string, expected: object): Promise<void> {
    const deadline = Date.now() + 90_000;
    for (;;) {
      const { health } = await integration(name);
      try {
        expect(health).toMatchObject(expected);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await pause(20);
      }
    }
  }

  it('lists every outside system, where it is called and whether it is configured', async () => {
    const { data } = await hub.call(
      'exchange',
      organisationPrincipal('0198c1de-0000-7000-8000-000000000001', 'exchange:read'),
      list,
    );
    expect(data.integrations.map((entry: Data) => [entry.name, entry.kind, entry.phase])).toEqual([
      ['SIPLATIH', 'GOVERNMENT_API', 2],
      ['LINKEDIN', 'SOCIAL_API', 4],
      ['EUROPASS', 'CREDENTIAL_API', 4],
      ['GOPAY', 'PAYMENT', 3],
      ['LINKAJA', 'PAYMENT', 3],
      ['OVO', 'PAYMENT', 3],
      ['SICANTIK', 'PERMIT_REGISTRY', null],
      ['BSRE', 'DOCUMENT_SIGNING', null],
      ['SMTP', 'MAIL', null],
    ]);
    expect(data.integrations[3]).toMatchObject({
      authentication: 'API_KEY_AND_SIGNATURE',
      baseUrl: 'https://gopay.test/v1',
      configured: true,
    });
    expect(data.integrations[5]).toMatchObject({ baseUrl: null, configured: false });
  });

  it('knows nothing of the health of a system that was never called', async () => {
    expect((await integration('EUROPASS')).health).toEqual({
      status: 'UNKNOWN',
      lastSuccessAt: null,
      lastFailureAt: null,
      lastError: null,
      lastLatencyMs: null,
    });
  });

  it('answers null for a system that it does not know', async () => {
    expect(await integration('PAYPAL')).toBeNull();
  });

  it('is closed to a caller without the scope', async () => {
    const caller = organisationPrincipal('0198c1de-0000-7000-8000-000000000001', 'payments:read');
    expect((await hub.call('exchange', caller, list)).codes).toEqual(['FORBIDDEN']);
  });

  it('shows at once when a system starts to fail and when it is back, and says so in the event log', async () => {
    const seen = hub.events.stream((event) =>
      event.type === 'integration.health_changed' && event.data.system === 'GOPAY' ? event.data : undefined,
    );
    const reporter = new ReportedHealth(hub.pool);
    reporter.report('gopay', success('2026-01-05T08:00:00Z'));
    await eventually('GOPAY', { status: 'HEALTHY', lastLatencyMs: 12 });
    reporter.report('gopay', failure('2026-01-05T08:00:01Z', 'TIMEOUT: no answer in 5 s'));
    await eventually('GOPAY', {
      status: 'FAILING',
      lastSuccessAt: '2026-01-05T08:00:00.000Z',
      lastFailureAt: '2026-01-05T08:00:01.000Z',
      lastError: 'TIMEOUT: no answer in 5 s',
    });
    reporter.report('gopay', success('2026-01-05T08:00:02Z'));
    await eventually('GOPAY', { status: 'HEALTHY', lastError: 'TIMEOUT: no answer in 5 s' });
    await reporter.close();
    const changes = [await seen.next(), await seen.next(), await seen.next()].map(({ value }) => value);
    expect(changes).toMatchObject([
      { old_status: 'UNKNOWN', new_status: 'HEALTHY' },
      { old_status: 'HEALTHY', new_status: 'FAILING' },
      { old_status: 'FAILING', new_status: 'HEALTHY' },
    ]);
    await seen.return?.();
  });

  it('does not write a row for each of a thousand calls, and has the last of them when the process ends', async () => {
    const told: string[] = [];
    const pool = Object.create(hub.pool, {
      query: {
        value: (sql: string, values: unknown[]) => {
          told.push(sql);
          return hub.pool.query(sql, values);
        },
      },
    });
    const reporter = new ReportedHealth(pool);
    for (let second = 0; second < 1000; second += 1) {
      reporter.report(
        'linkaja',
        success(new Date(Date.UTC(2026, 0, 5) + second * 1000).toISOString(), second),
      );
    }
    await reporter.close();
    expect(told).toHaveLength(2);
    await eventually('LINKAJA', { lastSuccessAt: '2026-01-05T00:16:39.000Z', lastLatencyMs: 999 });
  });

  it('keeps the latest news of several processes, in whatever order they arrive', async () => {
    const [first, second] = [new ReportedHealth(hub.pool), new ReportedHealth(hub.pool)];
    first.report('ovo', failure('2026-01-05T09:00:05Z', 'UNAVAILABLE: 503'));
    await eventually('OVO', { status: 'FAILING' });
    second.report('ovo', success('2026-01-05T09:00:01Z'));
    await eventually('OVO', {
      status: 'FAILING',
      lastSuccessAt: '2026-01-05T09:00:01.000Z',
      lastFailureAt: '2026-01-05T09:00:05.000Z',
      lastLatencyMs: 5000,
    });
    await Promise.all([first.close(), second.close()]);
  });
});
