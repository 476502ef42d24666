import type { RequestOptions } from './options.ts';
import { keyOf } from './rest.ts';

/** What became of one row: it, or why not. */
interface RowResult {
  /** Its place in the rows that were given. */
  index: number;
}

/** What a request of up to a thousand rows answers: how many were done, by whatever name, how many not, and each row. */
interface BulkAnswer {
  failed: number;
  rows: readonly RowResult[];
}

/** The hub takes no more rows, and no more bytes with room for the rest of the body, in one request. */
const mostRows = 1000;
const mostBytes = 900_000;

/**
 * Sends any number of rows in requests that the hub takes, one after the other, each with a key of its own, and
 * returns their answers as one. Where a request fails, those before it have been done; with the same key all
 * of it can be sent again.
 */
export async function inChunks<Row, Answer extends BulkAnswer>(
  given: readonly Row[],
  options: RequestOptions,
  send: (rows: Row[], options: RequestOptions) => Promise<Answer>,
): Promise<Answer> {
  const key = keyOf(options) ?? crypto.randomUUID();
  const rows: RowResult[] = [];
  let sum: Answer | undefined;
  let at = 0;
  for (const chunk of chunksOf(given)) {
    const idempotencyKey = at === 0 ? key : `${key}-${at}`;
    const answer = await send(chunk, { ...options, idempotencyKey });
    for (const row of answer.rows) rows.push({ ...row, index: row.index + at });
    sum = sum === undefined ? answer : added(sum, answer);
    at += chunk.length;
  }
  return sum === undefined ? send([], options) : { ...sum, rows };
}

function* chunksOf<Row>(rows: readonly Row[]): Generator<Row[]> {
  const encoder = new TextEncoder();
  let chunk: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = encoder.encode(JSON.stringify(row)).length + 1;
    if (chunk.length === mostRows || (chunk.length > 0 && bytes + size > mostBytes)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(row);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

/** The counts of both together. */
function added<Answer extends BulkAnswer>(sum: Answer, later: Answer): Answer {
  const counts = Object.entries(later).map(([name, value]) => {
    const before = (sum as Record<string, unknown>)[name];
    return [name, typeof value === 'number' && typeof before === 'number' ? before + value : value];
  });
  return Object.fromEntries(counts) as Answer;
}
