import type { Data } from '../subgraph-harness.ts';

/** What earlier requests of the story were answered, by the name of their operation. */
export type Seen = Readonly<Record<string, Data>>;

/** One request of the story. */
export interface Step {
  /** Name of the operation that it is to run. */
  operation: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  /** Whose key is sent; the institution's when absent. */
  as?: 'operator' | 'learner';
  /** Where success cannot be had here: the status that comes instead. */
  refused?: number;
}

/** Requests of the story, in their order, each with what the ones before have made. */
export type Requests = readonly ((seen: Seen) => Step | Promise<Step>)[];
