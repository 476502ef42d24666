import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../../platform/integration-kit/sandbox-kit.ts';
import { type Html, html, page } from '../../../platform/integration-kit/sandbox-page.ts';
import type { Delivery } from './callbacks.ts';
import type { SandboxOrder, SandboxOrders } from './orders.ts';

type Params = { Params: Record<string, string> };

const rupiah = new Intl.NumberFormat('id-ID', {
  style: 'currency',
  currency: 'IDR',
  maximumFractionDigits: 0,
});

/** The page that a customer pays on, at `pay/{id}`; `qr/{id}` leads there too. */
export function servePayPage(app: FastifyInstance, title: string, orders: SandboxOrders): void {
  app.get<Params>('/pay/:id', (request, reply) =>
    reply.type('text/html').send(page(`Pay with ${title}`, payPage(orders.get(request.params.id ?? '')))),
  );
  app.get<Params>('/qr/:id', (request, reply) =>
    reply.redirect(`../pay/${orders.get(request.params.id ?? '').id}`),
  );
  app.post<Params>('/pay/:id/:action', (request, reply) => {
    const { id = '', action } = request.params;
    const order = orders.get(id);
    if (action === 'pay') orders.pay(order);
    else if (action === 'decline') orders.decline(order);
    else if (action === 'expire') orders.expire(order);
    else throw new Refusal(404, 'NOT_FOUND', 'There is pay, decline and expire.');
    return reply.redirect(order.returnUrl ?? `../${order.id}`, 303);
  });
}

function payPage(order: SandboxOrder): Html {
  const buttons = [
    ['pay', 'Pay'],
    ['decline', 'Decline'],
    ['expire', 'Let it expire'],
  ].map(
    ([action, label]) =>
      html`<form method="post" action="${order.id}/${action}"><button>${label}</button></form>`,
  );
  return html`<p><strong>${rupiah.format(order.amount)}</strong> for ${order.description}</p>
<p>${order.customer}, order ${order.orderId}, payment ${order.id}</p>
<p>Status: ${order.status}</p>
${order.status === 'PENDING' ? buttons : []}
${order.returnUrl ? html`<p><a href="${order.returnUrl}">Back to the merchant</a></p>` : ''}`;
}

/** A wallet's part of its stand-in's index page: orders to act on, and what was said about them. */
export function walletSection(name: string, orders: SandboxOrders, deliveries: readonly Delivery[]): Html {
  const latest = orders.list().slice(-50).reverse();
  const { autoPay } = orders.behaviour;
  return html`<h2>Payments</h2>
<table><tr><th>Payment</th><th>Order</th><th>Amount</th><th>Status</th><th>The customer</th></tr>
${latest.map((order) => orderRow(name, order))}
</table>
<form method="post" action="/${name}/_control/behaviour">
<input type="hidden" name="autoPay" value="${autoPay ? 'false' : 'true'}">
<button>${autoPay ? 'Stop paying by itself' : 'Pay every new order by itself'}</button>
</form>
<h2>Callbacks</h2>
<table><tr><th>At</th><th>Event</th><th>Order</th><th>Status</th><th>Answer</th></tr>
${deliveries
  .slice(-20)
  .reverse()
  .map(
    (delivery) => html`<tr><td>${delivery.at}</td><td>${delivery.eventId}</td><td>${delivery.orderId}</td>
<td>${delivery.status}</td><td>${delivery.answer}</td></tr>`,
  )}
</table>`;
}

function orderRow(name: string, order: SandboxOrder): Html {
  const actions = order.status === 'PENDING' ? ['pay', 'decline', 'expire'] : ['callback'];
  return html`<tr><td>${order.id}</td><td>${order.orderId}</td><td>${rupiah.format(order.amount)}</td>
<td>${order.status}</td><td>${actions.map(
    (action) => html`<form method="post" enctype="application/x-www-form-urlencoded"
action="/${name}/_control/payments/${order.id}/${action}"><button>${action}</button></form>`,
  )}</td></tr>`;
}
