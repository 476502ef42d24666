import { memoryUsage } from 'node:process';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { BoundedThread } from './bounded-thread.ts';

interface Task {
  what: string;
  /** [whether the thread has begun it, whether it may go on] */
  shared: Int32Array;
}

/** A thread that does as it is told. */
const module = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ what, shared }) => {
      Atomics.store(shared, 0, 1);
      if (what === 'loop') for (;;);
      if (what === 'grow') { globalThis.kept = []; for (;;) { globalThis.kept.push(Buffer.alloc(16 * 1024 * 1024, 1)); Atomics.wait(shared, 1, 0, 20); } }
      if (what === 'throw') throw new Error('as told');
      if (what === 'wait') Atomics.wait(shared, 1, 0);
      parentPort.postMessage({ done: what });
    });`)}`,
);
const told = (what: string): Task => ({ what, shared: new Int32Array(new SharedArrayBuffer(8)) });
const mostGrowth = 256 * 1024 * 1024;
const patienceMs = 60_000;

/** Time passes only where the test lets it; what happens in a thread is waited for all the same. */
const stopTheClock = () => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
const comes = async (happened: () => boolean) => {
  while (!happened()) await new Promise(setImmediate);
};

describe('what is read in a thread', () => {
  const open = (patience: number) =>
    new BoundedThread<Task, { done: string }>({
      what: 'tests',
      module,
      patienceMs: patience,
      mostGrowth,
      mostWaiting: 3,
    });
  const thread = open(patienceMs);
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['grow', 'MEMORY'],
    ['throw', 'BROKEN'],
  ])(
    'is given up when it takes too much or breaks off (%s), and what comes after is read',
    async (what, givenUp) => {
      const [given, after] = await Promise.all([thread.run(told(what)), thread.run(told('this'))]);
      expect(given).toMatchObject({ givenUp });
      expect(after).toEqual({ done: 'this' });
    },
  );

  it('is given up when it takes too long, and what comes after is read', async () => {
    stopTheClock();
    const task = told('loop');
    const [given, after] = [thread.run(task), thread.run(told('this'))];
    await comes(() => Atomics.load(task.shared, 0) === 1);
    jest.advanceTimersByTime(patienceMs + 1_000);
    expect(await given).toMatchObject({ givenUp: 'TIME' });
    expect(await after).toEqual({ done: 'this' });
  });

  it('is said to take too much memory when it takes too long besides', async () => {
    stopTheClock();
    const before = memoryUsage.rss();
    const given = open(1).run(told('grow'));
    await comes(() => memoryUsage.rss() - before > 1.25 * mostGrowth);
    jest.advanceTimersByTime(1_000);
    expect(await given).toMatchObject({ givenUp: 'MEMORY' });
  });

  it('is not charged with the time in which the whole machine stood still', async () => {
    stopTheClock();
    const task = told('wait');
    const answer = thread.run(task);
    await comes(() => Atomics.load(task.shared, 0) === 1);
    jest.setSystemTime(Date.now() + 10 * patienceMs);
    jest.advanceTimersByTime(100);
    Atomics.store(task.shared, 1, 1);
    Atomics.notify(task.shared, 1);
    expect(await answer).toEqual({ done: 'wait' });
  });

  it('is read one after the other, and turned away where too many wait', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((what) => thread.run(told(what))));
    expect(answers.slice(0, 3)).toEqual([{ done: 'a' }, { done: 'b' }, { done: 'c' }]);
    expect(answers[3]).toMatchObject({ givenUp: 'BUSY' });
  });
});
