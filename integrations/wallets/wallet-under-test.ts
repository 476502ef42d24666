import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Exchange, HttpClient } from '../../platform/http-client/http-client.ts';
import { createSandbox, sandboxConfiguration } from '../sandbox.ts';
import { createWallets } from './index.ts';
import type { CallbackRequest, Wallet, WalletMethod, WalletOrder } from './port.ts';

const callbackPath = '/payments/callback/test';
const patienceMs = 90_000;

/** A wallet against its stand-in over real HTTP, with a place that its callbacks arrive at. */
export class WalletUnderTest {
  readonly wallet: Wallet;
  /** The same wallet for a hub that gives a call up after two seconds. */
  readonly impatient: Wallet;
  readonly exchanges: Exchange[] = [];
  readonly call = {
    requestId: 'conformance',
    record: (exchange: Exchange): void => void this.exchanges.push(exchange),
  };
  readonly #sandbox: FastifyInstance;
  readonly #clients: HttpClient[];
  readonly #receiver: Server;
  readonly #callbacks: CallbackRequest[];
  readonly #control: string;

  private constructor(parts: {
    wallet: Wallet;
    impatient: Wallet;
    sandbox: FastifyInstance;
    clients: HttpClient[];
    receiver: Server;
    callbacks: CallbackRequest[];
    control: string;
  }) {
    this.wallet = parts.wallet;
    this.impatient = parts.impatient;
    this.#sandbox = parts.sandbox;
    this.#clients = parts.clients;
    this.#receiver = parts.receiver;
    this.#callbacks = parts.callbacks;
    this.#control = parts.control;
  }

  static async start(method: WalletMethod): Promise<WalletUnderTest> {
    const secret = (name: string) => `secret-of-${name}`;
    const sandbox = createSandbox({
      configuration: sandboxConfiguration(secret, ''),
      callbackRetryMs: [10, 20],
    });
    const address = await sandbox.listen({ host: '127.0.0.1', port: 0 });
    const clients = [new HttpClient(), new HttpClient({ timeoutMs: 2_000 })];
    const [wallet, impatient] = clients.map((http) =>
      createWallets(sandboxConfiguration(secret, address), http).get(method),
    );
    if (!wallet || !impatient) throw new Error(`${method} is not configured`);

    const callbacks: CallbackRequest[] = [];
    const receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const rawBody = Buffer.concat(chunks);
        callbacks.push({ headers: request.headers, rawBody, receivedAt: new Date(), callbackPath });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => receiver.once('listening', resolve));
    const control = `${address}/${method.toLowerCase()}/_control`;
    return new WalletUnderTest({ wallet, impatient, sandbox, clients, receiver, callbacks, control });
  }

  /** An order with an id of its own. */
  order(change: Partial<WalletOrder> = {}): WalletOrder {
    const { port } = this.#receiver.address() as AddressInfo;
    return {
      orderId: `ORDER-${crypto.randomUUID()}`,
      amount: 500_000,
      description: 'Advanced Software Development',
      customer: { name: 'Siti Rahma', email: 'siti@example.com', phone: '+6281234567890' },
      callbackUrl: `http://127.0.0.1:${port}${callbackPath}`,
      returnUrl: 'http://127.0.0.1/payments/return?t=abc',
      metadata: { training_program_id: 'program-1', participant_id: 'student-1' },
      ...change,
    };
  }

  /** An order that the wallet has, and its id there. */
  async created(change: Partial<WalletOrder> = {}): Promise<{ order: WalletOrder; id: string }> {
    const order = this.order(change);
    const { walletPaymentId: id } = await this.wallet.create(order, this.call);
    return { order, id };
  }

  async paid(): Promise<{ order: WalletOrder; id: string }> {
    const payment = await this.created();
    await this.customer(payment.id, 'pay');
    return payment;
  }

  /** Plays the customer: `pay`, `decline`, `expire`; `callback` has the last callback sent again. */
  customer(walletPaymentId: string, action: string): Promise<void> {
    return this.control(`payments/${walletPaymentId}/${action}`);
  }

  fault(fault: Record<string, unknown>): Promise<void> {
    return this.control('faults', fault);
  }

  /** Posts to the stand-in's control. */
  async control(path: string, body: unknown = {}): Promise<void> {
    const response = await fetch(`${this.#control}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`control ${path}: ${response.status} ${await response.text()}`);
  }

  /** What the stand-in's control shows at `path`. */
  async shown(path: string): Promise<unknown> {
    return (await fetch(`${this.#control}/${path}`)).json();
  }

  /** The callbacks of an order, once there are `count` of them. */
  async callbacksOf(orderId: string, count: number): Promise<CallbackRequest[]> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const found = this.#callbacks.filter((callback) => callback.rawBody.includes(orderId));
      if (found.length >= count) return found;
      if (Date.now() > deadline) throw new Error(`${found.length} of ${count} callbacks came`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    await this.#sandbox.close();
    await Promise.all(this.#clients.map((http) => http.close()));
    await new Promise((resolve) => this.#receiver.close(resolve));
  }
}
