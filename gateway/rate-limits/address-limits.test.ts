import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AuthorizationServer,
  type Client,
  processClientCredentialsResponse,
  ResponseBodyError,
} from 'oauth4webapi';
import { type RunningShop, runShop } from '../fixtures/running-shop.ts';
import { until } from '../fixtures/websocket-client.ts';
import { addressRules, ruleFor } from './address-rules.ts';
import { MemoryCounters } from './memory-counters.ts';

describe('limits by address', () => {
  let running: RunningShop;
  let now = 0;
  let answered = 0;
  let status = 200;
  beforeAll(async () => {
    running = await runShop('in process', {
      trustedProxies: ['127.0.0.1'],
      rateLimits: {
        counters: new MemoryCounters(() => now),
        readsPerHour: 1000,
        writesPerHour: 1000,
        costPerOperation: 5000,
        byAddress: true,
      },
      routes: [
        (app) => {
          app.setErrorHandler((_error, _request, reply) => reply.code(500).send('A route of its own.'));
          for (const path of [
            '/oauth/token',
            '/account/password/*',
            '/payments/callback/:wallet',
            '/elsewhere',
          ]) {
            app.post(path, async (_request, reply) => {
              answered += 1;
              return reply.code(status).send({});
            });
          }
        },
      ],
    });
  });
  afterAll(() => running.close());
  beforeEach(() => {
    now += 3_600_000;
    answered = 0;
    status = 200;
  });
  const call = (path: string, address = '192.0.2.1') =>
    fetch(running.gateway.url + path, { method: 'POST', headers: { 'x-forwarded-for': address } });
  const calls = async (path: string, times: number, address?: string) => {
    const all = await Promise.all(Array.from({ length: times }, () => call(path, address)));
    return all.filter((response) => response.status === 200).length;
  };

  it('answer 429 with Retry-After, before the route has the request', async () => {
    expect(await calls('/account/password/reset', 70)).toBe(60);
    expect(answered).toBe(60);
    const refused = await call('/account/password/reset');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await refused.json()).toMatchObject({ status: 429, code: 'RATE_LIMITED', retryable: true });
    now += 1000 * Number(refused.headers.get('retry-after'));
    expect((await call('/account/password/reset')).status).toBe(200);
  });

  it('answer at OAuth’s routes what its clients understand, with Retry-After', async () => {
    await calls('/oauth/token', 301);
    const server: AuthorizationServer = { issuer: 'https://hub.example' };
    const client: Client = { client_id: 'lms' };
    const refused = await processClientCredentialsResponse(server, client, await call('/oauth/token')).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(ResponseBodyError);
    const { error, status: code, response } = refused as ResponseBodyError;
    expect([error, code]).toEqual(['temporarily_unavailable', 429]);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(50);
  });

  it('count addresses, and kinds of routes, apart', async () => {
    await calls('/account/password/reset', 61);
    expect((await call('/account/password/reset', '192.0.2.2')).status).toBe(200);
    expect((await call('/oauth/token')).status).toBe(200);
    expect((await call('/elsewhere')).status).toBe(200);
  });

  it('know a path in every spelling that the router knows', async () => {
    await calls('/account/password/reset', 61);
    expect((await call('/account/p%61ssword/reset')).status).toBe(429);
    expect((await call('/account/password/reset?x=1')).status).toBe(429);
  });

  it('leave a wallet that sends a hundred callbacks a second alone', async () => {
    let taken = 0;
    for (let second = 0; second < 3; second += 1) {
      taken += await calls('/payments/callback/gopay', 100);
      now += 1000;
    }
    expect(taken).toBe(300);
    expect(ruleFor('POST', '/api/v1/payments/callback/ovo')?.perMinute).toBe(6000);
  });

  it('make an address wait that is refused again and again: it is guessing', async () => {
    status = 401;
    await calls('/oauth/token', 60);
    await until(async () => (await call('/oauth/token')).status === 429);
    const before = answered;
    status = 200;
    expect((await call('/oauth/token')).status).toBe(429);
    expect(answered).toBe(before);
    expect((await call('/oauth/token', '192.0.2.2')).status).toBe(200);
  });

  it('tell Prometheus', async () => {
    await calls('/account/password/reset', 61);
    const metrics = await (await fetch(`${running.gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/hub_rate_limited_total{limit="address"} \d+/);
  });
});

describe('the rules', () => {
  it('have names of their own, since by these they count', () => {
    const names = addressRules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('take the first that fits, by whole parts of the path', () => {
    expect(ruleFor('POST', '/oauth/token')?.name).toBe('token');
    expect(ruleFor('POST', '/oauth/tokens')?.name).toBe('oauth');
    expect(ruleFor('GET', '/verify')).toBeUndefined();
    expect(ruleFor('POST', '/verify/documents')?.name).toBe('verify');
    expect(ruleFor('GET', '/%E0%A4%A')).toBeUndefined();
  });
});
