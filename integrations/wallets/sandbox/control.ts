import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { done, readControl, serveControl } from '../../../platform/integration-kit/sandbox-control.ts';
import { Refusal, type SandboxKit } from '../../../platform/integration-kit/sandbox-kit.ts';
import type { CallbackSender } from './callbacks.ts';
import { refundedAmount, type SandboxOrder, type SandboxOrders } from './orders.ts';
import { walletSection } from './pages.ts';

const behaviourChange = z.strictObject({
  autoPay: z.union([z.boolean(), z.stringbool()]).optional(),
  expiresInMs: z.coerce.number().int().min(1).max(86_400_000).optional(),
  refundOutcome: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']).optional(),
});

type Params = { Params: Record<string, string> };

/**
 * What a developer, or a test, does in the customer's and the wallet's place:
 * `_control/payments/{id}/{pay|decline|expire|callback}` (and the same below `_control/orders/{order id}`),
 * `_control/payments/{id}/refunds/{refund id}/{succeed|fail}`, `_control/behaviour`.
 */
export function serveWalletControl(
  app: FastifyInstance,
  kit: SandboxKit,
  orders: SandboxOrders,
  callbacks: CallbackSender,
): void {
  serveControl(app, kit, () => walletSection(kit.name, orders, callbacks.deliveries));
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, message } = error;
    return reply.code(status).send({ success: false, error: { code, message } });
  });

  app.get('/_control/payments', () => ({ payments: orders.list().map(shown) }));
  app.get('/_control/callbacks', () => ({ callbacks: callbacks.deliveries }));
  app.get('/_control/behaviour', () => orders.behaviour);
  app.post('/_control/behaviour', (request, reply) => {
    const change = behaviourChange.safeParse(readControl(request));
    if (!change.success) throw new Refusal(400, 'INVALID_REQUEST', z.prettifyError(change.error));
    Object.assign(orders.behaviour, change.data);
    return done(request, reply, `/${kit.name}/`, orders.behaviour);
  });

  const act = (order: SandboxOrder, request: FastifyRequest<Params>, reply: FastifyReply) => {
    const anyway = (request.query as Record<string, string>).anyway === 'true';
    customerAction(orders, callbacks, order, request.params.action ?? '', anyway);
    return done(request, reply, `/${kit.name}/`, shown(order));
  };
  app.post<Params>('/_control/payments/:id/:action', (request, reply) =>
    act(orders.get(request.params.id ?? ''), request, reply),
  );
  app.post<Params>('/_control/orders/:orderId/:action', (request, reply) =>
    act(orders.getByOrderId(request.params.orderId ?? ''), request, reply),
  );
  app.post<Params>('/_control/payments/:id/refunds/:refundId/:outcome', (request, reply) => {
    const order = orders.get(request.params.id ?? '');
    const refund = order.refunds.get(request.params.refundId ?? '');
    if (!refund) throw new Refusal(404, 'NOT_FOUND', 'There is no such refund.');
    orders.settleRefund(order, refund, request.params.outcome === 'succeed' ? 'SUCCEEDED' : 'FAILED');
    return done(request, reply, `/${kit.name}/`, refund);
  });
}

function customerAction(
  orders: SandboxOrders,
  callbacks: CallbackSender,
  order: SandboxOrder,
  action: string,
  anyway: boolean,
): void {
  if (action === 'pay') orders.pay(order, anyway);
  else if (action === 'decline') orders.decline(order);
  else if (action === 'expire') orders.expire(order);
  else if (action !== 'callback' || !callbacks.repeat(order))
    throw new Refusal(404, 'NOT_FOUND', 'There is pay, decline, expire, and callback once there was one.');
}

function shown(order: SandboxOrder): Record<string, unknown> {
  return { ...order, refunds: [...order.refunds.values()], refundedAmount: refundedAmount(order) };
}
