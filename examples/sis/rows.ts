import { type ErrorDetail, SkillsHubError } from '../../sdk/src/index.ts'; // Yours: '@skills-hub/sdk'
import type { Refusal, Row } from './csv.ts';

const mostRows = 1000;

/** What the hub answers to many rows: for each that failed, why. */
interface BulkAnswer {
  rows: { index: number; error: { message: string; details?: readonly ErrorDetail[] | null } | null }[];
}

/**
 * Sends what `worded` makes of the rows, a thousand at a time. A row that is refused stops no other one: by `worded`,
 * which then gives the reason, or by the hub.
 */
export async function sendRows<Input>(
  rows: readonly Row[],
  worded: (columns: Row['columns']) => Input | string,
  send: (inputs: Input[]) => Promise<BulkAnswer>,
): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  const taken: { row: Row; input: Input }[] = [];
  for (const row of rows) {
    const input = worded(row.columns);
    if (typeof input === 'string') refused.push(refusal(row, input));
    else taken.push({ row, input });
  }
  for (let at = 0; at < taken.length; at += mostRows) {
    refused.push(...(await sendChunk(taken.slice(at, at + mostRows), send)));
  }
  return refused;
}

async function sendChunk<Input>(
  chunk: readonly { row: Row; input: Input }[],
  send: (inputs: Input[]) => Promise<BulkAnswer>,
): Promise<Refusal[]> {
  if (chunk.length === 0) return [];
  const refused = (reasons: ReadonlyMap<number, string>) =>
    chunk.flatMap(({ row }, index) => (reasons.has(index) ? refusal(row, reasons.get(index) ?? '') : []));
  try {
    const answer = await send(chunk.map(({ input }) => input));
    const failed = answer.rows.filter(({ error }) => error);
    return refused(new Map(failed.map(({ index, error }) => [index, reasonOf(error)])));
  } catch (error) {
    const malformed = malformedRows(error);
    if (malformed.size === 0) throw error;
    const rest = chunk.filter((_, index) => !malformed.has(index));
    return [...refused(malformed), ...(await sendChunk(rest, send))];
  }
}

/** Does something for one row after the other; a row for which the hub refuses it stops no other one. */
export async function forEachRow(
  rows: readonly Row[],
  act: (columns: Row['columns']) => Promise<unknown>,
): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  for (const row of rows) {
    try {
      await act(row.columns);
    } catch (error) {
      if (!(error instanceof SkillsHubError) || ![400, 404, 409].includes(error.status ?? 0)) throw error;
      refused.push(refusal(row, reasonOf(error)));
    }
  }
  return refused;
}

/** The rows that have a value in `column` that no row before them has. */
export function knownBy(column: string, rows: readonly Row[]): { unique: Row[]; refused: Refusal[] } {
  const first = new Map<string, Row>();
  const refused: Refusal[] = [];
  for (const row of rows) {
    const value = row.columns[column] ?? '';
    const before = first.get(value);
    if (value === '') refused.push(refusal(row, `${column} is empty`));
    else if (before) refused.push(refusal(row, `${column} ${value} is in line ${before.line} already`));
    else first.set(value, row);
  }
  return { unique: [...first.values()], refused };
}

export function refusal({ line, text }: Row, reason: string): Refusal {
  return { line, text, reason };
}

function reasonOf(error: BulkAnswer['rows'][number]['error']): string {
  const fields = (error?.details ?? []).map(({ field, message }) => `${field} ${message}`);
  return fields.join('; ') || (error?.message ?? '');
}

/**
 * What is no value of its kind at all, a thirtieth of February or no number, the hub refuses together with the whole
 * request, and names it, such as `records.3.date`: index and reason of each row that has such. Empty when the request
 * failed for another reason.
 */
function malformedRows(error: unknown): Map<number, string> {
  const reasons = new Map<number, string>();
  if (!(error instanceof SkillsHubError)) return reasons;
  for (const { field, message } of error.details) {
    const [, index, name] = /^\w+\.(\d+)\.(.+)$/.exec(field) ?? [];
    if (index === undefined) return new Map();
    reasons.set(Number(index), `${name} ${message}`);
  }
  return reasons;
}
