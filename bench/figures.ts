import { markdownTable } from './table.ts';

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of `values` does not exceed; `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function rate(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')}/s`;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

export function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)} ×`;
}

/** One line of the table: two figures of the same run, and how the one stands to the other. */
export interface Row {
  id: string;
  what: string;
  hub: string;
  against: string;
  ratio: string;
  target: string;
}

const columns: readonly (readonly [keyof Row, string])[] = [
  ['id', ''],
  ['what', 'Measured'],
  ['hub', 'Hub'],
  ['against', 'Against'],
  ['ratio', 'Ratio'],
  ['target', 'Target'],
];

/** The rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  return markdownTable([
    columns.map(([, title]) => title),
    ...rows.map((row) => columns.map(([key]) => row[key])),
  ]);
}
