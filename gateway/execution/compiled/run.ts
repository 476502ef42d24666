import type { GraphQLError } from 'graphql';
import type { CallContext } from '../../../platform/federation/caller.ts';
import type { Callers } from '../executor.ts';
import type { JsonObject } from './json-object.ts';
import type { PlanPath } from './places.ts';

/** What of a run the compiled plan reads and writes. */
export interface Run {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: CallContext;
  readonly callers: Callers;
  /** What the fetches have brought so far. */
  readonly data: JsonObject;
  /** What failed, in the order in which it became known; not always a GraphQLError where a subgraph cannot be reached. */
  readonly errors: (GraphQLError | Error)[];
  /** What has been found at places that do not change any more. */
  settled?: Map<string, readonly JsonObject[]>;
}

/** Where a node of the plan works: on objects within the run's data. */
export interface Place {
  readonly path: PlanPath;
  readonly objects: readonly JsonObject[];
}

/** A node of the plan, compiled. Never rejects for what a subgraph did, except answers of another shape than the schema's. */
export type Step = (run: Run, place: Place) => Promise<void> | void;
