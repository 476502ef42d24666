import type { AnswerCheck } from './answer-check.ts';
import { Fuzzer } from './rest-fuzz.ts';
import { sendRest } from './rest-requests.ts';

/**
 * Sends `requests` that are made up to the hub at `url`, several at a time, and throws at the first that is answered other
 * than the document says, or by an error of the hub's own. How often each status came.
 *
 * @param ids of things that there are
 */
export async function fuzz(
  url: string,
  check: AnswerCheck,
  { key, ids, seed, requests }: { key: string; ids: readonly string[]; seed: number; requests: number },
): Promise<Map<number, number>> {
  const fuzzer = new Fuzzer(check, seed, ids);
  const statuses = new Map<number, number>();
  let turn = 0;
  const sendOn = async () => {
    while (turn < requests) {
      const { operation, method, address, body, headers } = fuzzer.request(turn++);
      const answer = await sendRest(url, method, address, { key, body, headers });
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
  await Promise.all(Array.from({ length: 8 }, sendOn));
  return statuses;
}
