import type { Dispatcher } from 'undici';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { keepable } from '../../../platform/http-client/masking.ts';
import { retryAfterMs } from '../../../platform/http-client/retry-after.ts';
import { transport } from '../../../platform/http-client/transport.ts';
import { openHeaders } from '../webhooks/custom-headers.ts';
import { bodySignature, standardSignature } from '../webhooks/webhook.secret.ts';
import type { Claimed } from './claim.ts';

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

/** Sends a delivery once; a failure is an outcome. Throws when the secrets of the webhook cannot be opened. */
export async function post(dispatcher: Dispatcher, claimed: Claimed, cipher: Cipher): Promise<Outcome> {
  const startedAt = new Date();
  const from = performance.now();
  const own = signedHeaders(claimed, cipher, startedAt);
  const custom = openHeaders(claimed.headers, cipher);
  const result = await transport(dispatcher, {
    method: 'POST',
    url: new URL(claimed.url),
    headers: { ...Object.fromEntries(custom), ...own },
    body: claimed.body,
    timeoutMs: claimed.timeoutSeconds * 1000,
    maxReplyBytes: keptBytes,
  });
  const kept = {
    startedAt,
    durationMs: Math.round(performance.now() - from),
    requestHeaders: { ...own, ...Object.fromEntries(custom.map(([name]) => [name, '[masked]'])) },
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

function signedHeaders(claimed: Claimed, cipher: Cipher, now: Date): Record<string, string> {
  const id = `evt_${claimed.eventUuid}`;
  const timestamp = Math.floor(now.getTime() / 1000);
  const secret = cipher.open(claimed.secret);
  const previous = claimed.previousSecret === null ? null : cipher.open(claimed.previousSecret);
  const secrets = previous === null ? [secret] : [secret, previous];
  return {
    'content-type': 'application/json',
    'user-agent': 'skills-hub',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((key) => standardSignature(key, id, timestamp, claimed.body)).join(' '),
    // It holds one signature: the old secret's until the overlap ends.
    'x-skillpassport-signature': bodySignature(previous ?? secret, claimed.body),
    ...(claimed.requestId !== null && { 'x-request-id': claimed.requestId.replace(/[^\x21-\x7e]/g, '') }),
  };
}
