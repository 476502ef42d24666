import { markdownTable } from './table.ts';

/** What one unit costs while one thing grows and all else stays. */
export interface Growth {
  /** What grows. */
  what: string;
  /** What a unit is. */
  unit: string;
  /** In the order of growth. */
  steps: readonly { size: number; processorUs: number }[];
  /** Why it is not flat, where that is known. */
  because?: string;
}

/** Up to here it is the noise of a machine. */
const tolerated = 1.25;

/** Each growth on a line. */
export function growthTable(growths: readonly Growth[]): string {
  return markdownTable([
    ['What grows', 'Processor time for', 'Size: time', 'Last to first', ''],
    ...growths.map(({ what, unit, steps, because }) => {
      const [first, last] = [steps[0]?.processorUs ?? Number.NaN, steps.at(-1)?.processorUs ?? Number.NaN];
      const verdict = last / first <= tolerated ? 'flat' : `not flat${because ? `: ${because}` : ''}`;
      return [what, unit, steps.map(shown).join(', '), `${(last / first).toFixed(2)} ×`, verdict];
    }),
  ]);
}

function shown({ size, processorUs }: { size: number; processorUs: number }): string {
  const time = processorUs < 1000 ? `${processorUs.toFixed(1)} µs` : `${(processorUs / 1000).toFixed(2)} ms`;
  return `${size.toLocaleString('en')}: ${time}`;
}
