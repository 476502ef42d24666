import { z } from 'zod';
import { type EventType, eventCatalogue } from '../../../schema/events/catalogue.ts';

/** What a path of an event can hold. */
export interface EventField {
  /** Names of JSON Schema: `string`, `number`, `boolean`, `null`, `object`, `array`. */
  kinds: Set<string>;
  /** The only values that there are; null when there are others. */
  values: Set<unknown> | null;
}

interface JsonSchema {
  type?: string | string[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  enum?: unknown[];
  const?: unknown;
}

const ofType = new Map<EventType, ReadonlyMap<string, EventField>>();

/** The paths that events of some of `types` have, by what the catalogue's schemas say of them. */
export function fieldsOf(types: Iterable<EventType>): Map<string, EventField> {
  const chosen = [...types];
  const fields = new Map<string, EventField>([
    ['type', { kinds: new Set(['string']), values: new Set(chosen) }],
    ['subject.type', { kinds: new Set(['string']), values: new Set(chosen.map(subjectOf)) }],
    ['subject.id', { kinds: new Set(['string']), values: null }],
  ]);
  for (const type of chosen) {
    for (const [path, field] of dataFieldsOf(type)) {
      const known = fields.get(path);
      fields.set(path, known ? either(known, field) : field);
    }
  }
  return fields;
}

function subjectOf(type: EventType): string {
  return eventCatalogue[type].subject;
}

function dataFieldsOf(type: EventType): ReadonlyMap<string, EventField> {
  let fields = ofType.get(type);
  if (!fields) {
    fields = new Map(within('data', z.toJSONSchema(eventCatalogue[type].data) as JsonSchema));
    ofType.set(type, fields);
  }
  return fields;
}

function* within(path: string, schema: JsonSchema): Generator<[path: string, field: EventField]> {
  for (const branch of schema.anyOf ?? [schema]) {
    for (const [name, member] of Object.entries(branch.properties ?? {})) {
      yield [`${path}.${name}`, fieldOf(member)];
      yield* within(`${path}.${name}`, member);
    }
  }
}

function fieldOf(schema: JsonSchema): EventField {
  if (schema.anyOf) return schema.anyOf.map(fieldOf).reduce(either);
  const kinds = new Set([schema.type ?? []].flat().map((kind) => (kind === 'integer' ? 'number' : kind)));
  if (kinds.size === 1 && kinds.has('null')) return { kinds, values: new Set([null]) };
  const values = schema.enum ?? ('const' in schema ? [schema.const] : null);
  return { kinds, values: values && new Set(values) };
}

function either(one: EventField, other: EventField): EventField {
  return {
    kinds: new Set([...one.kinds, ...other.kinds]),
    values: one.values && other.values && new Set([...one.values, ...other.values]),
  };
}
