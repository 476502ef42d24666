import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type ExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  OperationTypeNode,
} from 'graphql';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import type { ErrorCode } from '../../platform/errors.ts';
import { idempotencyKeyOf } from '../../platform/idempotency/idempotency-key.ts';
import { log } from '../../platform/log.ts';
import type { RequestSink } from '../../platform/request-log/request-entry.ts';
import { credentialsOf } from '../authenticate.ts';
import { asHubError, type ErrorFormatter } from '../errors.ts';
import { answerRefusalsAsGraphql } from '../graphql-http.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Meter, Metering } from '../rate-limits/metering.ts';
import { arrivalOf, noteOf, type RequestNote } from '../request-log.ts';
import type { Acceptance, Accepted, Asked } from './accept.ts';
import { acceptMetered } from './accept-metered.ts';
import { EventStreamResponse } from './event-stream-response.ts';
import type { KeyWatch } from './key-watch.ts';
import { SharedMessage } from './shared-message.ts';
import type { Taker } from './shared-run.ts';
import { streamRequest } from './stream-request.ts';
import type { SubscriptionRuns } from './subscription-runs.ts';

export interface SseOptions extends Acceptance {
  authenticator: Authenticator;
  formatError: ErrorFormatter;
  metrics: GatewayMetrics;
  runs: SubscriptionRuns;
  /** Undefined where nobody is limited. */
  metering: Metering | undefined;
  requestLog: RequestSink;
  /** Watches the keys of open streams. */
  keys: KeyWatch;
}

/**
 * GraphQL over server-sent events at `/graphql/stream`, distinct connections mode of the protocol of
 * graphql-sse: one operation of any kind for each request. A message that has a `cursor` has it as its
 * event's id too, and a subscription goes on behind `Last-Event-ID`, which becomes its variable `$after`.
 */
export function serveGraphqlOverSse(app: FastifyInstance, options: SseOptions): void {
  const open = new Set<EventStreamResponse>();
  app.addHook('preClose', async () => {
    // Without `complete`: a client takes it for a broken connection and comes back.
    for (const stream of open) stream.end();
  });
  app.register(async (scope) => {
    answerRefusalsAsGraphql(scope, options.formatError);
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql/stream',
      handler: async (request, reply) => {
        const answer = await readyToAnswer(options, request, reply);
        const stream = new EventStreamResponse(reply);
        open.add(stream);
        stream.gone.addEventListener('abort', () => open.delete(stream), { once: true });
        await answer(stream);
      },
    });
  });
}

type Answer = (stream: EventStreamResponse) => Promise<void>;

/**
 * Checks everything that a status can still tell of. What is wrong with the document or its variables is
 * told in the stream, as the protocol wants it.
 *
 * @throws HubError UNAUTHENTICATED, BAD_REQUEST, RATE_LIMITED; an error of the status 405 or 406
 */
async function readyToAnswer(
  options: SseOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Answer> {
  if (!/text\/event-stream|\*\/\*/.test(request.headers.accept ?? '*/*')) {
    throw refusal(406, 'Answers are of the type text/event-stream alone; accept it.');
  }
  const note = noteOf(request);
  const credentials = credentialsOf(request);
  const principal = await options.authenticator.authenticate(credentials);
  note.of(principal);
  const asked = { ...streamRequest(request), resumeAfter: lastEventId(request) };
  const caller = {
    principal,
    address: credentials.address,
    requestId: request.id,
    idempotencyKey: idempotencyKeyOf(request.headers['idempotency-key']),
  };
  const { accepted, meter } = await acceptOrErrors(options, asked, caller, reply, note);
  if (!('planned' in accepted)) {
    options.metrics.operation('unknown', 'sse', 'refused');
    const errors = accepted.map(options.formatErrorFor(principal));
    note.failed(errors);
    return async (stream) => finish(stream, errors);
  }
  const { operation } = accepted.planned.operation;
  if (operation === OperationTypeNode.MUTATION && request.method === 'GET') {
    throw refusal(405, 'Mutations are sent by POST.');
  }
  note.begins();
  if (operation !== OperationTypeNode.SUBSCRIPTION)
    return (stream) => execute(options, accepted, meter, stream, note);
  // Not when it is over: that may be tomorrow.
  note.write(options.requestLog, arrivalOf(request), 200);
  return (stream) => subscribe(options, request, accepted, stream);
}

async function acceptOrErrors(
  options: SseOptions,
  asked: Asked,
  caller: Parameters<typeof acceptMetered>[2],
  reply: FastifyReply,
  note: RequestNote,
): Promise<{ accepted: Accepted | readonly unknown[]; meter?: Meter | undefined }> {
  try {
    const metered = await acceptMetered(options, asked, caller);
    if ('planned' in metered.accepted) note.asks(metered.accepted.planned, metered.accepted.variables);
    if (metered.meter) reply.headers(metered.meter.headers);
    metered.meter?.check();
    return metered;
  } catch (error) {
    if (toldInStream.includes(asHubError(error).code)) return { accepted: [error] };
    throw error;
  }
}

/** What is wrong with the document: the protocol tells of it in the stream, not by a status. */
const toldInStream: readonly ErrorCode[] = [
  'QUERY_TOO_COMPLEX',
  'PERSISTED_QUERY_NOT_FOUND',
  'OPERATION_NOT_LISTED',
];

async function execute(
  { runner, metrics, formatError }: SseOptions,
  { planned, variables, context }: Accepted,
  meter: Meter | undefined,
  stream: EventStreamResponse,
  note: RequestNote,
): Promise<void> {
  let result: ExecutionResult;
  try {
    result = await runner.run(planned, variables, { ...context, signal: stream.gone });
  } catch (error) {
    result = { errors: [error as GraphQLError] };
  }
  metrics.operation(planned.operation.operation, 'sse', result.errors ? 'error' : 'ok');
  note.failed(result.errors);
  const shown = meter ? meter.settle(result) : result;
  stream.send('next', new SharedMessage(shown, undefined, formatError).json);
  finish(stream);
}

async function subscribe(
  { formatError, keys, runs }: SseOptions,
  request: FastifyRequest,
  accepted: Accepted,
  stream: EventStreamResponse,
): Promise<void> {
  // It may have left while its key was looked at: nothing would ever end the watch.
  if (stream.gone.aborted) return;
  const taker: Taker = {
    take(messages) {
      let room = true;
      for (const { json, eventId } of messages) room = stream.send('next', json, eventId);
      return room;
    },
    ended: (errors) => finish(stream, errors),
  };
  const membership = runs.join(accepted, taker, 'sse');
  stream.onRoom = () => membership.ready();
  const unwatch = keys.watch(credentialsOf(request), (error) => {
    membership.leave();
    endRefused(stream, error, formatError);
  });
  stream.gone.addEventListener(
    'abort',
    () => {
      unwatch();
      membership.leave();
    },
    { once: true },
  );
}

/** Says that the key is no longer good; where it only cannot be checked, breaks off: the client may come back. */
function endRefused(stream: EventStreamResponse, error: unknown, formatError: ErrorFormatter): void {
  const { code } = asHubError(error);
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') {
    finish(stream, [formatError(error)]);
    return;
  }
  log.error({ err: error }, 'the key of a stream could not be checked');
  stream.destroy();
}

/** Ends the stream, with `errors` as its last message if there are any; waits for no client that reads slowly. */
function finish(stream: EventStreamResponse, errors?: readonly GraphQLFormattedError[]): void {
  if (errors) stream.send('next', JSON.stringify({ errors }));
  stream.send('complete');
  stream.end();
}

function lastEventId(request: FastifyRequest): string | undefined {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** A refusal whose status the catalogue does not have. */
function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
