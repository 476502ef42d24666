import { describe, expect, it } from '@jest/globals';
import { learnerPrincipal, organisationPrincipal } from '../../test/subgraph-harness.ts';
import { OncePerEvent } from './once-per-event.ts';

describe('what a thousand subscribers read of one event', () => {
  it('is read once for all that have the same rights, and apart for everybody else', async () => {
    const once = new OncePerEvent<number>();
    let reads = 0;
    const read = async () => ++reads;
    const same = Array.from({ length: 1000 }, () => once.read('event-1', organisationPrincipal('a'), read));
    expect(new Set(await Promise.all(same))).toEqual(new Set([1]));
    expect(await once.read('event-1', organisationPrincipal('b'), read)).toBe(2);
    expect(await once.read('event-1', learnerPrincipal(['s'], ['a']), read)).toBe(3);
    expect(await once.read('event-2', organisationPrincipal('a'), read)).toBe(4);
  });

  it('is read again after a read that failed', async () => {
    const once = new OncePerEvent<string>();
    const principal = organisationPrincipal('a');
    await expect(
      once.read('event', principal, () => Promise.reject(new Error('no database'))),
    ).rejects.toThrow();
    expect(await once.read('event', principal, async () => 'read')).toBe('read');
  });
});
