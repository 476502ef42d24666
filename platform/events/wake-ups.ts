import { Listener } from './listener.ts';

/** What is told: that events were recorded (`hub_outbox`), and that events were numbered (`hub_log`). */
export type Channel = 'hub_outbox' | 'hub_log';

/** Wakes somebody whenever there may be something new, and now and then when nothing was told. */
export interface WakeUpListener {
  open(): Promise<void>;
  close(): Promise<void>;
}

/** How the processes of a hub tell each other of events. What is told is a hint: the events stand in PostgreSQL. */
export interface WakeUps {
  listener(channel: Channel, wake: () => void): WakeUpListener;
  /** Tells every process, this one too. Never waits and never fails: who is not told finds out by polling. */
  announce(channel: Channel): void;
}

/** Wakes by NOTIFY, which PostgreSQL sends when a recording or numbering transaction commits. */
export function notifications(url: string): WakeUps {
  return {
    listener: (channel, wake) => new Listener(url, channel, wake),
    announce: () => undefined,
  };
}

/**
 * The address of the same database for a process that wakes others by Redis: what it records and numbers
 * is not notified. A NOTIFY takes a lock of the whole server at commit.
 */
export function withoutNotifications(url: string): string {
  const quiet = new URL(url);
  const options = quiet.searchParams.get('options');
  quiet.searchParams.set('options', `${options ? `${options} ` : ''}-c hub.wake=redis`);
  // `+` for a space is the custom of forms; the parser of connection strings knows %20 alone.
  quiet.search = quiet.search.replaceAll('+', '%20');
  return quiet.href;
}
