import { describe, expect, it } from '@jest/globals';
import type { GraphQLFormattedError } from 'graphql';
import { Gauge, Registry } from 'prom-client';
import { HubError } from '../../platform/errors.ts';
import { formatForClients } from '../errors.ts';
import { until } from '../fixtures/websocket-client.ts';
import type { SharedMessage } from './shared-message.ts';
import { type Membership, SharedRun, type Taker } from './shared-run.ts';
import type { RunEvent, SubscriptionRun } from './subscription-run.ts';

/** A source that gives event after event as fast as it is asked, until it is told to stop. */
class Source implements Pick<SubscriptionRun, 'next' | 'end'> {
  given = 0;
  ended = false;
  size = 10;
  #allowed = 0;
  #failure: unknown;
  #wake = () => {};

  allow(count: number): void {
    this.#allowed += count;
    this.#wake();
  }

  fail(error: unknown): void {
    this.#failure = error;
    this.#wake();
  }

  async next(): Promise<RunEvent | undefined> {
    while (this.given === this.#allowed && !this.ended) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.ended) return undefined;
    this.given += 1;
    const text = 'x'.repeat(this.size);
    return { result: { data: { event: { n: this.given, text } } }, cursor: `c${this.given}` };
  }

  async end(): Promise<void> {
    this.ended = true;
    this.#wake();
  }
}

class Reader implements Taker {
  numbers: number[] = [];
  errors: readonly GraphQLFormattedError[] | undefined;
  over = false;
  reading = true;
  membership: Membership | undefined;

  take(messages: readonly SharedMessage[]): boolean {
    for (const { json } of messages) this.numbers.push(JSON.parse(json).data.event.n);
    return this.reading;
  }

  ended(errors?: readonly GraphQLFormattedError[]): void {
    this.over = true;
    this.errors = errors;
  }

  resume(): void {
    this.reading = true;
    this.membership?.ready();
  }
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function start() {
  const source = new Source();
  const running = new Gauge({ name: 'running', help: 'running', registers: [new Registry()] });
  const run = new SharedRun(async () => source as unknown as SubscriptionRun, {
    requestId: 'r',
    formatError: formatForClients,
    running,
    onOver: () => {},
  });
  const join = (reader: Reader) => {
    reader.membership = run.join(reader);
    return reader;
  };
  const members = async () => (await running.get()).values[0]?.value;
  return { source, run, join, members };
}

describe('a run that many share', () => {
  it('gives each event to each member once, in order, from when it joined', async () => {
    const { source, join, members } = start();
    const first = Array.from({ length: 1200 }, () => join(new Reader()));
    source.allow(3);
    await until(() => first.every((reader) => reader.numbers.length === 3));
    const late = join(new Reader());
    source.allow(3);
    await until(() => late.numbers.length === 3);
    await until(() => first.every((reader) => reader.numbers.length === 6));
    for (const reader of first) expect(reader.numbers).toEqual(numbers(1, 6));
    expect(late.numbers).toEqual(numbers(4, 6));
    expect(source.given).toBe(6);
    expect(await members()).toBe(1201);
    for (const reader of [...first, late]) reader.membership?.leave();
    expect(source.ended).toBe(true);
    expect(await members()).toBe(0);
  });

  it('is not slowed by one that stops reading, who gets what is kept, in order, when it reads on', async () => {
    const { source, join } = start();
    const [fast, slow] = [join(new Reader()), join(new Reader())];
    slow.reading = false;
    source.allow(1);
    await until(() => fast.numbers.length === 1);
    source.allow(899);
    await until(() => fast.numbers.length === 900);
    expect(slow.numbers).toEqual([1]);
    slow.resume();
    source.allow(100);
    await until(() => slow.numbers.length === 1000 && fast.numbers.length === 1000);
    expect(slow.numbers).toEqual(numbers(1, 1000));
    expect(fast.numbers).toEqual(numbers(1, 1000));
  });

  it.each([
    ['too many messages', 10, 1500],
    ['messages that are too large', 1_000_000, 20],
  ])('ends one for whom there are %s with LAGGED and the cursor of its last', async (_, size, count) => {
    const { source, join, members } = start();
    source.size = size;
    const [fast, slow, slower] = [join(new Reader()), join(new Reader()), join(new Reader())];
    slow.reading = false;
    source.allow(1);
    await until(() => fast.numbers.length === 1);
    source.allow(2);
    await until(() => fast.numbers.length === 3);
    slower.reading = false;
    source.allow(1);
    await until(() => fast.numbers.length === 4);
    source.allow(count - 1);
    await until(() => fast.numbers.length === count + 3);
    expect(await members()).toBe(1);
    slow.resume();
    slower.resume();
    expect(slow.numbers).toEqual([1, 2]);
    expect(slower.numbers).toEqual([1, 2, 3, 4, 5]);
    const errors = (cursor: string) => [{ extensions: { code: 'LAGGED', retryable: true, cursor } }];
    expect(slow.errors).toMatchObject(errors('c2'));
    expect(slower.errors).toMatchObject(errors('c5'));
    source.allow(1);
    await until(() => fast.numbers.length === count + 4);
    expect(fast.over).toBe(false);
  });

  it('makes the source wait when nobody reads', async () => {
    const { source, join } = start();
    const readers = [join(new Reader()), join(new Reader())];
    for (const reader of readers) reader.reading = false;
    source.allow(1);
    await until(() => readers.every((reader) => reader.numbers.length === 1));
    source.allow(49);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    // One that was asked for already.
    expect(source.given).toBeLessThanOrEqual(2);
    readers[0]?.resume();
    await until(() => readers[0]?.numbers.length === 50);
    expect(readers[1]?.numbers).toEqual([1]);
    readers[0]?.membership?.leave();
    readers[1]?.resume();
    expect(readers[1]?.numbers).toEqual(numbers(1, 50));
  });

  it('tells every member why it fails, behind what it has not read yet', async () => {
    const { source, join, members } = start();
    const [fast, slow] = [join(new Reader()), join(new Reader())];
    slow.reading = false;
    source.allow(1);
    await until(() => fast.numbers.length === 1);
    source.allow(4);
    await until(() => fast.numbers.length === 5);
    source.fail(new HubError('LAGGED', { extensions: { cursor: 'c5' } }));
    await until(() => fast.over);
    expect(slow.over).toBe(false);
    slow.resume();
    expect(slow.numbers).toEqual(numbers(1, 5));
    for (const { errors } of [fast, slow]) {
      expect(errors).toMatchObject([{ extensions: { code: 'LAGGED', cursor: 'c5' } }]);
    }
    expect(await members()).toBe(0);
  });

  it('tells members of a refusal, and leaves nothing behind when all leave before it has begun', async () => {
    const refused = new SharedRun(() => Promise.reject(new HubError('FORBIDDEN')), {
      requestId: 'r',
      formatError: formatForClients,
      running: new Gauge({ name: 'running', help: 'running', registers: [new Registry()] }),
      onOver: () => {},
    });
    const reader = new Reader();
    refused.join(reader);
    await expect(refused.started).rejects.toThrow();
    expect(reader.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const { source, run, join, members } = start();
    join(new Reader()).membership?.leave();
    await run.started;
    expect(source.ended).toBe(true);
    expect(await members()).toBe(0);
  });
});
