import type { Dispatcher } from 'undici';
import { keepable } from '../../../platform/http-client/masking.ts';
import { retryAfterMs } from '../../../platform/http-client/retry-after.ts';
import { transport } from '../../../platform/http-client/transport.ts';
import type { Claimed } from './claim.ts';
import type { Endpoint } from './endpoint.ts';

/** How one attempt went, as it is kept. */
export interface Outcome {
  startedAt: Date;
  durationMs: number;
  /** Without what is secret. */
  requestHeaders: Record<string, string>;
  /** null when no answer came. */
  status: number | null;
  responseBody: string | null;
  /** null when it succeeded. */
  error: string | null;
  /** How long the endpoint asked to be left alone, in milliseconds; null when it did not. */
  waitMs: number | null;
}

const keptBytes = 4096;

/** Sends a delivery once; a failure is an outcome. */
export async function post(dispatcher: Dispatcher, endpoint: Endpoint, claimed: Claimed): Promise<Outcome> {
  const startedAt = new Date();
  const from = performance.now();
  const own = signedHeaders(endpoint, claimed, startedAt);
  const result = await transport(dispatcher, {
    method: 'POST',
    url: endpoint.url,
    headers: { ...endpoint.headers, ...own },
    body: claimed.body,
    timeoutMs: endpoint.timeoutMs,
    maxReplyBytes: keptBytes,
  });
  const kept = {
    startedAt,
    durationMs: Math.round(performance.now() - from),
    requestHeaders: { ...own, ...endpoint.maskedHeaders },
  };
  if (!result.answered) {
    return { ...kept, status: null, responseBody: null, error: keepable(result.error.message), waitMs: null };
  }
  const { status } = result;
  const obeyed = status === 429 || status === 503;
  return {
    ...kept,
    status,
    responseBody: keepable(result.body),
    error: status >= 200 && status < 300 ? null : `The endpoint answered ${status}.`,
    waitMs: obeyed ? retryAfterMs(result.header('retry-after'), new Date()) : null,
  };
}

function signedHeaders(
  { signers: [current, previous] }: Endpoint,
  { eventUuid, body, requestId }: Claimed,
  now: Date,
): Record<string, string> {
  const id = `evt_${eventUuid}`;
  const timestamp = Math.floor(now.getTime() / 1000);
  const signature = current.standard(id, timestamp, body);
  return {
    'content-type': 'application/json',
    'user-agent': 'skills-hub',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': previous ? `${signature} ${previous.standard(id, timestamp, body)}` : signature,
    // It holds one signature: the old secret's until the overlap ends.
    'x-skillpassport-signature': (previous ?? current).body(body),
    ...(requestId !== null && { 'x-request-id': requestId.replace(/[^\x21-\x7e]/g, '') }),
  };
}
