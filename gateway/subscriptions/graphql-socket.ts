import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import {
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  OperationTypeNode,
} from 'graphql';
import { CloseCode, MessageType, parseMessage, type SubscribeMessage } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Authenticator, Credentials } from '../../platform/auth/authenticator.ts';
import { errorCatalogue, HubError } from '../../platform/errors.ts';
import { log, withRequestId } from '../../platform/log.ts';
import type { RequestSink } from '../../platform/request-log/request-entry.ts';
import { credentialsOfConnectionParams, hasCredentials } from '../authenticate.ts';
import type { ErrorFormatter } from '../errors.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Meter, Metering } from '../rate-limits/metering.ts';
import { RequestNote } from '../request-log.ts';
import type { Acceptance, Accepted } from './accept.ts';
import { acceptMetered } from './accept-metered.ts';
import { closeReason, refusalOf, tooMany } from './close-codes.ts';
import type { Pinged } from './heartbeat.ts';
import type { KeyWatch } from './key-watch.ts';
import { nextFrames } from './next-frames.ts';
import type { SharedMessage } from './shared-message.ts';
import { SocketOperation } from './socket-operation.ts';
import type { SubscriptionRuns } from './subscription-runs.ts';

export interface WebsocketOptions extends Acceptance {
  authenticator: Authenticator;
  formatError: ErrorFormatter;
  metrics: GatewayMetrics;
  runs: SubscriptionRuns;
  /** Undefined where nobody is limited. */
  metering: Metering | undefined;
  requestLog: RequestSink;
  /** Watches the keys of open connections. */
  keys: KeyWatch;
  /** From the opening of a socket until `connection_init`, in milliseconds. */
  initWithinMs: number;
}

/** Operations that may run on one socket at a time. */
const operationLimit = 200;
/** Bytes that may wait in a socket for the error of a subscription to be written behind them. */
const unsentLimit = 4 * 1024 * 1024;

/**
 * The server's side of graphql-transport-ws on one socket. There are thousands of these, so it holds
 * little: no timer once it is initialised, no request, no more of the parameters than the key.
 */
export class GraphqlSocket implements Pinged {
  readonly #options: WebsocketOptions;
  readonly #socket: WebSocket;
  /** What `#socket` writes to. */
  readonly #raw: Duplex;
  readonly #operations = new Map<string, SocketOperation>();
  /** Operations whose last message has filled the socket. */
  readonly #waiting = new Set<SocketOperation>();
  /** User agent of the upgrade. */
  readonly #agent: string | null;
  /** At first those of the upgrade. */
  #credentials: Credentials;
  #state: 'opened' | 'initialising' | 'acknowledged' = 'opened';
  #initTimeout: NodeJS.Timeout | undefined;
  #unwatch = () => {};
  #answered = true;

  /** Both sockets are the same connection: `raw` beneath `socket`, which must not compress. */
  constructor(
    options: WebsocketOptions,
    socket: WebSocket,
    raw: Duplex,
    credentials: Credentials,
    agent: string | null,
  ) {
    this.#options = options;
    this.#agent = agent;
    this.#socket = socket;
    this.#raw = raw;
    this.#credentials = credentials;
    // What has arrived while the process was busy is read before this.
    this.#initTimeout = setTimeout(() => setImmediate(() => this.#uninitialised()), options.initWithinMs);
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('pong', () => {
      this.#answered = true;
    });
    // It closes itself, with the code that says why.
    socket.on('error', (error) => log.info({ err: error }, 'a websocket broke'));
    socket.once('close', () => this.#forget());
    raw.on('drain', () => this.#serveWaiting());
  }

  ping(): boolean {
    if (this.#answered) {
      this.#answered = false;
      if (this.#open) this.#socket.ping();
      return true;
    }
    this.#socket.terminate();
    return false;
  }

  /** Says goodbye; nothing more is sent or begun. */
  close(code: number, reason: string): void {
    this.#forget();
    this.#socket.close(code, closeReason(reason));
  }

  /** A `next` for each message. False when the socket has enough: the operation is served again later. */
  next(operation: SocketOperation, messages: readonly SharedMessage[]): boolean {
    if (!this.#open) return false;
    const parts = nextFrames(operation.idText, messages);
    if (parts.length > 1) this.#raw.cork();
    for (const part of parts) this.#raw.write(part);
    if (parts.length > 1) this.#raw.uncork();
    if (!this.#raw.writableNeedDrain) return true;
    this.#waiting.add(operation);
    return false;
  }

  /** The last message of an operation. */
  finish(operation: SocketOperation, errors?: readonly GraphQLFormattedError[]): void {
    this.#operations.delete(operation.id);
    this.#waiting.delete(operation);
    const { id } = operation;
    if (!errors) this.#send({ id, type: MessageType.Complete });
    else if (this.#raw.writableLength <= unsentLimit)
      this.#send({ id, type: MessageType.Error, payload: errors });
    else this.close(tooMany, `LAGGED: ${errorCatalogue.LAGGED.message}`);
  }

  #uninitialised(): void {
    if (this.#state === 'opened')
      this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
  }

  get #open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  #send(message: object): void {
    if (this.#open) this.#socket.send(JSON.stringify(message));
  }

  #forget(): void {
    clearTimeout(this.#initTimeout);
    this.#unwatch();
    for (const operation of this.#operations.values()) operation.leave();
    this.#operations.clear();
    this.#waiting.clear();
  }

  #serveWaiting(): void {
    for (const operation of [...this.#waiting]) {
      if (this.#raw.writableNeedDrain) return;
      this.#waiting.delete(operation);
      operation.ready();
    }
  }

  #receive(text: string): void {
    if (!this.#open) return;
    this.#handle(text).catch((error: unknown) => {
      log.error({ err: error }, 'a message of a websocket could not be handled');
      this.close(CloseCode.InternalServerError, 'Internal server error');
    });
  }

  async #handle(text: string): Promise<void> {
    const message = parsed(text);
    switch (message?.type) {
      case MessageType.ConnectionInit:
        return await this.#init(message.payload);
      case MessageType.Ping:
        return this.#send({ type: MessageType.Pong, payload: message.payload });
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return await this.#subscribe(message);
      case MessageType.Complete:
        this.#operations.get(message.id)?.leave();
        this.#operations.delete(message.id);
        return;
      default:
        this.close(CloseCode.BadRequest, 'Invalid message received');
    }
  }

  async #init(params: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    if (this.#state !== 'opened')
      return this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    this.#state = 'initialising';
    clearTimeout(this.#initTimeout);
    this.#initTimeout = undefined;
    const given = credentialsOfConnectionParams(params ?? {}, this.#credentials.address);
    if (hasCredentials(given)) this.#credentials = given;
    try {
      await this.#options.authenticator.authenticate(this.#credentials);
    } catch (error) {
      const note = new RequestNote();
      note.refused(error);
      this.#write(note, randomUUID());
      return this.#closeUnadmitted(error);
    }
    // It may have left while its key was looked at: nothing would ever end the watch.
    if (!this.#open) return;
    this.#unwatch = this.#options.keys.watch(this.#credentials, (error) => this.#closeUnadmitted(error));
    this.#state = 'acknowledged';
    this.#send({ type: MessageType.ConnectionAck });
  }

  #closeUnadmitted(error: unknown): void {
    const { code, reason, known } = refusalOf(error);
    if (!known) log.error({ err: error }, 'a websocket could not be authenticated');
    this.close(code, reason);
  }

  async #subscribe({ id, payload }: SubscribeMessage): Promise<void> {
    if (this.#state !== 'acknowledged') return this.close(CloseCode.Unauthorized, 'Unauthorized');
    if (this.#operations.has(id))
      return this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    const operation = new SocketOperation(this, id);
    if (this.#operations.size >= operationLimit) {
      return operation.ended([this.#options.formatError(new HubError('TOO_MANY_OPERATIONS'))]);
    }
    this.#operations.set(id, operation);
    const requestId = randomUUID();
    await withRequestId(requestId, () => this.#run(operation, payload, requestId));
  }

  async #run(
    operation: SocketOperation,
    payload: SubscribeMessage['payload'],
    requestId: string,
  ): Promise<void> {
    const { authenticator, formatErrorFor, metrics, runner, runs } = this.#options;
    let { formatError } = this.#options;
    const note = new RequestNote();
    let accepted: Accepted | readonly unknown[];
    let meter: Meter | undefined;
    try {
      const principal = await authenticator.authenticate(this.#credentials);
      note.of(principal);
      formatError = formatErrorFor(principal);
      const caller = { principal, address: this.#credentials.address };
      const metered = await acceptMetered(this.#options, payload, { ...caller, requestId });
      ({ accepted, meter } = metered);
      if ('planned' in accepted) note.asks(accepted.planned, accepted.variables);
      meter?.check();
    } catch (error) {
      accepted = [error];
    }
    if (!('planned' in accepted)) {
      metrics.operation('unknown', 'websocket', 'refused');
      const errors = accepted.map(formatError);
      note.failed(errors);
      this.#write(note, requestId);
      return operation.ended(errors);
    }
    const { planned, variables, context } = accepted;
    note.begins();
    const type = planned.operation.operation;
    if (type === OperationTypeNode.SUBSCRIPTION) {
      // Not when it is over: that may be tomorrow.
      this.#write(note, requestId);
      if (!operation.over) operation.join(runs.join(accepted, operation, 'websocket'));
      return;
    }
    const result = await resultOf(() => runner.run(planned, variables, context));
    metrics.operation(type, 'websocket', result.errors ? 'error' : 'ok');
    note.failed(result.errors);
    this.#write(note, requestId);
    operation.answer(meter ? meter.settle(result) : result, formatError);
  }

  #write(note: RequestNote, requestId: string): void {
    const address = this.#credentials.address ?? null;
    const arrival = { requestId, transport: 'WEBSOCKET', method: null, path: '/graphql', address } as const;
    note.write(this.#options.requestLog, { ...arrival, agent: this.#agent }, null);
  }
}

function parsed(text: string) {
  try {
    return parseMessage(text);
  } catch {
    return undefined;
  }
}

async function resultOf(run: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  try {
    return await run();
  } catch (error) {
    return { errors: [error as GraphQLError] };
  }
}
