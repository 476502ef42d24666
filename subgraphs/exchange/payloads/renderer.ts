import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { HubError } from '../../../platform/errors.ts';
import type { Graph, GraphResult } from '../../../platform/federation/graph.ts';
import { log } from '../../../platform/log.ts';
import { WakeableLoop } from '../deliveries/wakeable-loop.ts';
import { ownerOf } from '../webhooks/chosen-events.ts';
import { payloadQuery } from './payload-selection.ts';
import { isToBeRunAgain, renderedBody } from './rendered-body.ts';
import { claimRenderings, postponeRendering, type Rendering, storeRendering } from './rendering.ts';

/** How many payloads are selected at a time in one process. */
const atOnce = 16;
const pollMs = 500;
/** How long the graph has to answer, in milliseconds. */
const patienceMs = 10_000;
const longestWaitMs = 60_000;
const hour = 3_600_000;
export const defaultGiveUpMs = hour;

export interface RendererOptions {
  /** For how long what does not answer is asked again, in milliseconds; then the default payload is sent. */
  giveUpMs: number;
  /** Called with the webhook of a delivery that became due. */
  rendered: (webhookId: string) => void;
}

/**
 * Selects the payloads of deliveries whose webhooks say what they shall hold, once for each delivery, and
 * makes these due. Any number may run, in any number of processes.
 */
export class Renderer {
  readonly #em: EntityManager;
  readonly #graph: Graph;
  readonly #options: RendererOptions;
  readonly #loop = new WakeableLoop('webhook payloads', () => this.#step(), pollMs);
  readonly #running = new Set<Promise<void>>();

  constructor(em: EntityManager, graph: Graph, options: RendererOptions) {
    this.#em = em;
    this.#graph = graph;
    this.#options = options;
  }

  start(): void {
    void this.#prepare();
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  async close(): Promise<void> {
    await this.#loop.close();
    await Promise.all(this.#running);
  }

  /** Has the graph be read before the first event, which would wait for it. */
  async #prepare(): Promise<void> {
    try {
      const some = await this.#em
        .fork()
        .execute<unknown[]>('SELECT 1 FROM exchange.webhooks WHERE payload IS NOT NULL LIMIT 1');
      if (some.length === 0) return;
      const principal = ownerOf({ id: '', organisationId: '', scopes: [] });
      await this.#graph.run('{ __typename }', {}, { principal, requestId: uuidv7() });
    } catch (err) {
      log.warn({ err }, 'the graph could not be read ahead');
    }
  }

  async #step(): Promise<boolean> {
    const room = atOnce - this.#running.size;
    if (room <= 0) return false;
    for (const rendering of await claimRenderings(this.#em, room)) this.#begin(rendering);
    return false;
  }

  #begin(rendering: Rendering): void {
    const running = this.#render(rendering)
      .catch((err) =>
        log.warn(
          { err, delivery: rendering.deliveryId },
          'a payload could not be stored; it is selected again',
        ),
      )
      .finally(() => {
        this.#running.delete(running);
        this.#loop.wake();
      });
    this.#running.add(running);
  }

  async #render(rendering: Rendering): Promise<void> {
    const { payload, defaultBody, attempt, ageMs, webhook } = rendering;
    let body = defaultBody;
    if (payload !== null) {
      const result = await this.#select(payload, rendering);
      if (isToBeRunAgain(result) && ageMs < this.#options.giveUpMs) {
        const waitMs = Math.min(1000 * 2 ** (attempt - 1), longestWaitMs) * (0.8 + 0.4 * Math.random());
        return postponeRendering(this.#em, rendering, waitMs);
      }
      body = renderedBody(defaultBody, isToBeRunAgain(result) ? { errors: result.errors } : result);
    }
    await storeRendering(this.#em, rendering, body);
    this.#options.rendered(webhook.id);
  }

  /** Runs the selection as the organisation whose webhook it is, with the scopes that were kept with it. */
  async #select(payload: string, { subject, webhook, requestId }: Rendering): Promise<GraphResult> {
    const signal = AbortSignal.timeout(patienceMs);
    const late = new Promise<GraphResult>((resolve) =>
      signal.addEventListener('abort', () => resolve(failed(new HubError('UPSTREAM_UNAVAILABLE')))),
    );
    const reader = { principal: ownerOf(webhook), requestId: requestId ?? uuidv7(), signal };
    try {
      return await Promise.race([this.#graph.run(payloadQuery(payload), { ...subject }, reader), late]);
    } catch (err) {
      log.warn({ err, webhook: webhook.id }, 'a payload cannot be selected');
      return failed(err instanceof HubError ? err : new HubError('INTERNAL'));
    }
  }
}

function failed({ message, extensions }: HubError): GraphResult {
  return { errors: [{ message, extensions }] };
}
