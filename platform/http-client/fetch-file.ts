import { type Agent, request } from 'undici';
import { type TargetPolicy, urlProblem } from './guarded-agent.ts';

/** `later`: whether asking again may help. `problem` is safe to show to who gave the address. */
export type FetchedFile = { bytes: Buffer } | { problem: string; later: boolean };

export interface FetchFileOptions {
  /** Made by `guardedAgent` with the same policy. */
  agent: Agent;
  policy: TargetPolicy;
  accept: string;
  /** Redirects, connecting and the whole body together, in milliseconds. */
  timeoutMs: number;
  maxBytes: number;
}

const mostRedirects = 3;

/**
 * The file at an address that somebody gave. Each redirect is judged as the address itself is, and no
 * header is sent on that says more than what is wanted. Never rejects.
 */
export async function fetchFile(address: string, options: FetchFileOptions): Promise<FetchedFile> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  let url = address;
  for (let redirects = 0; ; redirects += 1) {
    const refused = urlProblem(url, options.policy);
    if (refused) return { problem: redirects ? `leads elsewhere: ${refused}` : refused, later: false };
    const found = await ask(new URL(url), options, signal);
    if (!('location' in found)) return found;
    if (redirects === mostRedirects) return { problem: 'leads on and on', later: false };
    const next = URL.parse(found.location, url);
    if (!next) return { problem: 'leads to what is no address', later: false };
    next.hash = '';
    url = next.href;
  }
}

async function ask(
  url: URL,
  { agent, accept, maxBytes }: FetchFileOptions,
  signal: AbortSignal,
): Promise<FetchedFile | { location: string }> {
  try {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal,
      headers: { accept, 'accept-encoding': 'identity', 'user-agent': 'skills-hub' },
    });
    const { location } = headers;
    if (statusCode !== 200) {
      // Whatever else it says is of no interest, however long it is.
      body.on('error', () => undefined).destroy();
      if (statusCode > 300 && statusCode < 400 && typeof location === 'string') return { location };
      const later = statusCode === 408 || statusCode === 429 || statusCode >= 500;
      return { problem: `answers ${statusCode}`, later };
    }
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of body as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > maxBytes) return { problem: `holds more than ${maxBytes} bytes`, later: false };
      parts.push(part);
    }
    return { bytes: Buffer.concat(parts) };
  } catch (error) {
    if (signal.aborted) return { problem: 'does not answer in time', later: true };
    const said = error instanceof Error ? error.message : '';
    // What the guard says, once the name has been looked up.
    if (said.startsWith('refused to connect: '))
      return { problem: said.replace('refused to connect', 'may not be called'), later: false };
    return { problem: 'does not answer', later: true };
  }
}
