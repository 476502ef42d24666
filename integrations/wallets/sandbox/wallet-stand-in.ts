import type { FastifyInstance } from 'fastify';
import {
  Refusal,
  readJson,
  SandboxKit,
  type StandInAnswer,
  type StandInRequest,
} from '../../../platform/integration-kit/sandbox-kit.ts';
import { refundRequest } from '../contract.ts';
import { CallbackSender, type SignCallback } from './callbacks.ts';
import { serveWalletControl } from './control.ts';
import { type NewOrder, refundedAmount, type SandboxOrder, SandboxOrders } from './orders.ts';
import { servePayPage } from './pages.ts';

/** What tells one wallet's stand-in from another's. */
export interface WalletStandIn {
  /** First segment of its path, such as `gopay`. */
  name: string;
  title: string;
  /** Path of the create call below `/{name}`. */
  collection: string;
  idField: 'payment_id' | 'transaction_id';
  idPrefix: string;
  secretKey: string;
  sign: SignCallback;
  /** Refuses a request whose credentials or signature are wrong. */
  check(request: StandInRequest): void;
  readOrder(request: StandInRequest): NewOrder;
  /** `data` of the answer to a create; `pages` is where the customer's pages are. */
  created(order: SandboxOrder, pages: string): Record<string, unknown>;
  /** Whether the customer pays on a page; otherwise in the app, which is the stand-in's index page. */
  payPage: boolean;
}

export interface WalletStandInOptions {
  /** Where a browser reaches the stand-ins; default: wherever the caller reached them. */
  publicUrl?: string | undefined;
  callbackRetryMs?: readonly number[] | undefined;
}

/** Mounts a wallet's stand-in into `app`, the Fastify scope under `/{name}`. */
export function mountWallet(
  app: FastifyInstance,
  wallet: WalletStandIn,
  options: WalletStandInOptions,
): SandboxKit {
  const kit = new SandboxKit(app, wallet.name, wallet.title);
  const callbacks = new CallbackSender({
    idField: wallet.idField,
    secretKey: wallet.secretKey,
    sign: wallet.sign,
    faults: kit.faults,
    retryAfterMs: options.callbackRetryMs ?? [250, 1_000, 5_000, 15_000],
  });
  const orders = new SandboxOrders(wallet.idPrefix, (order, previous) => callbacks.announce(order, previous));
  app.addHook('onClose', async () => {
    orders.close();
    await callbacks.close();
  });

  const checked =
    (handle: (request: StandInRequest, order: SandboxOrder) => StandInAnswer) =>
    (request: StandInRequest) => {
      wallet.check(request);
      return handle(request, orders.get(request.params.id ?? ''));
    };
  const status = (order: SandboxOrder): StandInAnswer => ({
    body: { success: true, data: statusOf(order, wallet.idField) },
  });
  const one = `${wallet.collection}/:id`;

  kit.serve('create', 'POST', wallet.collection, (request) => {
    wallet.check(request);
    const { order, existed } = orders.create(wallet.readOrder(request));
    const pages = `${options.publicUrl ?? request.origin}/${wallet.name}`;
    return {
      status: existed ? 409 : 200,
      body: { success: true, data: wallet.created(order, pages) },
      afterwards: () => {
        if (orders.behaviour.autoPay && order.status === 'PENDING') orders.pay(order);
      },
    };
  });
  kit.serve(
    'read',
    'GET',
    one,
    checked((_request, order) => status(order)),
  );
  kit.serve(
    'cancel',
    'POST',
    `${one}/cancel`,
    checked((request, order) => {
      if (request.rawBody.length > 0) throw new Refusal(400, 'INVALID_REQUEST', 'A cancel has no body.');
      orders.cancel(order);
      return status(order);
    }),
  );
  kit.serve(
    'refund',
    'POST',
    `${one}/refunds`,
    checked((request, order) => {
      const { refund_id, amount } = readJson(request, refundRequest);
      return refundAnswer(orders.refund(order, refund_id, amount));
    }),
  );
  kit.serve(
    'read-refund',
    'GET',
    `${one}/refunds/:refundId`,
    checked((request, order) => {
      const refund = order.refunds.get(request.params.refundId ?? '');
      if (!refund) throw new Refusal(404, 'NOT_FOUND', 'There is no such refund.');
      return refundAnswer(refund);
    }),
  );

  serveWalletControl(app, kit, orders, callbacks);
  if (wallet.payPage) servePayPage(app, wallet.title, orders);
  return kit;
}

function statusOf(order: SandboxOrder, idField: string): Record<string, unknown> {
  return {
    [idField]: order.id,
    order_id: order.orderId,
    status: order.status,
    amount: order.amount,
    currency: 'IDR',
    ...(order.paidAt && { paid_at: order.paidAt.toISOString() }),
    refunded_amount: refundedAmount(order),
  };
}

function refundAnswer(refund: { refundId: string; amount: number; status: string }): StandInAnswer {
  const { refundId: refund_id, amount, status } = refund;
  return { body: { success: true, data: { refund_id, amount, status } } };
}
