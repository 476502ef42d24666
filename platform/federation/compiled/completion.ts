import {
  defaultTypeResolver,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { isIterableObject } from 'graphql/jsutils/isIterableObject.js';
import { Entity } from './entities.ts';
import { leafOf } from './leaf.ts';
import { type Complete, Position } from './position.ts';
import { abandon, isPromise } from './promises.ts';
import type { Holder, Path, Run } from './run.ts';
import { runtimeType } from './runtime-type.ts';

/** The fields that are selected of objects of one type at one place. */
export interface Selected {
  /** Finds out which fields those are. Throws when the variables do not say. */
  prepare(run: Run): void;
  /** What the fields of `source` are. Throws when one that may not be null is. */
  execute(source: unknown, path: Path | undefined, run: Run): Holder;
}

/** A field, or several of one name, of an operation that is being compiled. */
export interface FieldFacts {
  readonly schema: GraphQLSchema;
  readonly nodes: readonly FieldNode[];
  /** With its type, for messages. */
  readonly name: string;
  /** What resolvers are told. */
  info(path: Path, run: Run): GraphQLResolveInfo;
  /** What is selected of an object that the field has. */
  selected(type: GraphQLObjectType, up: number): Selected;
}

/** The place of a field, or of the elements of its list, whose values are of `type`. */
export function positionOf(type: GraphQLOutputType, upOfParent: number, facts: FieldFacts): Position {
  const inner = isNonNullType(type) ? type.ofType : type;
  const position = new Position(inner !== type, upOfParent, facts.nodes, facts.name);
  if (isLeafType(inner)) position.leaf = leafOf(inner);
  position.complete = position.leaf ?? completionOf(inner, position, facts);
  return position;
}

function completionOf(type: GraphQLNullableType, position: Position, facts: FieldFacts): Complete {
  if (isListType(type)) {
    const element = positionOf(type.ofType as GraphQLOutputType, position.up, facts);
    return listCompletion(element, facts);
  }
  if (isObjectType(type)) return objectCompletion(type, position, facts);
  return abstractCompletion(type as GraphQLAbstractType, position, facts);
}

function listCompletion(element: Position, { name }: FieldFacts): Complete {
  return (value, path, run) => {
    if (!isIterableObject(value)) {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${name}".`);
    }
    const items: readonly unknown[] = Array.isArray(value) ? value : Array.from(value);
    const list: unknown[] = [];
    try {
      for (let index = 0; index < items.length; index += 1) {
        list.push(element.completed(items[index], path, undefined, run, list as unknown as Holder, index));
      }
    } catch (error) {
      abandon(items);
      throw error;
    }
    return list;
  };
}

function objectCompletion(type: GraphQLObjectType, position: Position, facts: FieldFacts): Complete {
  const selected = facts.selected(type, position.up);
  const { isTypeOf } = type;
  if (!isTypeOf) {
    return (value, path, run) => {
      selected.prepare(run);
      return selected.execute(value, path, run);
    };
  }
  return (value, path, run, holder, key) => {
    selected.prepare(run);
    const execute = (isOfType: unknown) => {
      if (isOfType) return selected.execute(value, path, run);
      const message = `Expected value of type "${type.name}" but got: ${inspect(value)}.`;
      throw new GraphQLError(message, { nodes: facts.nodes });
    };
    const isOfType = type.isTypeOf?.(value, run.context, facts.info(fieldPath(path), run));
    return isPromise(isOfType)
      ? position.later(isOfType, path, run, holder, key, execute)
      : execute(isOfType);
  };
}

function abstractCompletion(type: GraphQLAbstractType, position: Position, facts: FieldFacts): Complete {
  const completions = new Map<unknown, Complete>();
  /** @param name of the type that `value` is told to be of */
  const completionOfType = (name: unknown, value: unknown): Complete => {
    let completion = completions.get(name);
    if (!completion) {
      completion = objectCompletion(runtimeType(name, type, value, facts), position, facts);
      completions.set(name, completion);
    }
    return completion;
  };
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (value, path, run, holder, key) => {
    if (value instanceof Entity) {
      return completionOfType(value.typename, value.object)(value.object, path, run, holder, key);
    }
    const complete = (name: unknown) => completionOfType(name, value)(value, path, run, holder, key);
    const name: unknown = resolveType(value, run.context, facts.info(fieldPath(path), run), type);
    return isPromise(name) ? position.later(name, path, run, holder, key, complete) : complete(name);
  };
}

/** The path of the field in whose list, or list of lists, `path` is. */
function fieldPath(path: Path): Path {
  let place = path;
  while (place.typename === undefined && place.prev) place = place.prev;
  return place;
}
