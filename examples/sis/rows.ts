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
    const chunk = taken.slice(at, at + mostRows);
    const answer = await send(chunk.map(({ input }) => input));
    for (const { index, error } of answer.rows) {
      const row = chunk[index]?.row;
      if (row && error) refused.push(refusal(row, reasonOf(error)));
    }
  }
  return refused;
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
