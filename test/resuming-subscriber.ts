import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { ask, eventually, send } from './graph-request.ts';
import type { Data } from './subgraph-harness.ts';

const subscription = `subscription($types: [String!], $after: Cursor!) {
  events(types: $types, after: $after) { id cursor type data requestId } }`;
const logQuery = `query($types: [String!], $after: Cursor) {
  eventLog(first: 100, types: $types, after: $after) { cursor hasMore events { id data } } }`;

/** Everything in a hub's log behind `after`, by polling, and the cursor behind it. */
export async function readLog(
  graphqlUrl: string,
  apiKey: string,
  types: string[],
  after: string | null = null,
): Promise<{ cursor: string; events: Data[] }> {
  const events: Data[] = [];
  for (let cursor = after; ; ) {
    const { eventLog } = await ask(graphqlUrl, apiKey, logQuery, { types, after: cursor });
    events.push(...eventLog.events);
    cursor = eventLog.cursor;
    if (!eventLog.hasMore) return { cursor: eventLog.cursor, events };
  }
}

/** A partner's program that takes events by websocket and, whatever ends that, goes on from its last cursor. */
export class ResumingSubscriber {
  readonly events: Data[] = [];
  /** How often it had to begin anew. */
  resumed = 0;
  readonly #url: string;
  readonly #key: string;
  readonly #types: string[];
  #cursor: string;
  #client: Client | undefined;
  #over = false;
  readonly #running: Promise<void>;

  constructor(graphqlUrl: string, apiKey: string, types: string[], after: string) {
    this.#url = graphqlUrl.replace(/^http/, 'ws');
    this.#key = apiKey;
    this.#types = types;
    this.#cursor = after;
    this.#running = this.#run();
  }

  /** Breaks the connection, without a word. */
  cut(): void {
    this.#client?.terminate();
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#client?.dispose();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#over) {
      const client = createClient({
        url: this.#url,
        webSocketImpl: WebSocket,
        connectionParams: { 'X-API-Key': this.#key },
        retryAttempts: 0,
      });
      this.#client = client;
      try {
        const variables = { types: this.#types, after: this.#cursor };
        for await (const { data } of client.iterate<Data>({ query: subscription, variables })) {
          if (!data) break;
          this.events.push(data.events);
          this.#cursor = data.events.cursor;
        }
      } catch {
        // Why does not matter: it goes on from its cursor.
      }
      await client.dispose();
      this.resumed += 1;
      await sleep(50);
    }
  }
}

/** Programs that create a student after the other, and remember those that the hub has confirmed. */
export class Writers {
  readonly confirmed: string[] = [];
  refused = 0;
  #over = false;
  readonly #running: Promise<unknown>;

  constructor(count: number, graphqlUrl: string, apiKey: string, newLearner: () => object) {
    const create = 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }';
    this.#running = Promise.all(
      Array.from({ length: count }, async () => {
        while (!this.#over) {
          try {
            const { data } = await send(graphqlUrl, apiKey, create, { input: newLearner() });
            if (data?.createStudent) this.confirmed.push(data.createStudent.id);
            else await this.#wait();
          } catch {
            // Nobody answered: nothing was promised.
            await this.#wait();
          }
        }
      }),
    );
  }

  /** Waits until so many more were confirmed. */
  async confirm(count: number): Promise<void> {
    const wanted = this.confirmed.length + count;
    await eventually(() => this.confirmed.length >= wanted, `${count} more were confirmed`);
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#running;
  }

  async #wait(): Promise<void> {
    this.refused += 1;
    await sleep(20);
  }
}
