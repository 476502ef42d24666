import type { LoggedEvent } from '../../../platform/events/event.ts';

/** More than come while a page is fanned out. */
const most = 5000;

/** The last events that this process has heard of, so that they need not be read once more. */
export class RecentEvents {
  #events: LoggedEvent[] = [];

  /** To be called with every event, in order. */
  add(event: LoggedEvent): void {
    this.#events.push(event);
    if (this.#events.length > most) this.#events = this.#events.slice(most / 2);
  }

  /** The events after a position, at most `limit`; none when they are not all known here. */
  after(position: number, limit: number): LoggedEvent[] {
    const [first] = this.#events;
    // Positions have no gaps.
    const from = first ? position + 1 - first.position : -1;
    return from < 0 ? [] : this.#events.slice(from, from + limit);
  }

  /** Forgets the events up to a position. */
  forget(position: number): void {
    const [first] = this.#events;
    if (first && first.position <= position) this.#events = this.#events.slice(position + 1 - first.position);
  }
}
