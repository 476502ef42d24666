import { expect } from '@jest/globals';
import type { Example } from '../gateway/rest/openapi/examples.ts';
import type { AnswerCheck } from './answer-check.ts';
import { addressOf, sendRest } from './rest-requests.ts';
import type { Seen } from './rest-story/step.ts';
import { type Setting, steps } from './rest-story.ts';

/** What came of the story: its requests with their answers, and the answers by operation. */
export interface Played {
  made: Record<string, Example>;
  seen: Record<string, Seen>;
}

/** Plays the story of the REST interface at `url`, and holds each answer against the document. */
export async function playRestStory(url: string, setting: Setting, check: AnswerCheck): Promise<Played> {
  const made: Record<string, Example> = {};
  const seen: Record<string, Seen> = {};
  for (const step of steps) {
    const { operation, path = {}, query = {}, body, as, refused } = await step(seen);
    const { method, template, status } = check.operation(operation);
    const key = setting.keys[as ?? 'institution'];
    const answer = await sendRest(url, method, addressOf(template, path, query), { key, body });
    expect([operation, answer.status, answer.body?.detail]).toEqual([
      operation,
      refused ?? status,
      refused ? expect.anything() : undefined,
    ]);
    check.answer(operation, answer);
    made[operation] ??= {
      path,
      query,
      ...(body && { body }),
      ...(refused === undefined && answer.body !== undefined && { answer: answer.body }),
    };
    seen[operation] = answer.body;
    if (operation === 'CreatePaymentOfOrder') await setting.pay(answer.body.data.order_id);
  }
  return { made, seen };
}
