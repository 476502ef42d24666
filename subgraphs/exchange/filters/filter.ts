import { LRUCache } from 'lru-cache';
import { type HubError, invalid } from '../../../platform/errors.ts';
import type { NewEvent } from '../../../platform/events/event.ts';
import type { EventType } from '../../../schema/events/catalogue.ts';
import { checkFilter } from './filter-check.ts';
import { type Condition, parseFilter, type Term } from './filter-syntax.ts';
import { FilterProblem } from './filter-tokens.ts';

/** What a filter looks at. */
export type Filterable = Pick<NewEvent, 'type' | 'subject' | 'data'>;
export type EventTest = (event: Filterable) => boolean;

/** Filters that are compiled once, though they stand for every event of a webhook. */
const compiled = new LRUCache<string, EventTest>({ max: 2000 });

/**
 * The test that a filter stands for. It has been checked when it was kept; one that cannot be read
 * (any more) throws VALIDATION_ERROR on `filter`.
 */
export function testOf(filter: string): EventTest {
  let test = compiled.get(filter);
  if (!test) {
    test = testFor(read(() => parseFilter(filter)));
    compiled.set(filter, test);
  }
  return test;
}

/**
 * Reads a filter that is to choose among events of `types`, and checks it against what these hold.
 * Throws VALIDATION_ERROR on `filter`, with the character that is wrong and what could stand there.
 */
export function checkedTest(filter: string, types: Iterable<EventType>): EventTest {
  return read(() => {
    const condition = parseFilter(filter);
    checkFilter(condition, types);
    return testFor(condition);
  });
}

function read<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    throw error instanceof FilterProblem ? asInvalid(error) : error;
  }
}

function asInvalid({ at, message }: FilterProblem): HubError {
  return invalid('filter', `character ${at}: ${message}`);
}

function testFor(condition: Condition): EventTest {
  if (condition.kind === 'term') return termTest(condition);
  if (condition.kind === 'not') {
    const test = testFor(condition.of);
    return (event) => !test(event);
  }
  const tests = condition.of.map(testFor);
  return condition.kind === 'and'
    ? (event) => tests.every((test) => test(event))
    : (event) => tests.some((test) => test(event));
}

function termTest({ path, operator, values }: Term): EventTest {
  const value = reader(path.split('.'));
  const wanted = values[0]?.value ?? null;
  switch (operator) {
    case 'exists':
      return (event) => value(event) !== null;
    case 'in': {
      const among = new Set<unknown>(values.map((one) => one.value));
      return (event) => among.has(value(event));
    }
    case '=':
      return (event) => value(event) === wanted;
    case '!=':
      return (event) => value(event) !== wanted;
    case '<':
      return (event) => order(value(event), wanted) < 0;
    case '<=':
      return (event) => order(value(event), wanted) <= 0;
    case '>':
      return (event) => order(value(event), wanted) > 0;
    case '>=':
      return (event) => order(value(event), wanted) >= 0;
  }
}

/** Below, at or above 0 as `one` stands to `other`; NaN, which is neither, for what has no order. */
function order(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one !== 'string' || typeof other !== 'string') return Number.NaN;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Reads what stands at a path, null when nothing does. */
function reader(path: string[]): (event: Filterable) => unknown {
  return (event) => {
    let found: unknown = event;
    for (const name of path) {
      if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return null;
      found = (found as Record<string, unknown>)[name];
    }
    return found ?? null;
  };
}
