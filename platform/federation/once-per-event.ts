import { LRUCache } from 'lru-cache';
import type { Principal } from '../auth/principal.ts';

/** Long enough for everybody who hears of an event, short enough not to be remembered. */
const rememberedMs = 5000;

/** Callers with the same answer see the same rows. */
function rightsOf({ kind, organisationId, organisationIds, studentIds }: Principal): string {
  return JSON.stringify([kind, organisationId, organisationIds, studentIds]);
}

/** What many subscribers of one event read of it: once for all of them that have the same rights. */
export class OncePerEvent<T> {
  readonly #reads = new LRUCache<string, Promise<T>>({ max: 1000, ttl: rememberedMs });

  /** The answer of the first caller with these rights for the event of `cursor`; a failed read is not kept. */
  read(cursor: string, principal: Principal, first: () => Promise<T>): Promise<T> {
    const key = `${cursor}|${rightsOf(principal)}`;
    const known = this.#reads.get(key);
    if (known) return known;
    const reading = first();
    this.#reads.set(key, reading);
    reading.catch(() => this.#reads.delete(key));
    return reading;
  }
}
