import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Credentials } from '../../platform/auth/authenticator.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { HubError } from '../../platform/errors.ts';
import { post, type RunningShop, runShop, shopkeeper } from '../fixtures/running-shop.ts';
import { connect, receive, until } from '../fixtures/websocket-client.ts';
import { MemoryCounters } from './memory-counters.ts';

describe('guessing API keys', () => {
  let running: RunningShop;
  const now = 0;
  /** How often a key was looked at, which would cost a bcrypt. */
  let looked = 0;
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
      authenticator: {
        async authenticate({ apiKey = '', bearer }: Credentials): Promise<Principal> {
          looked += 1;
          if (apiKey.startsWith('good') || bearer === 'good') return { ...shopkeeper, id: apiKey };
          throw new HubError('UNAUTHENTICATED');
        },
      },
    });
  });
  afterAll(() => running.close());

  const ask = (address: string, credentials: Record<string, string>) =>
    post(running.gateway, { query: '{ me { id } }' }, { 'x-forwarded-for': address, ...credentials });
  const guess = async (address: string, times: number) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1)
      statuses.push((await ask(address, { 'x-api-key': `wrong-${i}` })).status);
    return statuses;
  };

  it('is answered 429 after thirty wrong ones of a minute, before another is looked at', async () => {
    expect(new Set(await guess('192.0.2.1', 30))).toEqual(new Set([401]));
    const before = looked;
    const { status, headers, body } = await ask('192.0.2.1', { 'x-api-key': 'wrong' });
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(30);
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining('Too many wrong keys came from this address.'),
      extensions: { code: 'RATE_LIMITED', retryable: true, retryAfter: expect.any(Number) },
    });
    expect(looked).toBe(before);
    expect((await ask('192.0.2.2', { 'x-api-key': 'wrong' })).status).toBe(401);
  });

  it('does not shut out who shares the address and has a key that was good before, or a token, or none', async () => {
    expect((await ask('192.0.2.3', { 'x-api-key': 'good-before' })).status).toBe(200);
    await guess('192.0.2.3', 31);
    expect((await ask('192.0.2.3', { 'x-api-key': 'good-before' })).status).toBe(200);
    expect((await ask('192.0.2.3', { authorization: 'Bearer good' })).status).toBe(200);
    expect((await ask('192.0.2.3', { 'x-api-key': 'good-and-new' })).status).toBe(429);
  });

  it('counts all addresses of one IPv6 subscriber together', async () => {
    for (let i = 0; i < 30; i += 1) await ask(`2001:db8:1:2::${i}`, { 'x-api-key': 'wrong' });
    expect((await ask('2001:db8:1:2:ffff::1', { 'x-api-key': 'wrong' })).status).toBe(429);
    expect((await ask('2001:db8:1:3::1', { 'x-api-key': 'wrong' })).status).toBe(401);
  });

  it('counts by websocket as well, which is closed with 4429', async () => {
    await guess('127.0.0.1', 30);
    const client = connect(running.gateway, { connectionParams: { 'x-api-key': 'wrong' } });
    const received = receive(client, { query: '{ me { id } }' });
    await until(() => received.end !== undefined);
    expect(received.end?.error).toMatchObject({
      code: 4429,
      reason: expect.stringContaining('RATE_LIMITED'),
    });
  });
});
