import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** One line of a CSV file. */
export interface Row {
  /** Its number in the file; the heading is 1. */
  line: number;
  /** As it stands in the file. */
  text: string;
  columns: Readonly<Record<string, string>>;
}

/** A line that was not taken, and why. */
export interface Refusal {
  line: number;
  text: string;
  reason: string;
}

/**
 * The lines of a CSV file, and those that are none. Each is read by itself, so that a quotation mark too many spoils
 * one line and not all that come after it; a line break within quotation marks is therefore not known.
 *
 * @throws Error when the heading lacks one of `columns`
 */
export function readCsv(csv: string, columns: readonly string[]): { rows: Row[]; refused: Refusal[] } {
  const [heading = '', ...lines] = csv.split(/\r?\n/);
  const [names = []]: string[][] = parse(heading, { bom: true, trim: true });
  const lacking = columns.filter((column) => !names.includes(column));
  if (lacking.length > 0) throw new Error(`The heading lacks ${lacking.join(', ')}: ${heading}`);
  const rows: Row[] = [];
  const refused: Refusal[] = [];
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const line = index + 2;
    try {
      const [found = {}]: Record<string, string>[] = parse(text, { columns: names, trim: true });
      rows.push({ line, text, columns: found });
    } catch (error) {
      refused.push({ line, text, reason: (error as Error).message.replace(/ (on|at) line \d+/, '') });
    }
  }
  return { rows, refused };
}

/** `rows` as a CSV file with these columns. */
export function toCsv(columns: readonly string[], rows: readonly object[]): string {
  return stringify([...rows], { header: true, columns: [...columns] });
}

/** What was refused, for somebody to open in a spreadsheet, where no cell is to be run as a formula. */
export function refusalsToCsv(refused: readonly Refusal[]): string {
  return stringify([...refused], {
    header: true,
    columns: ['line', 'reason', 'text'],
    escape_formulas: true,
  });
}
