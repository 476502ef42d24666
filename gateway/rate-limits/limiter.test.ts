import { describe, expect, it } from '@jest/globals';
import { OperationTypeNode } from 'graphql';
import { anonymous, type Principal } from '../../platform/auth/principal.ts';
import { Limiter, type Refusal } from './limiter.ts';
import { MemoryCounters } from './memory-counters.ts';

const hour = 3_600_000;
const defaults = { readsPerHour: 1000, writesPerHour: 1000 };
const key: Principal = { ...anonymous, kind: 'organisation', id: 'k', organisationId: 'o' };

describe('the limits of a caller', () => {
  let now = 7 * hour;
  const refused: Refusal[] = [];
  const limiter = () =>
    new Limiter(new MemoryCounters(() => now), defaults, (why) => {
      refused.push(why);
    });

  it.each([OperationTypeNode.QUERY, OperationTypeNode.MUTATION])(
    'never meet a client that keeps to five at once, 100 ms apart, within the hour’s allowance: %s',
    async (type) => {
      const limits = limiter();
      const asking = async () =>
        (await limits.admit({ principal: key, address: undefined }, type, 200))?.refusedBy;
      for (let sent = 0; sent < 1000; sent += 5) {
        now += 500;
        const five = await Promise.all([asking(), asking(), asking(), asking(), asking()]);
        expect(five).toEqual([null, null, null, null, null]);
      }
      expect(await asking()).toBe(type === 'mutation' ? 'writes' : 'reads');
    },
  );

  it('count a stranger by address, and let the operator ask ten times as often', async () => {
    const limits = limiter();
    const remaining = async (principal: Principal, address: string) => {
      const admission = await limits.admit({ principal, address }, OperationTypeNode.QUERY, 1);
      return admission?.headers['x-ratelimit-remaining'];
    };
    expect(await remaining(anonymous, '192.0.2.1')).toBe('999');
    expect(await remaining(anonymous, '192.0.2.1')).toBe('998');
    expect(await remaining(anonymous, '192.0.2.2')).toBe('999');
    expect(await remaining({ ...key, kind: 'platform' }, '192.0.2.1')).toBe('9999');
  });
});
