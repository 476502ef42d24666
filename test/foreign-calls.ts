import { type GraphQLObjectType, type GraphQLSchema, isCompositeType, isObjectType } from 'graphql';
import { v7 as uuidv7 } from 'uuid';
import type { IdPlace } from './foreign-ids.ts';
import { goodInputs } from './good-inputs.ts';
import type { GraphAnswer } from './graph-request.ts';
import type { Data } from './subgraph-harness.ts';

/** Ids by the name of their noun. */
export type IdsByNoun = Readonly<Record<string, string>>;

/** Arguments that a field needs besides the one with the id. */
const besides: Record<string, string> = { eventSubject: ', type: "Payment"' };

/** Nouns that a place's name does not tell. */
const nouns: Record<string, string> = {
  registrationId: 'Permit',
  deliveryId: 'WebhookDelivery',
  clientId: 'OAuthClient',
  // Who calls, and what is changed, in the logs.
  actorId: 'ApiKey',
  callerId: 'ApiKey',
  subjectId: 'ApiKey',
  documentId: 'PermitDocument',
  syncId: 'PermitSync',
};

export const nameOf = ({ field, path }: IdPlace): string => `${field}(${path.join('.')})`;

/** What the id of a place is the id of. */
export function nounOf({ field, path, returns }: IdPlace): string {
  const name = path.at(-1) ?? '';
  if (name === 'subjectId' && /grades?$/i.test(field)) return 'Subject';
  const noun = nouns[name];
  if (noun) return noun;
  if (path[0] === 'subject' || returns === 'EventSubject') return 'Payment';
  if (name !== 'id') return `${name.charAt(0).toUpperCase()}${name.slice(1, -2)}`;
  return returns === 'Issuer' ? 'Organisation' : returns.replace(/^Created|WithSecret$/, '');
}

/** The id that a place is tried with, of those of `ids`. */
export function idFor(place: IdPlace, ids: IdsByNoun): string {
  const id = ids[nounOf(place)];
  if (id === undefined) throw new Error(`Which noun's id is ${nameOf(place)}?`);
  return id;
}

/** An id of the noun of `place` that there is not. */
export function unknownFor(place: IdPlace): string {
  return nounOf(place) === 'Permit' ? '2026/IL/999999' : uuidv7();
}

/** The operation that calls the field of `place` with `id` there, and with `own` ids everywhere else. */
export function callOf(
  schema: GraphQLSchema,
  place: IdPlace,
  own: IdsByNoun,
  id: string,
): { query: string; variables: { x: unknown } } {
  const { operation, field, argument, path } = place;
  const called = `${field}(${argument.name}: $x${besides[field] ?? ''}) ${selectionOf(schema, place)}`;
  const query = `${operation}($x: ${argument.type}) { ${called} }`;
  return { query, variables: { x: valueWith(place, own, path.slice(1), id) } };
}

/** The value of the first argument of `place`, with `id` at `rest`. */
export function valueWith(
  { operation, field }: IdPlace,
  own: IdsByNoun,
  rest: string[],
  id: string,
): unknown {
  if (operation !== 'mutation') return rest.reduceRight<unknown>((value, key) => ({ [key]: value }), id);
  const good = goodInputs[field]?.(own).find((input) => read(input, rest) !== undefined);
  if (!good) throw new Error(`goodInputs has nothing for ${field} with ${rest.join('.')}.`);
  return replaced(good, rest, id);
}

function selectionOf(schema: GraphQLSchema, { returns }: IdPlace): string {
  // Known by its name alone until something of it is asked for.
  if (returns === 'EventSubject') return '{ ... on Payment { status } }';
  const type = schema.getType(returns);
  if (!type || !isCompositeType(type)) return '';
  const fields = isObjectType(type) ? type.getFields() : {};
  if ('totalCount' in fields) return '{ totalCount nodes { __typename } }';
  if ('events' in fields && !('url' in fields)) return '{ events { id } }';
  if (!('rows' in fields)) return '{ __typename }';
  return `{ rows { error { code message } made: ${madeBy(schema, returns)} { id } } }`;
}

/** The field of a row of a bulk mutation that holds what it came to. */
function madeBy(schema: GraphQLSchema, result: string): string {
  const row = schema.getType(result.replace(/Result$/, 'Row')) as GraphQLObjectType;
  const made = Object.values(row.getFields()).find(({ name }) => name !== 'index' && name !== 'error');
  if (!made) throw new Error(`The rows of ${result} hold nothing.`);
  return made.name;
}

/** An answer without what differs from call to call: the id, and what is left of the caller's allowance. */
export function comparable({ status, data, errors }: GraphAnswer, id: string): string {
  return `${status} ${JSON.stringify({ data, errors }).replaceAll(id, 'ID')}`;
}

function read(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Data)?.[key === '[]' ? 0 : key], value);
}

/** `input` with `id` at `path`; `[]` stands for the first member of a list. */
function replaced(input: unknown, [key, ...rest]: string[], id: string): unknown {
  if (key === undefined) return id;
  if (key === '[]') return [replaced((input as unknown[])[0], rest, id)];
  return { ...(input as object), [key]: replaced((input as Data)[key], rest, id) };
}

const refusals: unknown[] = ['NOT_FOUND', 'VALIDATION_ERROR'];

/** Whether an answer says no more than that there is no such thing. */
export function showsNothing({ data, codes }: GraphAnswer, { operation, field }: IdPlace): boolean {
  const value = data?.[field];
  if (value?.rows)
    return value.rows.every((row: Data) => row.made === null && refusals.includes(row.error.code));
  if (Array.isArray(value?.events)) return value.events.length === 0;
  if (operation === 'mutation') return !value && codes.length === 1 && refusals.includes(codes[0]);
  if (value && 'totalCount' in value) return value.totalCount === 0 && value.nodes.length === 0;
  if (Array.isArray(value)) return value.length === 0 && codes.length === 0;
  return value === null && codes.length === 0;
}
