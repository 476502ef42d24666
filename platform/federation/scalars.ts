import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';

function rupiah(value: unknown): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
    throw new GraphQLError('Rupiah must be a whole number below 2^53, without quotes or decimals.', {
      extensions: { code: 'VALIDATION_ERROR' },
    });
  }
  return number;
}

/** Money: whole Indonesian rupiah. */
export const Rupiah = new GraphQLScalarType<number, number>({
  name: 'Rupiah',
  description: 'An amount of money in whole Indonesian rupiah (IDR), a JSON integer below 2^53.',
  serialize: rupiah,
  parseValue: rupiah,
  parseLiteral: (node: ValueNode) => rupiah(node.kind === Kind.INT ? Number(node.value) : Number.NaN),
});

function calendarDate(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (!parsed || Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== text) {
    throw new GraphQLError('Date must be a calendar date written YYYY-MM-DD.', {
      extensions: { code: 'VALIDATION_ERROR' },
    });
  }
  return text;
}

/** A calendar date without time or zone, kept as the string YYYY-MM-DD from SQL to the client. */
export const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar date, YYYY-MM-DD.',
  serialize: calendarDate,
  parseValue: calendarDate,
  parseLiteral: (node: ValueNode) => calendarDate(node.kind === Kind.STRING ? node.value : undefined),
});

/** A moment, RFC 3339 in UTC. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'A moment, RFC 3339 in UTC, such as 2024-01-15T11:00:00.000Z.',
});

/** Opaque position in a connection or a stream. */
export const Cursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description: 'An opaque position in a list or a stream; pass it back as it came.',
  serialize: String,
  parseValue: (value) => {
    if (typeof value !== 'string') throw new GraphQLError('Cursor must be a string.');
    return value;
  },
  parseLiteral: (node: ValueNode) => {
    if (node.kind !== Kind.STRING) throw new GraphQLError('Cursor must be a string.');
    return node.value;
  },
});
