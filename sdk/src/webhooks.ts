import type { DeliveredEvent, EventsOptions, HubEvent } from './events.ts';
import type { EventData } from './generated/events.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';
import type { VerifyOptions } from './verify-webhook.ts';
import { expressHandler, fastifyHandler, fetchHandler } from './webhook-handlers.ts';

export type EventHandler<Type extends keyof EventData> = (event: DeliveredEvent<Type>) => unknown;

type Open = (options: EventsOptions) => AsyncGenerator<HubEvent, void, undefined>;

/**
 * What is to be done when something happens. With the client's `webhookSecret` the events are those that the hub
 * delivers to `express()`, `fastify()` or `fetch()`; without, the client listens to the live events itself, from the
 * first `on` until `stop`.
 */
export class Webhooks {
  readonly #rest: Rest;
  readonly #open: Open;
  readonly #secret: string | undefined;
  readonly #handlers = new Map<string, Set<EventHandler<never>>>();
  #listening: AbortController | undefined;
  #after: string | null = null;
  /** Told of what a handler throws, or of why listening ended, when the client listens itself. */
  onError: (error: unknown, event: DeliveredEvent | null) => void = (error) => console.error(error);

  constructor(rest: Rest, open: Open, secret: string | undefined) {
    this.#rest = rest;
    this.#open = open;
    this.#secret = secret;
  }

  /** Has `handler` called with each event of a type. Returns what takes it back. */
  on<Type extends keyof EventData>(type: Type, handler: EventHandler<Type>): () => void;
  /** The same for a type that is known later, or that a later hub has. */
  on(type: string, handler: EventHandler<keyof EventData>): () => void;
  on(type: string, handler: EventHandler<never>): () => void {
    const handlers = this.#handlers.get(type) ?? new Set();
    const isNew = handlers.size === 0;
    this.#handlers.set(type, handlers.add(handler));
    if (isNew && this.#secret === undefined) this.#listen();
    return () => {
      handlers.delete(handler);
      if (handlers.size > 0) return;
      this.#handlers.delete(type);
      if (this.#listening) this.#listen();
    };
  }

  /** Listens no more. */
  stop(): void {
    this.#listening?.abort();
    this.#listening = undefined;
  }

  /** Calls the handlers of an event, one after the other; fails when one of them does. */
  async dispatch(event: DeliveredEvent): Promise<void> {
    for (const handler of this.#handlers.get(event.event) ?? []) {
      await (handler as EventHandler<keyof EventData>)(event);
    }
  }

  express(options?: VerifyOptions): ReturnType<typeof expressHandler> {
    return expressHandler(this.#secretOf(), (event) => this.dispatch(event), options);
  }

  fastify(options?: VerifyOptions): ReturnType<typeof fastifyHandler> {
    return fastifyHandler(this.#secretOf(), (event) => this.dispatch(event), options);
  }

  fetch(options?: VerifyOptions): ReturnType<typeof fetchHandler> {
    return fetchHandler(this.#secretOf(), (event) => this.dispatch(event), options);
  }

  /** The answer's `secret` is shown this once. */
  create(webhook: BodyOf<'createWebhook'>, options?: RequestOptions): Promise<AnswerOf<'createWebhook'>> {
    return this.#rest.post<'createWebhook'>('/v1/webhooks', webhook, options);
  }

  list(query: QueryOf<'listWebhooks'> = {}, options?: RequestOptions): List<'listWebhooks'> {
    return new List(this.#rest, '/v1/webhooks', query, options);
  }

  delete(id: string, options?: RequestOptions): Promise<void> {
    return this.#rest.delete(`/v1/webhooks${pathOf(id)}`, options);
  }

  #secretOf(): string {
    if (this.#secret === undefined) throw new TypeError('Give the client the webhookSecret to receive with.');
    return this.#secret;
  }

  /** Listens to the types that there are handlers of, behind what has been handled. */
  #listen(): void {
    this.stop();
    if (this.#handlers.size === 0) return;
    const listening = new AbortController();
    this.#listening = listening;
    // What registers several handlers at once opens one stream.
    queueMicrotask(() => {
      if (!listening.signal.aborted) void this.#pump(listening.signal);
    });
  }

  async #pump(signal: AbortSignal): Promise<void> {
    const types = [...this.#handlers.keys()] as (keyof EventData)[];
    try {
      for await (const event of this.#open({ types, after: this.#after, signal })) {
        this.#after = event.cursor;
        await this.dispatch(event).catch((error) => this.onError(error, event));
      }
    } catch (error) {
      this.onError(error, null);
    }
  }
}
