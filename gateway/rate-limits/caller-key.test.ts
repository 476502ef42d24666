import { describe, expect, it } from '@jest/globals';
import { anonymous, type Principal, servicePrincipal } from '../../platform/auth/principal.ts';
import { addressGroup, callerKey } from './caller-key.ts';
import { quotaOf } from './quota.ts';

const key: Principal = { ...anonymous, kind: 'organisation', id: 'K-1', organisationId: 'o' };
const defaults = { readsPerHour: 1000, writesPerHour: 1000 };

describe('who counts together', () => {
  it('is one key, however its id is written, wherever it calls from', () => {
    expect(callerKey(key, '192.0.2.1')).toBe(callerKey({ ...key, id: 'k-1' }, '192.0.2.2'));
    expect(callerKey(key, undefined)).not.toBe(callerKey({ ...key, id: 'k-2' }, undefined));
  });

  it('are all tokens of one client, and of one client those of each person apart', () => {
    const token = (id: string, userId?: string) =>
      callerKey({ ...key, id, clientId: 'C', userId }, undefined);
    expect(token('a')).toBe(token('b'));
    expect(token('a', 'u1')).toBe(token('b', 'U1'));
    expect(token('a', 'u1')).not.toBe(token('a', 'u2'));
    expect(token('a', 'u1')).not.toBe(token('a'));
  });

  it('are of strangers those of one address, which for IPv6 is the network of one subscriber', () => {
    const stranger = (address: string) => callerKey(anonymous, address);
    expect(stranger('192.0.2.1')).not.toBe(stranger('192.0.2.2'));
    expect(stranger('2001:db8:1:2::1')).toBe(stranger('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff'));
    expect(stranger('2001:db8:1:2::1')).not.toBe(stranger('2001:db8:1:3::1'));
  });

  it.each([
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['2001:db8:1:2:3:4:192.0.2.1', '2001:db8:1:2::/64'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['', ''],
    ['no address', 'no address'],
  ])('the group of %s is %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});

describe('how much a caller may ask for', () => {
  it('is the default, ten times as much for the operator’s keys, and without limit for the hub itself', () => {
    expect(quotaOf(key, defaults)).toMatchObject({
      ...defaults,
      cost: { capacity: 200_000, perSecond: 100 },
    });
    expect(quotaOf({ ...key, kind: 'platform' }, defaults)).toMatchObject({
      readsPerHour: 10_000,
      writesPerHour: 10_000,
    });
    expect(quotaOf(servicePrincipal('worker', ['read']), defaults)).toBeNull();
  });

  it('is what its own allowance says; writes follow reads when only these are said', () => {
    const allowance = { readsPerHour: 100 };
    expect(quotaOf({ ...key, allowance }, defaults)).toEqual({
      readsPerHour: 100,
      writesPerHour: 100,
      cost: { capacity: 20_000, perSecond: 10 },
    });
    expect(quotaOf({ ...key, allowance: { writesPerHour: 0 } }, defaults)).toMatchObject({
      readsPerHour: 1000,
      writesPerHour: 0,
    });
  });
});
