import { ERRORS } from '@apollo/federation-internals';
import {
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldCost, ObjectCost } from '../../cost/cost-tree.ts';
import { ownCost } from '../../cost/operation-cost.ts';
import { isJsonObject, type JsonObject, reader, setOwn } from './json-object.ts';
import { leafTest } from './leaf-values.ts';
import { type FieldGroup, fieldsOf, type Selected, type Selecting } from './selections.ts';

/** What one answer is shaped with. */
export interface Shaping {
  /** What in the subgraphs' answers is not as the schema says. */
  readonly errors: GraphQLError[];
  /** Where in the answer it is being shaped. */
  readonly path: (string | number)[];
  readonly variables: Readonly<Record<string, unknown>>;
  /** What it has cost so far, by what it has returned; see `actualCost`. */
  points: number;
  /** The value of an introspection field of the operation's root. */
  introspect(group: FieldGroup): unknown;
}

/** Null, because of something that is in `errors`, or that the subgraph has told. */
const failed = Symbol('failed');
/** `failed` where the schema allows no null: what holds it is null too. */
const impossible = Symbol('impossible');

type Complete = (value: unknown, shaping: Shaping) => unknown;
type ShapeObject = (object: JsonObject, shaping: Shaping) => JsonObject | typeof failed;

/**
 * What of the fetched data the client asked for, in its order and under its names; null where something that
 * may not be null is.
 *
 * Throws where a subgraph answered with another kind of thing than the schema has there.
 *
 * @param cost what the root's fields cost
 */
export function compileShape(
  root: Selected,
  selecting: Selecting,
  cost: ObjectCost,
): (data: JsonObject, shaping: Shaping) => JsonObject | null {
  const shape = objectShape([root], root.type.name, selecting, cost);
  return (data, shaping) => {
    const shaped = shape(data, shaping);
    return shaped === failed ? null : shaped;
  };
}

function objectShape(
  selected: readonly Selected[],
  typename: string | null,
  selecting: Selecting,
  cost: ObjectCost | undefined,
): ShapeObject {
  const fields = fieldsOf(selected, typename, selecting).map((group) => {
    const ofField = cost?.fields.find(({ key }) => key === group.responseName);
    return fieldShape(group, typename, selecting, ofField);
  });
  return (object, shaping) => {
    const before = shaping.points;
    shaping.points += cost?.weight ?? 0;
    const shaped: JsonObject = {};
    for (const field of fields) {
      const value = field.complete(object, shaping);
      if (value === impossible) {
        shaping.points = before;
        return failed;
      }
      setOwn(shaped, field.responseName, value === failed ? null : value);
    }
    return shaped;
  };
}

interface FieldShape {
  responseName: string;
  complete(object: JsonObject, shaping: Shaping): unknown;
}

function fieldShape(
  group: FieldGroup,
  typename: string | null,
  selecting: Selecting,
  cost: FieldCost | undefined,
): FieldShape {
  const { responseName, name, field, parentType } = group;
  if (name === '__typename')
    return { responseName, complete: typenameShape(group, typename, selecting.schema) };
  if (!field) return { responseName, complete: (_, shaping) => shaping.introspect(group) };
  const read = reader(responseName);
  const complete = completion(field.type, group, `field ${parentType}.${responseName}`, selecting, cost);
  return {
    responseName,
    complete(object, shaping) {
      if (cost) shaping.points += ownCost(cost, shaping.variables);
      shaping.path.push(responseName);
      const value = complete(read(object) ?? null, shaping);
      shaping.path.pop();
      return value;
    },
  };
}

function typenameShape(
  { responseName, parentType }: FieldGroup,
  typename: string | null,
  schema: GraphQLSchema,
) {
  if (typename !== null && isObjectType(schema.getType(typename))) return () => typename;
  const read = reader(responseName);
  return (object: JsonObject) => {
    const told = read(object) ?? object.__typename;
    const name = typeof told === 'string' && schema.getType(told) ? told : (typename ?? parentType.name);
    return isObjectType(schema.getType(name)) ? name : impossible;
  };
}

/** How a value of `type` is completed; `place` is how messages call where it stands. */
function completion(
  type: GraphQLOutputType,
  group: FieldGroup,
  place: string,
  selecting: Selecting,
  cost: FieldCost | undefined,
): Complete {
  if (isNonNullType(type)) {
    const complete = completion(type.ofType, group, place, selecting, cost);
    return (value, shaping) => {
      const completed = complete(value, shaping);
      if (completed === failed) return impossible;
      if (completed !== null) return completed;
      tell(shaping, `Cannot return null for non-nullable ${place}.`);
      return impossible;
    };
  }
  if (isListType(type)) return listCompletion(type.ofType, group, type, selecting, cost);
  if (isCompositeType(type)) return objectCompletion(type, group, place, selecting, cost);
  if (!isLeafType(type)) throw new Error(`${type} cannot be completed.`);
  const isValid = leafTest(type);
  return (value, shaping) => {
    if (value === null) return null;
    if (isValid(value)) {
      shaping.points += cost?.leafWeight ?? 0;
      return value;
    }
    tell(shaping, `Invalid value found for ${place}.`);
    return failed;
  };
}

function listCompletion(
  elementType: GraphQLOutputType,
  group: FieldGroup,
  type: GraphQLOutputType,
  selecting: Selecting,
  cost: FieldCost | undefined,
): Complete {
  // As messages of the stock executor name it: without its own `!`.
  const named = isNonNullType(elementType) ? elementType.ofType : elementType;
  const complete = completion(elementType, group, `array element of type ${named}`, selecting, cost);
  return (value, shaping) => {
    if (value === null) return null;
    if (!Array.isArray(value))
      throw new Error(`Invalid non-list value ${value} returned by subgraph for list type ${type}`);
    const before = shaping.points;
    const completed = new Array<unknown>(value.length);
    let nullified = false;
    for (let index = 0; index < value.length; index += 1) {
      shaping.path.push(index);
      const element = complete(value[index] ?? null, shaping);
      shaping.path.pop();
      if (element === impossible) nullified = true;
      completed[index] = element === failed ? null : element;
    }
    if (!nullified) return completed;
    shaping.points = before;
    return failed;
  };
}

function objectCompletion(
  type: GraphQLCompositeType,
  group: FieldGroup,
  place: string,
  selecting: Selecting,
  cost: FieldCost | undefined,
): Complete {
  const { schema } = selecting;
  const shapes = new Map<string | null, ShapeObject>();
  const shapeOf = (typename: string | null): ShapeObject => {
    let shape = shapes.get(typename);
    if (!shape) {
      shape = objectShape(group.within, typename, selecting, cost?.selection?.of(typename));
      shapes.set(typename, shape);
    }
    return shape;
  };
  // Where the schema leaves no choice, an interface object's own name does not count.
  const only = isObjectType(type) ? type.name : null;
  // Nor is the name asked for where only the type that the field was selected on leaves one.
  const untold = only ?? group.only?.name ?? null;
  return (value, shaping) => {
    if (value === null) return null;
    if (!isJsonObject(value)) {
      throw new Error(`Invalid non-object value ${value} returned by subgraph for composite type ${type}`);
    }
    const typename = value.__typename;
    if (typename === only || typeof typename !== 'string' || typename === '')
      return shapeOf(untold)(value, shaping);
    const known = only === null ? shapes.get(typename) : undefined;
    if (known) return known(value, shaping);
    if (isCompositeType(schema.getType(typename))) return shapeOf(only ?? typename)(value, shaping);
    tell(shaping, `Invalid __typename found for object at ${place}.`);
    return failed;
  };
}

function tell({ errors, path }: Shaping, message: string): void {
  const index = path.at(-1);
  const where = typeof index === 'number' ? message.replace(/\.$/, ` at index ${index}.`) : message;
  errors.push(ERRORS.INVALID_GRAPHQL.err(where, { path: [...path] }));
}
