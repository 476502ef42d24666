import { log } from '../../platform/log.ts';

/** What one process can call in another: each call takes one value and may answer with one. Both travel as JSON. */
export type Calls = { [name: string]: (content: never) => unknown };

type Content<Call> = Call extends (content: infer C) => unknown ? C : never;
type Answer<Call> = Call extends (content: never) => infer A ? Awaited<A> : never;

/** One end of the pipe between two processes: `process` in a worker, its `ChildProcess` in the primary one. */
export interface Pipe {
  send?(message: object, handle: undefined, options: undefined, sent: (error: Error | null) => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Others send through the same pipe, so what is this channel's bears a name of its own. */
type Message =
  | { hub: 'call'; id: number | null; name: string; content: unknown }
  | { hub: 'answer'; id: number; answer?: unknown; failed?: string };

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** Calls between two processes, both ways. */
export class Channel<There extends Calls> {
  readonly #pipe: Pipe;
  readonly #here: Calls;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #closed = false;

  /** @param here what the other process may call in this one */
  constructor(pipe: Pipe, here: Calls) {
    this.#pipe = pipe;
    this.#here = here;
    pipe.on('message', (message) => void this.#receive(message));
  }

  /** Calls, and waits for the answer. Rejects when the call throws there or the other process is gone. */
  ask<Name extends keyof There & string>(
    name: Name,
    content: Content<There[Name]>,
  ): Promise<Answer<There[Name]>> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(gone());
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#send({ hub: 'call', id, name, content }, (error) => this.#take(id)?.reject(error));
    });
  }

  /** Calls, and waits for nothing. */
  tell<Name extends keyof There & string>(name: Name, content: Content<There[Name]>): void {
    this.#send({ hub: 'call', id: null, name, content }, unheard);
  }

  /** The other process is gone: whoever waits for it is told so. */
  close(): void {
    this.#closed = true;
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(gone());
  }

  async #receive(message: unknown): Promise<void> {
    if (!isOurs(message)) return;
    if (message.hub === 'call') return this.#answer(message);
    const waiting = this.#take(message.id);
    if (message.failed === undefined) waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.failed));
  }

  async #answer({ id, name, content }: Message & { hub: 'call' }): Promise<void> {
    try {
      const answer = await this.#here[name]?.(content as never);
      if (id !== null) this.#send({ hub: 'answer', id, answer }, unheard);
    } catch (error) {
      log.error({ err: error, call: name }, 'a call of another process of the hub failed');
      if (id !== null) this.#send({ hub: 'answer', id, failed: (error as Error).message }, unheard);
    }
  }

  #send(message: Message, failed: (error: Error) => void): void {
    this.#pipe.send?.(message, undefined, undefined, (error) => error && failed(error));
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}

function isOurs(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'hub' in message;
}

function gone(): Error {
  return new Error('the other process is gone');
}

/** Its process has ended meanwhile, which the supervisor tells. */
function unheard(error: Error): void {
  log.debug({ err: error }, 'another process of the hub was not reached');
}
