import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type ExecutionResult, type GraphQLError, OperationTypeNode } from 'graphql';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import { log } from '../../platform/log.ts';
import { credentialsOfHeaders } from '../authenticate.ts';
import { asHubError, type ErrorFormatter } from '../errors.ts';
import { answerRefusalsAsGraphql } from '../graphql-http.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { type Acceptance, type Accepted, type Asked, accept } from './accept.ts';
import { counted } from './counted.ts';
import { EventStreamResponse } from './event-stream-response.ts';
import type { KeyWatch } from './key-watch.ts';
import { streamRequest } from './stream-request.ts';
import { runSubscription } from './subscription-run.ts';

export interface SseOptions extends Acceptance {
  authenticator: Authenticator;
  formatError: ErrorFormatter;
  metrics: GatewayMetrics;
  /** Watches the keys of open streams. */
  keys: KeyWatch;
}

/** What may stand in an `id:` line. */
const sane = /^[\x21-\x7e]+$/;

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
        const answer = await readyToAnswer(options, request);
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
 * @throws HubError UNAUTHENTICATED, BAD_REQUEST; an error of the status 405 or 406
 */
async function readyToAnswer(options: SseOptions, request: FastifyRequest): Promise<Answer> {
  if (!/text\/event-stream|\*\/\*/.test(request.headers.accept ?? '*/*')) {
    throw refusal(406, 'Answers are of the type text/event-stream alone; accept it.');
  }
  const principal = await options.authenticator.authenticate(credentialsOfHeaders(request.headers));
  const asked = { ...streamRequest(request), resumeAfter: lastEventId(request) };
  const accepted = acceptOrErrors(options, asked, { principal, requestId: request.id });
  if (!('planned' in accepted)) {
    options.metrics.operation('unknown', 'sse', 'refused');
    return (stream) => finish(stream, accepted.map(options.formatError));
  }
  const { operation } = accepted.planned.operation;
  if (operation === OperationTypeNode.MUTATION && request.method === 'GET') {
    throw refusal(405, 'Mutations are sent by POST.');
  }
  return operation === OperationTypeNode.SUBSCRIPTION
    ? (stream) => subscribe(options, request, accepted, stream)
    : (stream) => execute(options, accepted, stream);
}

function acceptOrErrors(
  options: SseOptions,
  asked: Asked,
  call: Parameters<typeof accept>[2],
): Accepted | readonly unknown[] {
  try {
    return accept(options, asked, call);
  } catch (error) {
    if (asHubError(error).code === 'QUERY_TOO_COMPLEX') return [error];
    throw error;
  }
}

async function execute(
  { runner, metrics, formatError }: SseOptions,
  { planned, variables, context }: Accepted,
  stream: EventStreamResponse,
): Promise<void> {
  let result: ExecutionResult;
  try {
    result = await runner.run(planned, variables, { ...context, signal: stream.gone });
  } catch (error) {
    result = { errors: [error as GraphQLError] };
  }
  metrics.operation(planned.operation.operation, 'sse', result.errors ? 'error' : 'ok');
  await stream.send('next', formatted(result, formatError));
  await finish(stream);
}

async function subscribe(
  { runner, metrics, formatError, keys }: SseOptions,
  request: FastifyRequest,
  accepted: Accepted,
  stream: EventStreamResponse,
): Promise<void> {
  const { callers, executor } = runner;
  let run: AsyncGenerator<ExecutionResult, void, void>;
  try {
    run = await runSubscription({ ...accepted, callers, execute: executor });
    metrics.operation(OperationTypeNode.SUBSCRIPTION, 'sse', 'ok');
  } catch (error) {
    metrics.operation(OperationTypeNode.SUBSCRIPTION, 'sse', 'error');
    return await finish(stream, [formatError(error)]);
  }
  run = counted(run, metrics.subscriptions);
  const end = () => void run.return();
  stream.gone.addEventListener('abort', end, { once: true });
  // It may have left while the subscription began.
  if (stream.gone.aborted) end();
  let refused = false;
  const unwatch = keys.watch(credentialsOfHeaders(request.headers), (error) => {
    refused = true;
    end();
    endRefused(stream, error, formatError);
  });
  try {
    for await (const result of run) {
      if (refused) break;
      await stream.send('next', formatted(result, formatError), cursorOf(result));
    }
    if (!refused) await finish(stream);
  } catch (error) {
    await finish(stream, [formatError(error)]);
  } finally {
    unwatch();
  }
}

/** Says that the key is no longer good; where it only cannot be checked, breaks off: the client may come back. */
function endRefused(stream: EventStreamResponse, error: unknown, formatError: ErrorFormatter): void {
  if (asHubError(error).code === 'UNAUTHENTICATED') {
    void finish(stream, [formatError(error)]);
    return;
  }
  log.error({ err: error }, 'the key of a stream could not be checked');
  stream.destroy();
}

/** Ends the stream, with `errors` as its last message if there are any; waits for no client that reads slowly. */
async function finish(
  stream: EventStreamResponse,
  errors?: readonly ReturnType<ErrorFormatter>[],
): Promise<void> {
  const sent = [...(errors ? [stream.send('next', { errors })] : []), stream.send('complete', undefined)];
  stream.end();
  await Promise.all(sent);
}

function formatted(result: ExecutionResult, formatError: ErrorFormatter): object {
  return result.errors ? { ...result, errors: result.errors.map(formatError) } : result;
}

/** Of the message at the root of a subscription's result, when the operation selects it. */
function cursorOf({ data }: ExecutionResult): string | undefined {
  const [message] = Object.values(data ?? {});
  const { cursor } = (message ?? {}) as { cursor?: unknown };
  return typeof cursor === 'string' && sane.test(cursor) ? cursor : undefined;
}

function lastEventId(request: FastifyRequest): string | undefined {
  const id = request.headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** A refusal whose status the catalogue does not have. */
function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
