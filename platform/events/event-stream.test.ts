import { describe, expect, it } from '@jest/globals';
import type { LogPlace } from './cursor.ts';
import type { LoggedEvent } from './event.ts';
import type { EventLog } from './event-log.ts';
import { EventStream } from './event-stream.ts';

const day = '2026-01-01';
const at = (position: number) => ({ day, position }) as LoggedEvent;

/** A log of `length` events, whose database answers while `up`. */
function logOf(length: number) {
  const consumers = new Set<(event: LoggedEvent) => void>();
  const log = {
    up: true,
    place: { day, position: length },
    page: async (after: LogPlace, limit: number) => {
      if (!log.up) throw new Error('connection refused');
      const positions = Array.from({ length: length - after.position }, (_, n) => after.position + n + 1);
      return positions.slice(0, limit).map(at);
    },
    listen: (consumer: (event: LoggedEvent) => void) => {
      consumers.add(consumer);
      return () => consumers.delete(consumer);
    },
    cursorOf: ({ position }: LogPlace) => `c${position}`,
  };
  const append = () => {
    length += 1;
    log.place = { day, position: length };
    for (const consumer of consumers) consumer(at(length));
  };
  return { log, append, consumers };
}

function streamOf(log: ReturnType<typeof logOf>['log'], after: number) {
  return new EventStream(log as unknown as EventLog, (event) => event.position, { day, position: after });
}

async function take(stream: EventStream<number>, count: number): Promise<(number | undefined)[]> {
  const taken: (number | undefined)[] = [];
  while (taken.length < count) taken.push((await stream.next()).value);
  return taken;
}

const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

describe('a stream of events', () => {
  it('lets go of a consumer that does not read, keeps what it has for them, and says where to go on', async () => {
    const { log, append, consumers } = logOf(0);
    const stream = streamOf(log, 0);
    for (let n = 0; n < 5000; n += 1) append();
    expect(consumers.size).toBe(0);
    const kept = await take(stream, 1000);
    expect(kept).toEqual(upTo(1000));
    await expect(stream.next()).rejects.toMatchObject({ code: 'LAGGED', extensions: { cursor: 'c1000' } });
    expect(await take(streamOf(log, 1000), 4000)).toEqual(upTo(5000).slice(1000));
  });

  it('says where to go on when the log cannot be read', async () => {
    const { log } = logOf(1200);
    const stream = streamOf(log, 0);
    await take(stream, 500);
    log.up = false;
    // Read while the first five hundred were taken.
    expect(await take(stream, 500)).toEqual(upTo(1000).slice(500));
    await expect(stream.next()).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      extensions: { cursor: 'c1000' },
    });
    log.up = true;
    expect(await take(streamOf(log, 1000), 200)).toEqual(upTo(1200).slice(1000));
  });

  it('does not fail for a page that can be read again by the time it is needed', async () => {
    const { log } = logOf(1200);
    const stream = streamOf(log, 0);
    await stream.next();
    await take(stream, 499);
    log.up = false;
    await stream.next();
    log.up = true;
    expect(await take(stream, 699)).toEqual(upTo(1200).slice(501));
  });
});
