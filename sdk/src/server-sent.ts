import { SkillsHubError } from './errors.ts';
import { type GraphAnswer, graphError } from './graphql.ts';
import { serverSentEvents } from './server-sent-events.ts';
import type { Stream } from './stream.ts';
import type { Transport } from './transport.ts';

/** Results by server-sent events, one request for each stream; they pass proxies. */
export async function* serverSent(
  transport: Transport,
  { body, signal, opened }: Stream,
): AsyncGenerator<unknown, void, undefined> {
  const response = await transport.open('/graphql/stream', body, signal);
  if (!response.ok) throw await refusal(response);
  opened();
  for await (const { event, data } of serverSentEvents(response)) {
    if (event === 'complete') return;
    if (event === 'next') yield JSON.parse(data);
  }
}

/** Why a stream was not opened. */
async function refusal(response: Response): Promise<SkillsHubError> {
  const { status } = response;
  const body = (await response.json().catch(() => ({}))) as GraphAnswer<unknown>;
  const [error] = body.errors ?? [];
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  if (error) return graphError(error, { status, retryAfter });
  return new SkillsHubError({
    code: 'UNEXPECTED_ANSWER',
    message: `The stream was answered with ${status}.`,
    status,
    retryable: status === 429 || status >= 500,
    retryAfter,
  });
}
