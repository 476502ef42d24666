import type { Scope } from '../auth/scopes.ts';
import type { BatchLoad } from './context.ts';
import type { Reference } from './schema.ts';

/** The graph enters the subgraph with the id of a row: null where there is none that the caller may see. */
export function rowReference<T>(batch: BatchLoad<string, T>, ...scopes: Scope[]): Reference {
  return { scopes, resolve: ({ id }: { id: string }, context) => context.load(batch, id) };
}

/** The graph enters with the id of a neighbour's entity, to which this subgraph only adds fields. */
export function stubReference<T extends { id: string }>(stub: (id: string) => T): Reference {
  return { resolve: ({ id }: { id: string }) => stub(id) };
}

/** An instance of a stub class, which type-graphql tells apart by its class. */
export function stubOf<T extends { id: string }>(Stub: new () => T, id: string): T {
  return Object.assign(new Stub(), { id });
}
