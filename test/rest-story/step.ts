import type { RestAnswer } from '../rest-requests.ts';
import type { Data } from '../subgraph-harness.ts';

/** What earlier requests of the story were answered, by the name of their operation; and what was there before, by `Given`. */
export type Seen = Readonly<Record<string, Data>>;

/** One request of the story. */
export interface Step {
  /** Name of the operation that it is to run. */
  operation: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** As a text it is sent as it is. */
  body?: object | string;
  /** Who calls; the institution when absent. The person has a token, the others keys. */
  as?: 'operator' | 'learner' | 'person' | 'nobody';
  headers?: Record<string, string>;
  /** Where success cannot be had here: the status that comes instead. */
  refused?: number;
  /** What happens elsewhere because of it, before the story goes on. */
  afterwards?(elsewhere: Elsewhere, answer: RestAnswer): Promise<unknown>;
}

/** What others do in the story. */
export interface Elsewhere {
  /** The customer of an order pays it at the wallet. */
  pay(orderId: string): Promise<void>;
  /** The learner's browser goes on to LinkedIn, where they agree, and comes back. */
  agree(answer: RestAnswer): Promise<void>;
}

/** Requests of the story, in their order, each with what the ones before have made. */
export type Requests = readonly ((seen: Seen) => Step | Promise<Step>)[];
