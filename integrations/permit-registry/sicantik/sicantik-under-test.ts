import { fastify } from 'fastify';
import { HttpClient } from '../../../platform/http-client/http-client.ts';
import type { PermitRegistryUnderTest } from '../conformance.ts';
import type { PermitRegistries, PermitRegistryAddress } from '../port.ts';
import { mountSicantik, type SicantikStandInOptions } from './sandbox.ts';
import { sicantikRegistries } from './sicantik.ts';

export interface SicantikUnderTest extends PermitRegistryUnderTest {
  registries: PermitRegistries;
  address: PermitRegistryAddress;
  /** How the stand-in answers from now on. */
  answers(manner: Record<string, unknown>): Promise<void>;
  /** Has what is asked from now on wait for its answer until what this gives is called. */
  hold(): () => void;
  control(path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** What the stand-in was asked, the oldest first: endpoint and query. */
  asked(): Promise<string[]>;
}

/** SICANTIK's stand-in over HTTP, and the port to it. */
export async function startSicantik(options: SicantikStandInOptions = {}): Promise<SicantikUnderTest> {
  const app = fastify({ forceCloseConnections: true });
  let held: Promise<void> | undefined;
  app.addHook('onRequest', async ({ url }) => {
    if (!url.includes('/_control/')) await held;
  });
  app.register(async (scope) => mountSicantik(scope, options), { prefix: '/sicantik' });
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/sicantik`;
  const http = new HttpClient();
  const environment = { SICANTIK_API_URL: `${url}/backoffice/api/`, SICANTIK_API_KEY: options.apiKey };
  const registries = sicantikRegistries(environment, http);
  if (!registries.configured) throw new Error('not configured');
  const address = registries.configured;
  async function control(path: string, body: unknown = {}): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/_control/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }
  return {
    registries,
    address,
    registry: registries.at(address),
    impatient: registries.at({ ...address, timeoutMs: 2000 }),
    hold() {
      let release = () => {};
      held = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        held = undefined;
        release();
      };
    },
    control,
    async answers(manner) {
      await control('answers', manner);
    },
    async fault(fault) {
      await control('faults', fault);
    },
    async reset() {
      await control('faults/clear');
      await control('answers');
    },
    async issueOne() {
      const { issued } = await control('issue');
      return (issued as string[])[0] ?? '';
    },
    async addOne() {
      await control('add', { issued: 1, inProcess: 1 });
    },
    async asked() {
      const { requests } = (await (await fetch(`${url}/_control/requests`)).json()) as {
        requests: { path: string }[];
      };
      return requests.map(({ path }) => path.replace(/^.*\/api\//, ''));
    },
    async close() {
      await http.close();
      await app.close();
    },
  };
}
