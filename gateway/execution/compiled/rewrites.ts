import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isJsonObject, type JsonObject, own, setOwn } from './json-object.ts';
import { mergeInto } from './merge.ts';
import { typeTest } from './type-conditions.ts';

/** Changes what a subgraph is sent, or what it answered, in place. */
export type Rewrite = (value: unknown) => void;

const fragmentPrefix = '... on ';

/** The rewrites of a fetch as one function; undefined when there are none. */
export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  schema: GraphQLSchema,
): Rewrite | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  const compiled = rewrites.map((rewrite) => compileRewrite(rewrite, schema));
  return (value) => {
    for (const rewrite of compiled) rewrite(value);
  };
}

function compileRewrite(rewrite: FetchDataRewrite, schema: GraphQLSchema): Rewrite {
  const last = rewrite.path.at(-1) ?? '';
  return rewrite.path.slice(0, -1).reduceRight<Rewrite>(
    (next, element) => {
      const step = element.startsWith(fragmentPrefix)
        ? ofType(typeTest(schema, element.slice(fragmentPrefix.length)), next)
        : inField(element, next);
      return onEach(step);
    },
    onEach(
      rewrite.kind === 'ValueSetter'
        ? setter(last, rewrite.setValueTo)
        : renamer(last, rewrite.renameKeyTo, schema),
    ),
  );
}

function onEach(step: (object: JsonObject) => void): Rewrite {
  return function each(value) {
    if (Array.isArray(value)) for (const element of value) each(element);
    else if (isJsonObject(value)) step(value);
  };
}

function inField(name: string, next: Rewrite): (object: JsonObject) => void {
  return (object) => next(own(object, name));
}

/** An object that does not say its type counts as one of the type. */
function ofType(isOfType: (typename: string) => boolean, next: Rewrite): (object: JsonObject) => void {
  return (object) => {
    const typename = object.__typename;
    if (typeof typename !== 'string' || typename === '' || isOfType(typename)) next(object);
  };
}

function setter(name: string, value: unknown): (object: JsonObject) => void {
  return (object) => setOwn(object, name, value);
}

/** What is absent or null stays where it is: an object that does not say its type may have the new name already. */
function renamer(name: string, newName: string, schema: GraphQLSchema): (object: JsonObject) => void {
  return (object) => {
    const value = own(object, name);
    if (value === undefined || value === null) return;
    // Under the new name there may be what a fragment on an interface asks of it.
    const renamed: JsonObject = {};
    setOwn(renamed, newName, value);
    mergeInto(object, renamed, schema);
    object[name] = undefined;
  };
}
