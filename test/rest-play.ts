import { expect } from '@jest/globals';
import type { Example } from '../gateway/rest/openapi/examples.ts';
import type { AnswerCheck } from './answer-check.ts';
import { addressOf, sendRest } from './rest-requests.ts';
import type { Seen } from './rest-story/step.ts';
import type { StorySetting } from './rest-story/story-setting.ts';
import { steps } from './rest-story.ts';

/** What came of the story: its requests with their answers, and the answers by operation. */
export interface Played {
  made: Record<string, Example>;
  seen: Record<string, Seen>;
}

/**
 * Plays the story of the REST interface at `url`, and holds each answer against the document.
 *
 * @param leadingOn where answers that lead on elsewhere are asked for, when it is not at `url`
 */
export async function playRestStory(
  url: string,
  setting: StorySetting,
  check: AnswerCheck,
  leadingOn = url,
): Promise<Played> {
  const made: Record<string, Example> = {};
  const seen: Record<string, Seen> = { Given: setting.given };
  for (const step of steps) {
    const {
      operation,
      path = {},
      query = {},
      body,
      headers = {},
      as,
      refused,
      afterwards,
    } = await step(seen);
    const { method, template, status } = check.operation(operation);
    const shown = setting.shown[as ?? 'institution'];
    const sent = { headers: { ...shown, ...headers }, body };
    const at = status === 302 ? leadingOn : url;
    const answer = await sendRest(at, method, addressOf(template, path, query), sent);
    expect([operation, answer.status, refused ?? answer.text]).toEqual([
      operation,
      refused ?? status,
      refused ?? expect.anything(),
    ]);
    check.answer(operation, answer);
    made[operation] ??= {
      path,
      query,
      ...(body && { body: typeof body === 'string' ? JSON.parse(body) : body }),
      ...(refused === undefined && answer.body !== undefined && { answer: answer.body }),
    };
    seen[operation] = answer.body;
    await afterwards?.(setting, answer);
  }
  return { made, seen };
}
