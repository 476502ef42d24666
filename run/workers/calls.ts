import type { Registry } from 'prom-client';
import type { Take, Taken } from '../../gateway/rate-limits/counters.ts';

/** What was counted, without the way to give back. */
export type Counted = Omit<Taken, 'giveBack'>;

export type CountedMetrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** How many workers serve, of how many. */
export interface Serving {
  serving: number;
  of: number;
}

/** What the workers call in the primary process. `Settings` is what it has prepared for them. */
export type PrimaryCalls<Settings> = {
  settings(content: null): Settings;
  /** Counted one after the other, the answers in the same order. */
  take(takes: readonly Take[]): Promise<Counted[]>;
  giveBack(content: { key: string; points: number }): void;
  /** Of all processes of the hub together, for Prometheus. */
  metrics(content: null): Promise<string>;
  serving(content: null): Serving;
};

/** What the primary process calls in a worker. */
export type WorkerCalls = {
  metrics(content: null): Promise<CountedMetrics>;
  /** To answer what is in flight, and end. */
  end(content: null): void;
};
