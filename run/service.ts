import { type FastifyInstance, fastify, LogController } from 'fastify';
import { collectDefaultMetrics, register } from 'prom-client';
import { type ReadinessCheck, serveHealth } from '../gateway/health.ts';
import { serveProblems } from '../gateway/problem.ts';
import { takeInRest } from '../gateway/refused-body.ts';
import { requestIdFrom } from '../gateway/request-id.ts';
import { whileCalling } from '../platform/auth/calling.ts';
import { callerHeader, callerText } from '../platform/auth/known-caller.ts';
import { anonymous, type KnownCaller } from '../platform/auth/principal.ts';
import { plainAddress } from '../platform/http-client/address-list.ts';
import { log, withRequestId } from '../platform/log.ts';
import type { Lifecycle } from './lifecycle.ts';
import { claimPort, localAddress } from './ports.ts';

/**
 * Starts the HTTP server of a process that the gateway, a probe or a wallet calls, with
 * `/health/live` and `/health/ready`. It stops accepting and answers what is in flight before the parts
 * close that were started earlier.
 *
 * @returns its address
 */
export async function startService(
  lifecycle: Lifecycle,
  listen: { HOST: string; PORT: number },
  readiness: Readonly<Record<string, ReadinessCheck>>,
  mount: (app: FastifyInstance) => Promise<void> | void = () => {},
): Promise<string> {
  const port = await claimPort('PORT', listen.HOST, listen.PORT);
  await lifecycle.start(
    'HTTP server',
    async () => {
      const app = fastify({
        loggerInstance: log,
        logController: new LogController({ disableRequestLogging: true }),
        genReqId: (request) => requestIdFrom(request.headers['x-request-id']),
        forceCloseConnections: 'idle',
        // The gateway, and nobody before it, says who calls.
        trustProxy: (_address, hop) => hop === 0,
      }) as unknown as FastifyInstance;
      app.addHook('preValidation', (request, reply, done) => {
        const recognised = (caller: KnownCaller) => {
          if (!reply.raw.headersSent) reply.raw.setHeader(callerHeader, callerText(caller));
        };
        const calling = { principal: anonymous, address: plainAddress(request.ip), recognised };
        withRequestId(request.id, () => whileCalling(calling, done));
      });
      app.addHook('onResponse', async (request, reply) => {
        const { url: route = 'none' } = request.routeOptions;
        const line = { requestId: request.id, method: request.method, route, status: reply.statusCode };
        const level = /^\/(health|metrics)/.test(route) ? 'debug' : 'info';
        log[level]({ ...line, ms: Math.round(reply.elapsedTime) }, 'request');
      });
      // Else the gateway, which forwards it, never reads why.
      app.addHook('onSend', async (request, reply) => {
        if (reply.statusCode === 413) await takeInRest(request.raw);
      });
      serveProblems(app);
      serveHealth(app, readiness);
      serveMetrics(app);
      await mount(app);
      await app.listen({ host: listen.HOST, port });
      return app;
    },
    (app) => app.close(),
  );
  return localAddress(listen.HOST, port);
}

/** For Prometheus: what the parts of this process count. One service stands in a process. */
function serveMetrics(app: FastifyInstance): void {
  collectDefaultMetrics();
  app.get('/metrics', async (_request, reply) =>
    reply.type(register.contentType).send(await register.metrics()),
  );
}
