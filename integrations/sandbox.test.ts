import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { HttpClient } from '../platform/http-client/http-client.ts';
import { createSandbox, sandboxConfiguration } from './sandbox.ts';
import { createWallets } from './wallets/index.ts';
import type { WalletMethod } from './wallets/port.ts';

const secret = (name: string) => `secret-of-${name}`;
const call = { requestId: 'req-1' };
let sandbox: FastifyInstance;
let address: string;
let http: HttpClient;

beforeAll(async () => {
  sandbox = createSandbox({ configuration: sandboxConfiguration(secret, ''), callbackRetryMs: [] });
  address = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  http = new HttpClient();
});
afterAll(async () => {
  await sandbox.close();
  await http.close();
});

function wallet(method: WalletMethod) {
  const found = createWallets(sandboxConfiguration(secret, address), http).get(method);
  if (!found) throw new Error(`${method} is not configured`);
  return found;
}

function order(description = 'Welding') {
  return {
    orderId: `ORDER-${crypto.randomUUID()}`,
    amount: 750_000,
    description,
    customer: { name: 'Siti', phone: '+6281234567890' },
    callbackUrl: `${address}/nowhere`,
    returnUrl: `${address}/health`,
    metadata: {},
  };
}

function form(path: string, fields: Record<string, string> = {}): Promise<Response> {
  return fetch(`${address}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
}

describe('the pages of the stand-ins', () => {
  it('are listed on the first one, and each has its own', async () => {
    const index = await (await fetch(address)).text();
    for (const name of ['siplatih', 'linkedin', 'europass', 'gopay', 'linkaja', 'ovo', 'sicantik', 'mail']) {
      expect(index).toContain(`href="/${name}/"`);
      expect((await fetch(`${address}/${name}/`)).status).toBe(200);
    }
  });

  it.each([
    ['GOPAY', 'pay', 'PAID'],
    ['GOPAY', 'decline', 'FAILED'],
    ['LINKAJA', 'pay', 'PAID'],
    ['LINKAJA', 'expire', 'EXPIRED'],
  ] as const)('let a %s customer %s on the payment’s page', async (method, action, status) => {
    const { paymentUrl, walletPaymentId } = await wallet(method).create(order(), call);
    const page = await (await fetch(paymentUrl ?? '')).text();
    expect(page).toContain('750.000');
    expect(page).toContain(`action="${walletPaymentId}/${action}"`);
    const answer = await form(`${new URL(paymentUrl ?? '').pathname}/${action}`);
    expect(answer.status).toBe(303);
    const next = new URL(answer.headers.get('location') ?? '', answer.url);
    expect((await fetch(next)).status).toBe(200);
    expect(await wallet(method).read(walletPaymentId, call)).toMatchObject({ status });
  });

  it('let an OVO customer confirm in the app, which is OVO’s page', async () => {
    const { walletPaymentId, paymentUrl } = await wallet('OVO').create(order(), call);
    expect(paymentUrl).toBeNull();
    const action = `/ovo/_control/payments/${walletPaymentId}/pay`;
    expect(await (await fetch(`${address}/ovo/`)).text()).toContain(action);
    expect((await form(action)).headers.get('location')).toBe('/ovo/');
    expect(await wallet('OVO').read(walletPaymentId, call)).toMatchObject({ status: 'PAID' });
  });

  it('show what came from outside as text', async () => {
    const { paymentUrl } = await wallet('GOPAY').create(order('<script>alert(1)</script>'), call);
    for (const url of [paymentUrl ?? '', `${address}/gopay/`]) {
      expect(await (await fetch(url)).text()).not.toContain('<script>');
    }
  });

  it('take a fault from a form, and tell what is wrong with one', async () => {
    expect((await form('/gopay/_control/faults', { fault: 'slow', ms: '5', times: '', on: '' })).status).toBe(
      303,
    );
    expect(await (await fetch(`${address}/gopay/_control/faults`)).json()).toEqual({
      faults: [{ fault: 'slow', ms: 5, times: 1, on: '*' }],
    });
    const wrong = await form('/gopay/_control/faults', { fault: 'earthquake' });
    expect([wrong.status, await wrong.json()]).toMatchObject([
      400,
      { faults: expect.arrayContaining(['slow']) },
    ]);
    await form('/gopay/_control/faults/clear');
  });
});

describe('the stand-ins as machines use them', () => {
  it('pay by themselves when told so', async () => {
    await form('/gopay/_control/behaviour', { autoPay: 'true' });
    const gopay = wallet('GOPAY');
    const { walletPaymentId } = await gopay.create(order(), call);
    await form('/gopay/_control/behaviour', { autoPay: 'false' });
    const deadline = Date.now() + 90_000;
    let status = '';
    while (status !== 'PAID' && Date.now() < deadline) ({ status } = await gopay.read(walletPaymentId, call));
    expect(status).toBe('PAID');
  });

  it('find a payment by its order id, and can let it be paid after it expired', async () => {
    const gopay = wallet('GOPAY');
    const asked = order();
    const { walletPaymentId } = await gopay.create(asked, call);
    const act = (action: string) =>
      fetch(`${address}/gopay/_control/orders/${asked.orderId}/${action}`, { method: 'POST' });
    expect((await act('expire')).status).toBe(200);
    expect((await act('pay')).status).toBe(409);
    expect((await act('pay?anyway=true')).status).toBe(200);
    expect(await gopay.read(walletPaymentId, call)).toMatchObject({ status: 'PAID' });
    expect((await act('refuse')).status).toBe(404);
  });

  it('keep a log of requests without secrets', async () => {
    await wallet('LINKAJA').create(order(), call);
    const log = await (await fetch(`${address}/linkaja/_control/requests`)).text();
    expect(log).toContain('"operation":"create"');
    expect(log).toContain('"requestId":"req-1"');
    expect(log).not.toContain('secret-of-');
  });

  it.each([
    ['GoPay without its API key', '/gopay/v1/payments', {}],
    [
      'GoPay with a wrong signature',
      '/gopay/v1/payments',
      { authorization: 'Bearer secret-of-GOPAY_API_KEY' },
    ],
    ['LinkAja without a token', '/linkaja/v1/payments', {}],
    ['OVO with somebody’s token', '/ovo/v1.0/api/customers/transactions', { authorization: 'Bearer x' }],
    ['SIPLatih without a token', '/siplatih/api/v1/training-programs', {}],
  ])('refuse %s, in the shape of the contract', async (_what, path, headers) => {
    const answer = await fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{}',
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ success: false, error: { code: expect.any(String) } });
  });

  it('cannot be made without the secrets that the hub has', () => {
    expect(() => createSandbox({ configuration: {} })).toThrow(/SIPLATIH_CLIENT_ID/);
  });
});
