import type { FilterQuery, QueryOrderMap } from '@mikro-orm/postgresql';
import { invalid } from '../errors.ts';

/**
 * Lists are newest first by UUIDv7, so that an id is a stable position. A list that goes by a calendar
 * date of its rows names the property here: newest day first, and within a day by id. It is never null.
 */
export type ListDate<T> = keyof T & string;

type Row = { id: string };

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Where a row stands in its list, as clients hold it. */
export function cursorOf<T extends Row>(row: T, by?: ListDate<T>): string {
  const position = by ? `on:${row[by]}:${row.id}` : `id:${row.id}`;
  return Buffer.from(position).toString('base64url');
}

/** The condition for rows after `cursor`. Throws VALIDATION_ERROR for a cursor of another list. */
export function afterCursor<T extends Row>(cursor: string, by?: ListDate<T>): FilterQuery<T> {
  const [kind, ...parts] = Buffer.from(cursor, 'base64url').toString().split(':');
  const id = parts.pop() ?? '';
  const day = parts.pop() ?? '';
  if (parts.length > 0 || !uuid.test(id) || !(by ? kind === 'on' && isDate(day) : kind === 'id' && !day)) {
    throw invalid('after', 'is no cursor of this list');
  }
  if (!by) return { id: { $lt: id } } as unknown as FilterQuery<T>;
  return { $or: [{ [by]: { $lt: day } }, { [by]: day, id: { $lt: id } }] } as unknown as FilterQuery<T>;
}

/** The properties that a list is ordered by, each descending. */
export function listOrder<T extends Row>(by?: ListDate<T>): QueryOrderMap<T> {
  return { ...(by && { [by]: 'desc' }), id: 'desc' } as QueryOrderMap<T>;
}

function isDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${text}T`);
}
