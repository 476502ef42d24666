import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** What an endpoint was sent. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  event: { id: string; event: string; data: Record<string, unknown> };
}

type Answer = number | ((response: ServerResponse) => void);

/** An endpoint of a partner's, which answers 200 unless it is told otherwise. */
export class Receiver {
  readonly received: Received[] = [];
  /** How it answers what comes next; the last of them stays. */
  answers: Answer[] = [200];
  /** The most requests that were open at a time. */
  mostAtOnce = 0;
  #open = 0;
  #server: Server | undefined;
  url = '';

  async start(): Promise<this> {
    this.#server = createServer(async (request, response) => {
      this.#open += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#open);
      response.on('close', () => (this.#open -= 1));
      const body = await text(request);
      this.received.push({ headers: request.headers, body, event: JSON.parse(body) });
      const answer = (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? 200;
      if (typeof answer === 'function') answer(response);
      else response.writeHead(answer).end('thank you');
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
    return this;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

/** Waits until `condition` gives something that is neither false nor undefined nor null, and returns it. */
export async function until<T>(
  condition: () => T | Promise<T>,
  what: string,
  withinMs = 90_000,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const late = Date.now() > deadline;
    const found = await condition();
    if (found) return found as Exclude<T, false | null | undefined>;
    if (late) throw new Error(`It did not come to this: ${what}`);
    await sleep(15);
  }
}
