import { LRUCache } from 'lru-cache';
import type { Agent } from 'undici';
import { guardedAgent, type TargetPolicy } from '../../../platform/http-client/guarded-agent.ts';
import { narrowed } from '../webhooks/allowed-addresses.ts';

const options: Agent.Options = { connections: 64, keepAliveTimeout: 4000 };
/** Lists of allowed addresses whose connections are kept. */
const kept = 500;

/**
 * An agent for each list of allowed addresses: a connection that was made for one webhook is not there for
 * another that may not lead to its address.
 */
export class Agents {
  readonly #targets: TargetPolicy;
  readonly #unlimited: Agent;
  readonly #limited = new LRUCache<string, Agent>({ max: kept, dispose: (agent) => void agent.close() });

  constructor(targets: TargetPolicy) {
    this.#targets = targets;
    this.#unlimited = guardedAgent(targets, options);
  }

  /** The agent for webhooks that allow these addresses, or null for all that the hub does. */
  for(allowed: readonly string[] | null): Agent {
    if (!allowed) return this.#unlimited;
    const key = allowed.toSorted().join(' ');
    let agent = this.#limited.get(key);
    if (!agent) {
      agent = guardedAgent(narrowed(this.#targets, allowed), options);
      this.#limited.set(key, agent);
    }
    return agent;
  }

  /** Cuts off what is under way. */
  async destroy(): Promise<void> {
    await Promise.all([this.#unlimited, ...this.#limited.values()].map((agent) => agent.destroy()));
  }
}
