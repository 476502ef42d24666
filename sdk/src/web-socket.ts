import { SkillsHubError } from './errors.ts';
import { type GraphError, graphError } from './graphql.ts';
import { Inbox } from './inbox.ts';
import type { Stream, StreamTransport } from './stream.ts';
import type { Transport } from './transport.ts';

/** What is used of a websocket: browsers have it, Node from version 22 on, and the package `ws`. */
export interface WebSocketLike {
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
}

export type WebSocketClass = new (url: string, protocol: string) => WebSocketLike;

/** Between two questions whether the hub is still there; it is not when it has said nothing since the last but one. */
const askEveryMs = 12_000;
/** What the hub closes a socket with, by the code of its error. */
const closeCodes: Readonly<Record<number, string>> = { 4401: 'UNAUTHENTICATED', 4403: 'FORBIDDEN' };
/** Of these nothing is mended by coming back. */
const lasting = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'UNEXPECTED_ANSWER']);

/**
 * Live events over a websocket (the protocol graphql-transport-ws), as `transport` of `client.events`. Give it a
 * class where the platform has none, as Node 20: `webSocket(WebSocket)` with that of the package `ws`.
 */
export function webSocket(implementation?: WebSocketClass): StreamTransport {
  return async function* (transport, stream) {
    const Socket = implementation ?? (globalThis as { WebSocket?: WebSocketClass }).WebSocket;
    if (!Socket)
      throw new TypeError('There is no WebSocket here: give webSocket() the class, such as that of `ws`.');
    for (let renewed = false; ; renewed = true) {
      const headers = await transport.headers();
      let isOpen = false;
      try {
        yield* oneSocket(Socket, transport, headers, {
          ...stream,
          opened() {
            isOpen = true;
            stream.opened();
          },
        });
        return;
      } catch (error) {
        const isRefused = error instanceof SkillsHubError && error.code === 'UNAUTHENTICATED';
        if (isOpen || renewed || !isRefused || !transport.refused()) throw error;
      }
    }
  };
}

async function* oneSocket(
  Socket: WebSocketClass,
  { baseUrl, timeoutMs }: Transport,
  headers: Record<string, string>,
  { body, signal, opened }: Stream,
): AsyncGenerator<unknown, void, undefined> {
  const socket = new Socket(`${baseUrl.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  const inbox = new Inbox<unknown>(() => socket.close());
  const send = (message: object) => socket.send(JSON.stringify(message));
  const broken = (code: string, message: string) =>
    inbox.fail(new SkillsHubError({ code, message, retryable: !lasting.has(code) }));
  const late = setTimeout(() => broken('TIMEOUT', `No answer within ${timeoutMs} ms.`), timeoutMs);
  let asked: ReturnType<typeof setInterval> | undefined;
  let unheard = 0;
  const leave = () => inbox.end();
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();

  socket.addEventListener('open', () => send({ type: 'connection_init', payload: headers }));
  socket.addEventListener('error', () => broken('NETWORK', `${baseUrl} cannot be reached by websocket.`));
  socket.addEventListener('close', ({ code, reason }) => {
    const [, told, message] = /^([A-Z_]+): (.*)$/s.exec(reason) ?? [];
    const meant = told ?? closeCodes[code] ?? (isOfProtocol(code) ? 'UNEXPECTED_ANSWER' : 'NETWORK');
    broken(meant, message ?? `The websocket was closed with ${code}${reason && `, ${reason}`}.`);
  });
  socket.addEventListener('message', ({ data }) => {
    unheard = 0;
    const message = messageOf(data);
    if (message.type === 'connection_ack') {
      clearTimeout(late);
      asked = setInterval(() => {
        unheard += 1;
        if (unheard > 2) broken('NETWORK', 'Nothing was heard of the hub.');
        else send({ type: 'ping' });
      }, askEveryMs);
      opened();
      send({ type: 'subscribe', id: '1', payload: body });
    } else if (message.type === 'ping') send({ type: 'pong' });
    else if (message.type === 'next') inbox.put(message.payload);
    else if (message.type === 'complete') inbox.end();
    else if (message.type === 'error') {
      const [error = { message: 'The subscription was refused.' }] = message.payload as readonly GraphError[];
      inbox.fail(graphError(error));
    }
  });
  try {
    yield* inbox.taken();
  } finally {
    clearTimeout(late);
    clearInterval(asked);
    signal.removeEventListener('abort', leave);
    socket.close(1000);
  }
}

interface Message {
  type?: string;
  payload?: unknown;
}

function messageOf(data: unknown): Message {
  try {
    return JSON.parse(String(data)) as Message;
  } catch {
    return {};
  }
}

/** Whether a socket was closed since the two sides speak differently, by graphql-transport-ws; 4429: come later. */
function isOfProtocol(code: number): boolean {
  return code >= 4400 && code < 4500 && code !== 4408 && code !== 4429;
}
