import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/graph-request.ts';
import { type MirrorUnderTest, startMirror } from '../mirror-under-test.ts';

const permits = 100_000;

/** Megabytes in use once everything is gone that nobody needs. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

describe('a registry of a hundred thousand permits', () => {
  let mirror: MirrorUnderTest;
  beforeAll(async () => {
    mirror = await startMirror({ permits });
  });
  afterAll(() => mirror.close());

  it('is swept in as many calls as the limit allows in 105 minutes, in constant memory, and says how far it is', async () => {
    const { syncPermits } = await mirror.ask('mutation { syncPermits(input: { complete: true }) { id } }');
    const reached = (part: number) =>
      eventually(
        async () => {
          const { permitSync } = await mirror.ask(
            'query($id: ID!) { permitSync(id: $id) { status lastError calls permitsNew permitsVanished mirror { sweep { seen expected progress } } } }',
            { id: syncPermits.id },
          );
          if (permitSync.status === 'FAILED') throw new Error(permitSync.lastError);
          const done = permitSync.status === 'COMPLETED';
          return (part === 1 ? done : done || permitSync.mirror.sweep.progress >= part) && permitSync;
        },
        `${part * 100} per cent are swept`,
        540_000,
      );
    const tenth = await reached(0.1);
    const atFirst = memoryInUse();
    expect(tenth.mirror.sweep).toMatchObject({ expected: permits + 7 });
    // The run and the sweep are read one after the other: a page may come in between.
    expect(Math.abs(tenth.mirror.sweep.seen - tenth.permitsNew)).toBeLessThanOrEqual(100);
    await reached(0.9);
    const atLast = memoryInUse();
    const whole = await reached(1);
    expect(whole).toMatchObject({ permitsNew: permits + 7, permitsVanished: 0 });
    expect(whole.calls).toBeLessThanOrEqual(1050);
    expect(atLast - atFirst).toBeLessThan(25);
    const { permitStatistics } = await mirror.ask(
      '{ permitStatistics { registry { total } mirror { total } difference { total issued inProcess } } }',
    );
    expect(permitStatistics).toEqual({
      registry: { total: permits + 7 },
      mirror: { total: permits + 7 },
      difference: { total: 0, issued: 0, inProcess: 0 },
    });
    console.info(
      `${whole.calls} calls; memory ${atFirst.toFixed(1)} MB at a tenth, ${atLast.toFixed(1)} MB at nine tenths`,
    );
  }, 1_200_000);

  it('keeps those that nobody has when it is swept again, and flags them', async () => {
    await mirror.sicantik.control('vanish', { count: 1000 });
    const { syncPermits } = await mirror.ask('mutation { syncPermits(input: { complete: true }) { id } }');
    await eventually(
      async () => {
        const { permitSync } = await mirror.ask(
          'query($id: ID!) { permitSync(id: $id) { status permitsVanished } }',
          {
            id: syncPermits.id,
          },
        );
        return (
          permitSync.status === 'COMPLETED' && expect(permitSync.permitsVanished).toBe(1000) === undefined
        );
      },
      'the second sweep is done',
      540_000,
    );
  }, 1_200_000);
});
