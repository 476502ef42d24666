import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify, LogController } from 'fastify';
import type { Authenticator } from '../platform/auth/authenticator.ts';
import { whileCalling } from '../platform/auth/calling.ts';
import { anonymous } from '../platform/auth/principal.ts';
import { HubError } from '../platform/errors.ts';
import { plainAddress } from '../platform/http-client/address-list.ts';
import { log, logAnswered, withRequestId } from '../platform/log.ts';
import type { RequestSink } from '../platform/request-log/request-entry.ts';
import { StartError } from '../platform/start-error.ts';
import { TrustedProxies } from '../platform/trusted-proxies.ts';
import { type CallingOrigins, letOtherOriginsCall } from './entrance/cross-origin.ts';
import { Entrance, type EntranceOptions } from './entrance/entrance.ts';
import { KnownDocuments } from './entrance/known-documents.ts';
import { PersistedOperations, type PersistedOperationsOptions } from './entrance/persisted-operations.ts';
import { formatterFor } from './entrance/suggestions.ts';
import { formatAsReceived, formatForClients } from './errors.ts';
import { executeCompiled } from './execution/compiled/compiled-executor.ts';
import type { Callers, PlanExecutor } from './execution/executor.ts';
import { OperationRunner } from './execution/operation-runner.ts';
import { serveGraphqlOverHttp } from './graphql-http.ts';
import { type ReadinessCheck, serveHealth } from './health.ts';
import { bodyLimit, defaultLimits, type Limits } from './limits.ts';
import { GatewayMetrics } from './metrics.ts';
import { type OverloadOptions, shedOverload } from './overload.ts';
import { serveExplorer } from './pages/explorer.ts';
import { sandboxPage } from './pages/sandbox.ts';
import { sendProblem, serveProblems } from './problem.ts';
import { openRateLimits, type RateLimits } from './rate-limits/rate-limits.ts';
import { takeInRest } from './refused-body.ts';
import { requestIdFrom } from './request-id.ts';
import { logRequests, noRequestLog } from './request-log.ts';
import { type RestInterface, serveRestInterface } from './rest/rest-interface.ts';
import type { Acceptance } from './subscriptions/accept.ts';
import { KeyWatch } from './subscriptions/key-watch.ts';
import { serveGraphqlOverSse } from './subscriptions/server-sent-events.ts';
import { SubscriptionRuns } from './subscriptions/subscription-runs.ts';
import { serveGraphqlOverWebsocket } from './subscriptions/websocket.ts';
import { CurrentSupergraph } from './supergraph.ts';

export interface GatewayOptions {
  host: string;
  /** 0 for any that is free. */
  port: number;
  /** The composed supergraph. */
  supergraphSdl: string;
  /** How each subgraph of the supergraph is reached. They stay the caller's to close, after the gateway. */
  callers: Callers;
  authenticator: Authenticator;
  /** HTTP routes of the subgraphs: their own when embedded, `forwardTo(...)` when distributed. */
  routes?: readonly ((app: FastifyInstance) => void | Promise<void>)[];
  /** What must be well for `/health/ready`, by name, besides the supergraph. */
  readiness?: Readonly<Record<string, ReadinessCheck>>;
  /** Sandbox at `GET /graphql` and the explorer at `/explorer`; both unless switched off. */
  pages?: { sandbox?: boolean; explorer?: boolean };
  limits?: Limits;
  /** How much each caller may ask for; nobody is limited without it. */
  rateLimits?: RateLimits;
  /** By what it is seen that more is asked than can be answered; nobody is sent away for that without it. */
  overload?: OverloadOptions;
  /** Who may ask for the schema itself; everybody unless it says otherwise. */
  introspection?: EntranceOptions['introspection'];
  /** Operations that are sent by name; without it, those that clients have registered. */
  persistedOperations?: PersistedOperationsOptions;
  /**
   * The subgraphs are not this hub's: their errors pass as they come, and a supergraph that leaves
   * scopes to be checked is refused. False by default.
   */
  foreignSubgraphs?: boolean;
  /** What takes note of every request; nothing does when absent. It stays the caller's to close, after the gateway. */
  requestLog?: RequestSink;
  /** How often the key of an open stream is checked again, in milliseconds; two seconds by default. */
  keyCheckMs?: number;
  /** A websocket that has not said who it is so long after it was opened is closed, in milliseconds; three seconds by default. */
  initWithinMs?: number;
  /** The origins whose pages may call from a browser, besides the hub's own; none by default. */
  callingOrigins?: CallingOrigins;
  /** Addresses and networks of the proxies that are believed whom they call for; none by default. */
  trustedProxies?: readonly string[];
  /** What it counts with; counters of its own by default. */
  metrics?: GatewayMetrics;
  /** `executeCompiled` by default. */
  executor?: PlanExecutor;
  /** The operations that are served as REST too; none by default. */
  rest?: RestInterface;
}

/** A gateway that listens. */
export interface Gateway {
  /** Such as `http://127.0.0.1:4000`, without a path. */
  url: string;
  app: FastifyInstance;
  /** Serves another supergraph from now on; throws and changes nothing when it cannot be read. */
  replaceSupergraph(sdl: string): void;
  /** Accepts no more, says goodbye to websockets, and resolves when the requests in flight are answered. */
  close(): Promise<void>;
}

/** Within five seconds a revoked key hears nothing more: this, and the time of a check. */
const keyCheckMs = 2_000;
/** Clients get this long from the opening of a websocket until `connection_init`. */
const initWithinMs = 3_000;
/** Clients get this long to send a whole request. */
const receiveMs = 30_000;
/** Requests in flight get this long to be answered when the gateway stops. */
const drainMs = 10_000;

/**
 * Starts the front door: GraphQL over HTTP and websocket, pages, health, metrics, the subgraphs' routes.
 *
 * @throws when the supergraph cannot be read, one of its subgraphs has no caller, a persisted operation does
 * not fit the schema, or the port is taken
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { sandbox = true, explorer = true } = options.pages ?? {};
  const limits = options.limits ?? defaultLimits;
  const foreign = options.foreignSubgraphs ?? false;
  const formatError = foreign ? formatAsReceived : formatForClients;
  const supergraph = new CurrentSupergraph(options.supergraphSdl, {
    scopesCheckedBySubgraphs: !foreign,
    reachable: Object.keys(options.callers),
  });
  const metrics = options.metrics ?? new GatewayMetrics();
  const executor = options.executor ?? executeCompiled;
  const runner = new OperationRunner(metrics.measured(options.callers), executor);
  const persisted = new PersistedOperations(options.persistedOperations);
  const documents = new KnownDocuments(supergraph, limits);
  const entrance = new Entrance({
    documents,
    limits,
    introspection: options.introspection ?? 'for everybody',
    persisted,
  });
  checkManifest(documents, options.persistedOperations);
  const rates = openRateLimits(options.rateLimits, options.authenticator, (why) => metrics.refused(why));
  const { authenticator, metering } = rates;
  const shared = { runner, metrics, formatError, entrance, authenticator, metering };
  const proxies = new TrustedProxies(options.trustedProxies ?? []);

  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Lines have the request's id already.
    childLoggerFactory: (logger) => logger,
    bodyLimit,
    requestTimeout: receiveMs,
    genReqId: (request) => requestIdFrom(request.headers['x-request-id']),
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    trustProxy: proxies.trustProxy,
    // An address that the router cannot read.
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, error),
  }) as unknown as FastifyInstance;
  serveProblems(app);
  observeRequests(app, metrics);
  letOtherOriginsCall(app, options.callingOrigins);
  const requestLog = options.requestLog ?? noRequestLog;
  logRequests(app, requestLog);
  rates.limitRoutes(app);
  shedOverload(app, options.overload, metrics.registry);

  const formatErrorFor: Acceptance['formatErrorFor'] = foreign
    ? () => formatError
    : (principal) => formatterFor(formatError, principal);
  const landingPage = sandbox ? () => sandboxPage(explorer) : undefined;
  serveGraphqlOverHttp(app, { ...shared, formatErrorFor, landingPage });
  const keys = new KeyWatch(authenticator, options.keyCheckMs ?? keyCheckMs);
  app.addHook('onClose', async () => keys.close());
  const runs = new SubscriptionRuns({ runner, formatError, metrics, shared: !foreign });
  const accepting = { ...shared, requestLog, formatErrorFor, keys, runs };
  serveGraphqlOverWebsocket(app, {
    ...accepting,
    proxies,
    initWithinMs: options.initWithinMs ?? initWithinMs,
  });
  serveGraphqlOverSse(app, accepting);
  if (explorer) serveExplorer(app);
  if (options.rest) serveRestInterface(app, options.rest, { ...shared, supergraph, limits });
  // A gateway without a supergraph does not start, so one that answers has loaded it.
  serveHealth(app, { supergraph: async () => {}, ...options.readiness });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.text()),
  );
  for (const mount of options.routes ?? []) await app.register(async (scope) => mount(scope));

  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    app,
    replaceSupergraph: (sdl) => supergraph.replace(sdl),
    async close() {
      const impatience = setTimeout(() => app.server.closeAllConnections(), drainMs);
      await app.close();
      clearTimeout(impatience);
    },
  };
}

/** A frontend whose operations the schema does not fit is better found out before it is served. */
function checkManifest(documents: KnownDocuments, { manifest }: PersistedOperationsOptions = {}): void {
  for (const [id, text] of manifest ?? []) {
    const wrong = wrongWith(documents, text);
    if (wrong !== undefined) throw new StartError(`The persisted operation ${id} cannot be run: ${wrong}`);
  }
}

function wrongWith(documents: KnownDocuments, text: string): string | undefined {
  try {
    return documents.of(text).errors()?.[0]?.message;
  } catch (error) {
    if (error instanceof HubError) return error.message;
    throw error;
  }
}

/** Gives every request its id, its line in the log and its place in the metrics. */
function observeRequests(app: FastifyInstance, metrics: GatewayMetrics): void {
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  // After the body has been read: its events belong to the connection and would lose the context.
  app.addHook('preValidation', (request, _reply, done) => {
    const calling = { principal: anonymous, address: plainAddress(request.ip) };
    withRequestId(request.id, () => whileCalling(calling, done));
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    // Else a client that keeps its connection open would keep a gateway that stops waiting for it.
    if (stopping) reply.header('connection', 'close');
    if (reply.statusCode === 413) takeInRest(request.raw).then(() => done(), done);
    else done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method } = request;
    const { url: route = 'none' } = request.routeOptions;
    const { statusCode: status, elapsedTime: ms } = reply;
    metrics.request(route, method, status, ms / 1000);
    logAnswered(quiet.test(route) ? 'debug' : 'info', { requestId, method, route, status, ms });
    done();
  });
}

/** What is asked for again and again, and the same for everybody. */
const quiet = /^\/(health|metrics|explorer)/;
