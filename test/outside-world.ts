import type { AddressInfo } from 'node:net';
import { createSandbox, sandboxConfiguration } from '../integrations/sandbox.ts';
import type { Data } from './subgraph-harness.ts';

/** The stand-ins of the outside systems in the test's own process, which a hub that dies does not take along. */
export interface OutsideWorld {
  url: string;
  /** What a hub needs in its environment to know them. */
  environment: Record<string, string>;
  /** Scripts a fault of one stand-in; see its page for what there is. */
  fault(system: string, fault: object): Promise<void>;
  /** Takes back what was scripted and has not happened yet. */
  clearFaults(system: string): Promise<void>;
  /** What GoPay has in its books. */
  orders(): Promise<Data[]>;
  /** What a stand-in was asked so far, the oldest first. */
  requests(system: string): Promise<Data[]>;
  /** The customer of a GoPay order pays. */
  pay(orderId: string): Promise<void>;
  close(): Promise<void>;
}

export async function startOutsideWorld(): Promise<OutsideWorld> {
  const configuration = sandboxConfiguration((name) => `${name}-of-this-test`, '');
  const app = createSandbox({ configuration, callbackRetryMs: [] });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  async function control(path: string, init?: RequestInit): Promise<Data> {
    const answer = await fetch(`${url}${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  }
  const { url: smtpUrl } = await control('/mail/_control/server');
  return {
    url,
    environment: {
      SANDBOX: 'off',
      ...sandboxConfiguration((name) => `${name}-of-this-test`, url, url, smtpUrl),
    },
    async fault(system, fault) {
      await control(`/${system}/_control/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
    },
    async clearFaults(system) {
      await control(`/${system}/_control/faults`, { method: 'DELETE' });
    },
    orders: async () => (await control('/gopay/_control/payments')).payments,
    requests: async (system) => (await control(`/${system}/_control/requests`)).requests,
    async pay(orderId) {
      await control(`/gopay/_control/orders/${orderId}/pay`, { method: 'POST' });
    },
    close: () => app.close(),
  };
}
