import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AnswerCheck } from './answer-check.ts';
import { furnishInstitution } from './furnished-institution.ts';
import { fuzz } from './fuzzed-interface.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

const requests = Number(process.env.FUZZED_REQUESTS ?? 100_000);

describe('the REST interface', () => {
  let hub: WholeGraph;
  beforeAll(async () => {
    hub = await startWholeGraph({ routes: true });
  }, 480_000);
  afterAll(() => hub?.close());

  it(`answers ${requests} made-up requests, good and broken, as its document says, and breaks at none`, async () => {
    const { key, ids } = await furnishInstitution(hub.graphqlUrl, hub.sandboxKey);
    const check = await AnswerCheck.ofHub(hub.url);
    const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 32);
    const statuses = await fuzz(hub.url, check, { key, ids: Object.values(ids), seed, requests });
    console.info(`Fuzzed with seed ${seed}:`, Object.fromEntries([...statuses].sort()));
    expect(statuses.get(200)).toBeGreaterThan(requests / 20);
  }, 3_600_000);
});
