import { describe, expect, it } from '@jest/globals';
import { BoundedThread } from './bounded-thread.ts';

/** A thread that does as it is told. */
const module = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (task) => {
      if (task === 'loop') for (;;);
      if (task === 'grow') { globalThis.kept = []; for (;;) globalThis.kept.push(Buffer.alloc(16 * 1024 * 1024, 1)); }
      if (task === 'throw') throw new Error('as told');
      parentPort.postMessage({ done: task });
    });`)}`,
);

describe('what is read in a thread', () => {
  const thread = new BoundedThread<string, { done: string }>({
    what: 'tests',
    module,
    patienceMs: 2_000,
    mostGrowth: 256 * 1024 * 1024,
    mostWaiting: 3,
  });

  it.each([
    ['loop', 'TIME'],
    ['grow', 'MEMORY'],
    ['throw', 'BROKEN'],
  ])(
    'is given up when it takes too much or breaks off (%s), and what comes after is read',
    async (task, givenUp) => {
      const [given, after] = await Promise.all([thread.run(task), thread.run('this')]);
      expect(given).toMatchObject({ givenUp });
      expect(after).toEqual({ done: 'this' });
    },
  );

  it('is read one after the other, and turned away where too many wait', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((task) => thread.run(task)));
    expect(answers.slice(0, 3)).toEqual([{ done: 'a' }, { done: 'b' }, { done: 'c' }]);
    expect(answers[3]).toMatchObject({ givenUp: 'BUSY' });
  });
});
