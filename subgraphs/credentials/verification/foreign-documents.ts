import { LRUCache } from 'lru-cache';
import type { Agent } from 'undici';
import { guardedAgent, type TargetPolicy, urlProblem } from '../../../platform/http-client/guarded-agent.ts';
import { transport } from '../../../platform/http-client/transport.ts';
import { details } from './details.ts';
import type { Said } from './said.ts';

/** Documents of other issuers, by their address. */
export interface ForeignDocuments {
  /** The JSON at `url`, or why it cannot be had. */
  get(url: string): Promise<{ document: unknown } | { problem: Said }>;
  close(): Promise<void>;
}

const timeoutMs = 5_000;
const maxReplyBytes = 256 * 1024;
/** How long an answer is remembered, in milliseconds; a failure, so that nobody can make the hub knock without end. */
const keptMs = { answer: 5 * 60_000, failure: 60_000 };

/** Fetches documents over HTTPS from public addresses alone, within 5 s and 256 KiB, and remembers them. */
export class FetchedDocuments implements ForeignDocuments {
  readonly #policy: TargetPolicy;
  readonly #agent: Agent;
  readonly #known = new LRUCache<string, Promise<{ document: unknown } | { problem: Said }>>({ max: 200 });

  /** `ownUrl` is where others reach the hub; nothing of its own is ever fetched. */
  constructor(ownUrl: string) {
    this.#policy = { allowPrivate: 'none', ownPorts: [], ownUrl };
    this.#agent = guardedAgent(this.#policy, { connections: 4, keepAliveTimeout: 1_000 });
  }

  get(url: string): Promise<{ document: unknown } | { problem: Said }> {
    const known = this.#known.get(url);
    if (known) return known;
    const answer = this.#fetch(url).then((found) => {
      this.#known.set(url, answer, { ttl: 'problem' in found ? keptMs.failure : keptMs.answer });
      return found;
    });
    this.#known.set(url, answer, { ttl: keptMs.failure });
    return answer;
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #fetch(url: string): Promise<{ document: unknown } | { problem: Said }> {
    const why = urlProblem(url.split('#', 1)[0] ?? '', this.#policy);
    if (why) return { problem: details.notAsked(url, why) };
    const result = await transport(this.#agent, {
      method: 'GET',
      url: new URL(url),
      headers: {
        accept: 'application/json, application/vc, application/did+json',
        'user-agent': 'skills-hub',
      },
      body: null,
      timeoutMs,
      maxReplyBytes,
    });
    if (!result.answered) return { problem: details.noAnswer(url) };
    if (result.cut) return { problem: details.longAnswer(url, maxReplyBytes) };
    if (result.status !== 200) return { problem: details.badAnswer(url, result.status) };
    try {
      return { document: JSON.parse(result.body) };
    } catch {
      return { problem: details.noJson(url) };
    }
  }
}
