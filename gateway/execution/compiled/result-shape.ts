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
import { isJsonObject, type JsonObject, reader, setOwn } from './json-object.ts';
import { leafTest } from './leaf-values.ts';
import { type FieldGroup, fieldsOf, type Selected, type Selecting } from './selections.ts';

/** What one answer is shaped with. */
export interface Shaping {
  /** What in the subgraphs' answers is not as the schema says. */
  readonly errors: GraphQLError[];
  /** Where in the answer it is being shaped. */
  readonly path: (string | number)[];
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
 */
export function compileShape(
  root: Selected,
  selecting: Selecting,
): (data: JsonObject, shaping: Shaping) => JsonObject | null {
  const shape = objectShape([root], root.type.name, selecting);
  return (data, shaping) => {
    const shaped = shape(data, shaping);
    return shaped === failed ? null : shaped;
  };
}

function objectShape(
  selected: readonly Selected[],
  typename: string | null,
  selecting: Selecting,
): ShapeObject {
  const fields = fieldsOf(selected, typename, selecting).map((group) =>
    fieldShape(group, typename, selecting),
  );
  return (object, shaping) => {
    const shaped: JsonObject = {};
    for (const field of fields) {
      const value = field.complete(object, shaping);
      if (value === impossible) return failed;
      setOwn(shaped, field.responseName, value === failed ? null : value);
    }
    return shaped;
  };
}

interface FieldShape {
  responseName: string;
  complete(object: JsonObject, shaping: Shaping): unknown;
}

function fieldShape(group: FieldGroup, typename: string | null, selecting: Selecting): FieldShape {
  const { responseName, name, field, parentType } = group;
  if (name === '__typename')
    return { responseName, complete: typenameShape(group, typename, selecting.schema) };
  if (!field) return { responseName, complete: (_, shaping) => shaping.introspect(group) };
  const read = reader(responseName);
  const complete = completion(field.type, group, `field ${parentType}.${responseName}`, selecting);
  return {
    responseName,
    complete(object, shaping) {
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
): Complete {
  if (isNonNullType(type)) {
    const complete = completion(type.ofType, group, place, selecting);
    return (value, shaping) => {
      const completed = complete(value, shaping);
      if (completed === failed) return impossible;
      if (completed !== null) return completed;
      tell(shaping, `Cannot return null for non-nullable ${place}.`);
      return impossible;
    };
  }
  if (isListType(type)) return listCompletion(type.ofType, group, type, selecting);
  if (isCompositeType(type)) return objectCompletion(type, group, place, selecting);
  if (!isLeafType(type)) throw new Error(`${type} cannot be completed.`);
  const isValid = leafTest(type);
  return (value, shaping) => {
    if (value === null || isValid(value)) return value;
    tell(shaping, `Invalid value found for ${place}.`);
    return failed;
  };
}

function listCompletion(
  elementType: GraphQLOutputType,
  group: FieldGroup,
  type: GraphQLOutputType,
  selecting: Selecting,
): Complete {
  // As messages of the stock executor name it: without its own `!`.
  const named = isNonNullType(elementType) ? elementType.ofType : elementType;
  const complete = completion(elementType, group, `array element of type ${named}`, selecting);
  return (value, shaping) => {
    if (value === null) return null;
    if (!Array.isArray(value))
      throw new Error(`Invalid non-list value ${value} returned by subgraph for list type ${type}`);
    const completed = new Array<unknown>(value.length);
    let nullified = false;
    for (let index = 0; index < value.length; index += 1) {
      shaping.path.push(index);
      const element = complete(value[index] ?? null, shaping);
      shaping.path.pop();
      if (element === impossible) nullified = true;
      completed[index] = element === failed ? null : element;
    }
    return nullified ? failed : completed;
  };
}

function objectCompletion(
  type: GraphQLCompositeType,
  group: FieldGroup,
  place: string,
  selecting: Selecting,
): Complete {
  const { schema } = selecting;
  const shapes = new Map<string | null, ShapeObject>();
  const shapeOf = (typename: string | null): ShapeObject => {
    let shape = shapes.get(typename);
    if (!shape) {
      shape = objectShape(group.within, typename, selecting);
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
