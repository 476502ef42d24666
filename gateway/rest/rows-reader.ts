import { type GraphQLInputType, getNullableType, isListType } from 'graphql';
import type { ErrorDetail } from '../../platform/errors.ts';
import type { Words } from './names.ts';
import { complain, type Renamed, type ValueReader, valueReader } from './value-reader.ts';

/** What is wrong with rows that cannot be read, by their places in the request. */
export type RefusedRows = ReadonlyMap<number, readonly ErrorDetail[]>;

/** Rows as they were read; of one that is refused what could be. */
export class ReadRows {
  readonly rows: readonly unknown[];
  readonly refused: RefusedRows;

  constructor(rows: readonly unknown[], refused: RefusedRows) {
    this.rows = rows;
    this.refused = refused;
  }
}

/** Reads a list into `ReadRows`: what is wrong with one of its items is kept with it, and is not wrong with the request. */
export function rowsReader(type: GraphQLInputType, words: Words, renamed: Renamed): ValueReader {
  const list = getNullableType(type);
  if (!isListType(list)) throw new Error(`${type} is no list of rows.`);
  const readRow = valueReader(list.ofType, words, renamed);
  return (value, place, wrong) => {
    if (value === null) return complain(wrong, place, 'is required');
    if (!Array.isArray(value)) return complain(wrong, place, 'must be a list');
    const refused = new Map<number, ErrorDetail[]>();
    const rows = value.map((row, index) => {
      const amiss: ErrorDetail[] = [];
      const read = readRow(row, '', amiss);
      if (amiss.length > 0) refused.set(index, amiss);
      return read;
    });
    return new ReadRows(rows, refused);
  };
}
