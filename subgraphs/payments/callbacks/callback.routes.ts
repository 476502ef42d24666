import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import type { Wallet, WalletMethod } from '../../../integrations/wallets/port.ts';
import { recognise } from '../../../platform/auth/known-caller.ts';
import type { PerEnvironment } from '../../../platform/environment.ts';
import { HubError } from '../../../platform/errors.ts';
import { log } from '../../../platform/log.ts';
import { callbackUrl } from '../settlement/settlement.ts';
import type { CallbackStore } from './callback.store.ts';

/** Largest body of a callback. */
const bodyLimit = 64 * 1024;

const received = new Counter({
  name: 'hub_wallet_callbacks_total',
  help: 'Callbacks of wallets, by wallet and verdict.',
  labelNames: ['method', 'verdict'],
});

export interface CallbackRoutesOptions {
  wallets: PerEnvironment<ReadonlyMap<WalletMethod, Wallet>>;
  store: CallbackStore;
  publicUrl: string;
}

/**
 * The addresses that wallets call back: 200 once stored (again for a repeat), 401 for a bad signature,
 * 400 for a body that is no JSON object or lacks an id, 413 over 64 KiB, 404 for an unknown wallet. Those of
 * the sandbox have addresses of their own, where no live payment is known, nor theirs at the others.
 */
export function callbackRoutes(app: FastifyInstance, options: CallbackRoutesOptions): void {
  async function handle(
    sandbox: boolean,
    request: FastifyRequest<{ Params: { wallet: string } }>,
    reply: FastifyReply,
  ) {
    const wallets = sandbox ? options.wallets.sandbox : options.wallets.live;
    const wallet = [...wallets.values()].find(({ method }) => method.toLowerCase() === request.params.wallet);
    if (!wallet) return refuse(reply, 404, 'NOT_FOUND', 'There is no such wallet.');
    const { method } = wallet;
    const callback = {
      headers: request.headers,
      rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      receivedAt: new Date(),
      callbackPath: new URL(callbackUrl(options.publicUrl, method, sandbox)).pathname,
    };
    const verdict = wallet.verifySignature(callback);
    if (!sandbox) received.inc({ method, verdict: verdict.valid ? 'VALID' : verdict.reason });
    if (!verdict.valid) {
      log.warn({ method, sandbox, reason: verdict.reason }, 'a callback with a bad signature was refused');
      await options.store.reject({ method, sandbox }, callback, verdict.reason);
      return refuse(reply, 401, verdict.reason, 'The signature is missing, wrong or stale.');
    }
    recognise({ kind: 'service', id: `wallet:${method.toLowerCase()}`, organisationId: null });
    try {
      await options.store.accept({ method, sandbox }, callback, wallet.parseCallback(callback.rawBody));
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      return refuse(reply, 400, error.code, error.message);
    }
    return reply.send({ success: true });
  }

  app.register(async (scope) => {
    // What counts is the body, whatever its type says, also one that Fastify cannot read.
    scope.addHook('onRequest', async (request) => {
      request.headers['content-type'] = 'application/octet-stream';
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      if (error.statusCode === 413)
        return refuse(reply, 413, 'PAYLOAD_TOO_LARGE', 'A callback has at most 64 KiB.');
      log.error({ err: error }, 'a callback could not be stored');
      return refuse(reply, 500, 'INTERNAL', 'The callback could not be stored; send it again.');
    });
    for (const prefix of ['/payments/callback', '/api/v1/payments/callback']) {
      scope.post<{ Params: { wallet: string } }>(`${prefix}/:wallet`, { bodyLimit }, (request, reply) =>
        handle(false, request, reply),
      );
    }
    scope.post<{ Params: { wallet: string } }>(
      '/payments/sandbox/callback/:wallet',
      { bodyLimit },
      (request, reply) => handle(true, request, reply),
    );
  });
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ success: false, error: { code, message } });
}
