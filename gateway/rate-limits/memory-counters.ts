import { LRUCache } from 'lru-cache';
import { type Counters, counted, type Take, type Taken, windowRetryMs } from './counters.ts';

/** Callers that are remembered, the latest ones; each takes some 300 bytes. */
const callersKept = 100_000;

interface NumberedBuckets {
  /** Number of the present bucket. */
  index: number;
  current: number;
  previous: number;
}

interface Entry {
  windows: Map<string, NumberedBuckets>;
  used: number;
  /** When `used` was right. */
  at: number;
}

/** Counts in this process alone. */
export class MemoryCounters implements Counters {
  readonly #entries: LRUCache<string, Entry>;
  readonly #now: () => number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number = () => performance.now(), kept = callersKept) {
    this.#now = now;
    // By size: by number it would have its places made beforehand, three megabytes of them.
    this.#entries = new LRUCache({ maxSize: kept, sizeCalculation: () => 1 });
  }

  async take({ key, window, cost, places = 1 }: Take): Promise<Taken> {
    const now = this.#now();
    const entry = this.#entryOf(key, now);
    const buckets = bucketsOf(entry, window, now);
    const place = { ...buckets, elapsed: now - buckets.index * window.ms };
    if (cost) {
      entry.used = Math.max(0, entry.used - ((now - entry.at) / 1000) * cost.perSecond);
      entry.at = now;
    }
    const retryMs = windowRetryMs(window, place, places);
    const over = cost ? entry.used + cost.points - cost.capacity : 0;
    const refusedBy = retryMs > 0 ? 'window' : over > 0 ? 'cost' : null;
    if (refusedBy === null) {
      buckets.current += places;
      place.current += places;
      entry.used += cost?.points ?? 0;
    }
    const remaining = Math.max(0, Math.floor(window.limit - counted(window.ms, place)));
    const fullMs = windowRetryMs(window, place, 1);
    return {
      refusedBy,
      remaining,
      resetMs: Math.ceil(remaining > 0 ? window.ms - place.elapsed : fullMs),
      retryMs: Math.ceil(refusedBy === 'cost' && cost ? (over / cost.perSecond) * 1000 : retryMs),
      used: Math.ceil(entry.used),
      giveBack: (points) => this.giveBack(key, points),
    };
  }

  /** Puts points back into the bucket of `key`. */
  giveBack(key: string, points: number): void {
    const entry = this.#entries.get(key);
    if (entry) entry.used = Math.max(0, entry.used - points);
  }

  #entryOf(key: string, now: number): Entry {
    const known = this.#entries.get(key);
    if (known) return known;
    const entry: Entry = { windows: new Map(), used: 0, at: now };
    this.#entries.set(key, entry);
    return entry;
  }
}

/** The buckets of a window, moved on to `now`. */
function bucketsOf({ windows }: Entry, { name, ms }: Take['window'], now: number): NumberedBuckets {
  const index = Math.floor(now / ms);
  let buckets = windows.get(name);
  if (!buckets) {
    buckets = { index, current: 0, previous: 0 };
    windows.set(name, buckets);
  }
  if (index > buckets.index) {
    buckets.previous = index === buckets.index + 1 ? buckets.current : 0;
    buckets.current = 0;
    buckets.index = index;
  }
  return buckets;
}
