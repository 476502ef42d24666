import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { ErrorDetail } from '../../platform/errors.ts';
import { isWellFormedText } from '../../platform/federation/well-formed-text.ts';
import { snakeCase, type Words, worded } from './names.ts';
import { scalarFormat } from './scalar-formats.ts';

/** Other names of an input type's fields; null for one that cannot be given. */
export type Renamed = Readonly<Record<string, string | null>>;

/**
 * Reads a value as it stands in JSON into what the graph takes. What is wrong with it is added to `wrong`,
 * with `place` or a path beneath it as its field.
 */
export type ValueReader = (value: unknown, place: string, wrong: ErrorDetail[]) => unknown;

/** One member of an object, as the REST interface knows it. */
export interface Member {
  /** Its name in the graph. */
  name: string;
  read: ValueReader;
  required: boolean;
}

/** How values of an input type are read. */
export function valueReader(type: GraphQLInputType, words: Words, renamed: Renamed = {}): ValueReader {
  if (isNonNullType(type)) return present(valueReader(type.ofType, words, renamed));
  if (isListType(type)) return orNull(listReader(valueReader(type.ofType, words, renamed)));
  if (isInputObjectType(type)) return orNull(objectReader(membersOf(type, words, renamed)));
  if (isEnumType(type)) {
    const names = new Map(type.getValues().map(({ name }) => [worded(name, words), name]));
    const must = `must be one of ${[...names.keys()].join(', ')}`;
    return orNull((value, place, wrong) => names.get(String(value)) ?? complain(wrong, place, must));
  }
  const { fits, must } = scalarFormat(getNamedType(type).name);
  return orNull((value, place, wrong) => {
    if (!fits(value)) return complain(wrong, place, must);
    const isText = typeof value !== 'string' || isWellFormedText(value);
    return isText ? value : complain(wrong, place, 'is no well-formed text');
  });
}

/** Reads an object whose members are all known, by the names that the REST interface has for them. */
export function objectReader(members: ReadonlyMap<string, Member>): ValueReader {
  const required = [...members].filter(([, member]) => member.required).map(([name]) => name);
  return (value, place, wrong) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return complain(wrong, place, 'must be an object');
    }
    const read: Record<string, unknown> = {};
    for (const [name, given] of Object.entries(value)) {
      const member = members.get(name);
      if (member) read[member.name] = member.read(given, beneath(place, name), wrong);
      else complain(wrong, beneath(place, name), 'is not known here');
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name)) complain(wrong, beneath(place, name), 'is required');
    }
    return read;
  };
}

/** The fields of an input type by the names that the REST interface has for them. */
export function membersOf(
  type: GraphQLInputObjectType,
  words: Words,
  renamed: Renamed,
): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const field of Object.values(type.getFields())) {
    const name = field.name in renamed ? renamed[field.name] : snakeCase(field.name);
    if (typeof name !== 'string') continue;
    const read = valueReader(field.type, words);
    members.set(name, { name: field.name, read, required: isRequiredInputField(field) });
  }
  return members;
}

/** Adds what is wrong; the value is of no use then. */
export function complain(wrong: ErrorDetail[], field: string, message: string): undefined {
  wrong.push({ field, message });
  return undefined;
}

function beneath(place: string, name: string | number): string {
  return place === '' ? String(name) : `${place}.${name}`;
}

function listReader(item: ValueReader): ValueReader {
  return (value, place, wrong) =>
    Array.isArray(value)
      ? value.map((each, index) => item(each, beneath(place, index), wrong))
      : complain(wrong, place, 'must be a list');
}

function orNull(read: ValueReader): ValueReader {
  return (value, place, wrong) => (value === null ? null : read(value, place, wrong));
}

function present(read: ValueReader): ValueReader {
  return (value, place, wrong) =>
    value === null ? complain(wrong, place, 'is required') : read(value, place, wrong);
}
