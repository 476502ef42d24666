import { describe, expect, it } from '@jest/globals';
import { Comparison } from './comparison.ts';
import { hubGraph, madeUpGraphs } from './supergraphs.ts';

const faults = {
  'that are well': { field: 0, broken: 0, away: 0 },
  'with fields that fail': { field: 12, broken: 0, away: 0 },
  'that break their schema': { field: 0, broken: 25, away: 0 },
  'of which some are away': { field: 40, broken: 0, away: 6 },
};

const minutes = 60_000;

/** Holds the compiled executor against Apollo's, by so many operations for each graph and kind of fault. */
export async function differential(operations: number): Promise<void> {
  const graphs = { ...madeUpGraphs, 'the hub’s own': await hubGraph() };
  describe('the compiled executor answers as Apollo’s does', () => {
    describe.each(Object.entries(graphs))('over %s', (name, sdls) => {
      const comparison = new Comparison(sdls);
      it.each(Object.entries(faults))(
        'and subgraphs %s',
        async (_, fault) => {
          for (let index = 0; index < operations; index += 1) {
            const compared = await comparison.run(`${name} ${index}`, fault);
            const { operation, stock, compiled, written, misplaced } = compared;
            expect({ ...operation, answer: compiled }).toEqual({ ...operation, answer: stock });
            expect(JSON.stringify(written)).toBe(JSON.stringify(compiled));
            expect(misplaced).toEqual([]);
          }
        },
        10 * minutes,
      );
    });
  });
}
