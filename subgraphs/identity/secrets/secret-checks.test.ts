import { describe, expect, it } from '@jest/globals';
import bcrypt from 'bcrypt';
import { HubError } from '../../../platform/errors.ts';
import { SecretChecks } from './secret-checks.ts';

const limits = { running: 3, runningOfName: 2, ofName: 20, fromAddress: 4, waiting: 50, waitMs: 600_000 };

/** Compares texts, when it is told to; knows how many it does at a time. */
class Comparer {
  comparisons = 0;
  most = 0;
  readonly #running: (() => void)[] = [];

  readonly compare = async (secret: string, hash: string) => {
    this.comparisons += 1;
    const done = new Promise<void>((resolve) => this.#running.push(resolve));
    this.most = Math.max(this.most, this.#running.length);
    await done;
    return secret === hash;
  };

  get running(): number {
    return this.#running.length;
  }

  async finishAll(): Promise<void> {
    await allBegun();
    while (this.#running.length > 0) {
      for (const done of this.#running.splice(0)) done();
      await allBegun();
    }
  }
}

/** Until every promise that could be kept by now is. */
const allBegun = () => new Promise((resolve) => setImmediate(resolve));

const codeOf = (error: unknown) => (error instanceof HubError ? error.code : String(error));

describe('secrets that are compared', () => {
  function given(waitMs = limits.waitMs) {
    const comparer = new Comparer();
    const checks = new SecretChecks(comparer.compare, { ...limits, waitMs });
    const guess = (secret: string, name = 'one', address?: string) =>
      checks.isRight({ secret, hash: 'right', name, address }).catch(codeOf);
    return { comparer, guess };
  }

  it('are few at a time, for one name and in all, and the rest is told to come back', async () => {
    const { comparer, guess } = given();
    const answers = Array.from({ length: 1000 }, (_, i) => guess(`one ${i}`));
    await allBegun();
    expect(comparer.running).toBe(2);
    const others = Array.from({ length: 1000 }, (_, i) => guess(`other ${i}`, `other ${i % 100}`));
    await allBegun();
    expect(comparer.running).toBe(3);
    await comparer.finishAll();
    const told = await Promise.all([...answers, ...others]);
    expect(comparer.most).toBe(3);
    expect(new Set(told)).toEqual(new Set([false, 'RATE_LIMITED']));
    // One name fills its own line, and leaves the rest to the others.
    expect(told.slice(0, 1000).filter((answer) => answer === false)).toHaveLength(limits.ofName);
    expect(comparer.comparisons).toBe(3 + limits.waiting);
    expect(told.filter((answer) => answer === false)).toHaveLength(comparer.comparisons);
  });

  it('wait for nothing once they were right', async () => {
    const { comparer, guess } = given();
    const first = guess('right');
    await comparer.finishAll();
    expect(await first).toBe(true);
    const guesses = Array.from({ length: 500 }, (_, i) => guess(`wrong ${i}`));
    expect(await guess('right')).toBe(true);
    await comparer.finishAll();
    await Promise.all(guesses);
  });

  it('are compared once, however often they are sent, right or wrong', async () => {
    const { comparer, guess } = given();
    const answers = Array.from({ length: 100 }, (_, i) => guess(i % 2 ? 'right' : 'wrong'));
    await comparer.finishAll();
    answers.push(guess('right'), guess('wrong'));
    expect(new Set(await Promise.all(answers))).toEqual(new Set([true, false]));
    expect(comparer.comparisons).toBe(2);
  });

  it('of somebody else are looked at though one address sends thousands of guesses for that name', async () => {
    const { comparer, guess } = given();
    const guesses = Array.from({ length: 3000 }, (_, i) => guess(`wrong ${i}`, 'one', '198.51.100.9'));
    const right = guess('right', 'one', '203.0.113.7');
    const others = guess('right', 'other', '203.0.113.8');
    await comparer.finishAll();
    expect(await Promise.all([right, others])).toEqual([true, true]);
    expect((await Promise.all(guesses)).filter((answer) => answer === false)).toHaveLength(4);
  });

  it('are told to come back when no turn comes, and take none later', async () => {
    const { comparer, guess } = given(50);
    const running = [guess('a'), guess('b')];
    const late = guess('c');
    expect(await late).toBe('RATE_LIMITED');
    await comparer.finishAll();
    expect(await Promise.all(running)).toEqual([false, false]);
    expect(comparer.comparisons).toBe(2);
  });

  it('are compared with bcrypt', async () => {
    const checks = new SecretChecks();
    const hash = await bcrypt.hash('secret', 4);
    expect(await checks.isRight({ secret: 'secret', hash, name: 'x' })).toBe(true);
    expect(await checks.isRight({ secret: 'guess', hash, name: 'x' })).toBe(false);
  });
});
