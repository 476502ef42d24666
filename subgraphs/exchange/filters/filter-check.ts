import type { EventType } from '../../../schema/events/catalogue.ts';
import { type EventField, fieldsOf } from './filter-fields.ts';
import type { Condition, Term } from './filter-syntax.ts';
import { FilterProblem, type Value } from './filter-tokens.ts';

/** Names in a message. */
const named = 40;

/**
 * Checks a filter against the schemas of the types of events that it is to choose among. Throws
 * FilterProblem for a path that none of them has, and for a value that can never be there.
 */
export function checkFilter(condition: Condition, types: Iterable<EventType>): void {
  const fields = fieldsOf(types);
  for (const term of termsOf(condition)) checkTerm(term, fields);
}

function* termsOf(condition: Condition): Generator<Term> {
  if (condition.kind === 'term') yield condition;
  else for (const inner of [condition.of].flat()) yield* termsOf(inner);
}

function checkTerm(term: Term, fields: ReadonlyMap<string, EventField>): void {
  const field = fields.get(term.path);
  if (!field) {
    throw new FilterProblem(
      term.at,
      `none of the events chosen has ${term.path.slice(0, 100)}; there are ${listed(fields.keys())}`,
    );
  }
  if (term.operator === 'exists') return;
  const comparable = [...field.kinds].filter((kind) => ['string', 'number', 'boolean'].includes(kind));
  if (comparable.length === 0) {
    throw new FilterProblem(term.at, `${term.path} holds no single value; ask for it with exists alone`);
  }
  for (const { value, at } of term.values) {
    const problem = ['=', '!=', 'in'].includes(term.operator)
      ? equalityProblem(value, field, comparable)
      : orderProblem(value, comparable);
    if (problem) throw new FilterProblem(at, `${term.path} ${problem}`);
  }
}

function equalityProblem(value: Value, field: EventField, comparable: string[]): string | null {
  if (value === null) return null;
  if (!comparable.includes(typeof value)) return `is a ${words(comparable)}, which ${shown(value)} is not`;
  if (field.values && !field.values.has(value))
    return `is never ${shown(value)}; it is ${listed(field.values)}`;
  return null;
}

function orderProblem(value: Value, comparable: string[]): string | null {
  const ordered = comparable.filter((kind) => kind !== 'boolean');
  if (ordered.length === 0) return 'has no order: compare it with = or !=';
  return ordered.includes(typeof value) ? null : `is a ${words(ordered)}, which ${shown(value)} is not`;
}

function words(kinds: string[]): string {
  return kinds.map((kind) => (kind === 'string' ? 'text' : kind)).join(' or ');
}

function shown(value: Value): string {
  return JSON.stringify(value).slice(0, 60);
}

function listed(values: Iterable<unknown>): string {
  const all = [...values].map(String);
  return all.length > named ? `${all.slice(0, named).join(', ')} and others` : all.join(', ');
}
