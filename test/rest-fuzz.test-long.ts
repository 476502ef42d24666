import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AnswerCheck } from './answer-check.ts';
import { furnishInstitution } from './furnished-institution.ts';
import { Fuzzer } from './rest-fuzz.ts';
import { sendRest } from './rest-requests.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

const requests = Number(process.env.FUZZED_REQUESTS ?? 100_000);
const atATime = 8;

describe('the REST interface', () => {
  let hub: WholeGraph;
  beforeAll(async () => {
    hub = await startWholeGraph();
  }, 180_000);
  afterAll(() => hub?.close());

  it(`answers ${requests} made-up requests, good and broken, as its document says, and breaks at none`, async () => {
    const { key, ids } = await furnishInstitution(hub.graphqlUrl, hub.sandboxKey);
    const check = await AnswerCheck.ofHub(hub.url);
    const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 32);
    const fuzzer = new Fuzzer(check, seed, Object.values(ids));
    const statuses = new Map<number, number>();
    let turn = 0;
    const sendOn = async () => {
      while (turn < requests) {
        const { operation, method, address, body, headers } = fuzzer.request(turn++);
        const answer = await sendRest(hub.url, method, address, { key, body, headers });
        const what = `seed ${seed}: ${method} ${address} ${body} answered ${answer.status} ${answer.text}`;
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status >= 500) throw new Error(what);
        try {
          check.answer(operation, answer);
        } catch (error) {
          throw new Error(what, { cause: error });
        }
      }
    };
    await Promise.all(Array.from({ length: atATime }, sendOn));
    console.info(`Fuzzed with seed ${seed}:`, Object.fromEntries([...statuses].sort()));
    expect(statuses.get(200)).toBeGreaterThan(requests / 20);
  }, 3_600_000);
});
