/** How the values of a scalar are written in JSON. */
export interface ScalarFormat {
  /** JSON Schema of a value. */
  schema: Readonly<Record<string, unknown>>;
  /** What a value has to be, for who sent another; undefined where any will do. */
  must: string;
  fits(value: unknown): boolean;
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text: ScalarFormat = {
  schema: { type: 'string' },
  must: 'must be a text',
  fits: (value) => typeof value === 'string',
};

const formats: Readonly<Record<string, ScalarFormat>> = {
  ID: text,
  String: text,
  Cursor: text,
  Boolean: {
    schema: { type: 'boolean' },
    must: 'must be true or false',
    fits: (value) => typeof value === 'boolean',
  },
  Int: {
    schema: { type: 'integer', format: 'int32' },
    must: 'must be a whole number between -2147483648 and 2147483647',
    fits: (value) => Number.isInteger(value) && Math.abs(Number(value) + 0.5) < 2 ** 31,
  },
  Float: {
    schema: { type: 'number' },
    must: 'must be a number',
    fits: (value) => Number.isFinite(value),
  },
  Rupiah: {
    schema: { type: 'integer', format: 'int64' },
    must: 'must be a whole number of rupiah',
    fits: Number.isSafeInteger,
  },
  Date: {
    schema: { type: 'string', format: 'date' },
    must: 'must be a date, YYYY-MM-DD',
    fits: isDay,
  },
  DateTime: {
    schema: { type: 'string', format: 'date-time' },
    must: 'must be a moment as RFC 3339 has it, such as 2026-01-15T11:00:00Z',
    fits: (value) => typeof value === 'string' && moment.test(value) && !Number.isNaN(Date.parse(value)),
  },
  JSONObject: {
    schema: { type: 'object', additionalProperties: true },
    must: 'must be an object',
    fits: isObject,
  },
};

const unknown: ScalarFormat = { schema: {}, must: '', fits: () => true };

/** The format of a scalar of the graph; whoever reads the value judges it where nothing is known of the scalar. */
export function scalarFormat(name: string): ScalarFormat {
  return formats[name] ?? unknown;
}
