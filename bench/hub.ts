import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { projectRoot } from '../platform/project-root.ts';
import type { Processes, Side } from './processes.ts';

const subscribeTimeoutMs = 30_000;

/** Its DATA_DIR, within the folder of the bench. */
export const dataOfHub = 'data of the hub';

/** The whole hub in one process, with its demo data, as `npm start` runs it. */
export interface RunningHub {
  url: string;
  sandboxUrl: string;
  pid: number;
  /** Keys of one institution, each another one. */
  keys: readonly string[];
  /** Runs one operation with the first of `keys`; throws on errors. */
  run<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Opens a websocket of its own. */
  connect(key?: number): Client;
  /** Resolves when the hub runs that many subscriptions. */
  subscriptions(count: number): Promise<void>;
}

/** Starts the hub on a fresh DATA_DIR, and makes `keyCount` keys for the first institution; `environment` besides. */
export async function startHub(
  processes: Processes,
  folder: string,
  keyCount: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningHub> {
  const dataDir = path.join(folder, dataOfHub);
  const side = processes.start('hub', [path.join(projectRoot, 'dist', 'run', 'all.js')], {
    DATA_DIR: dataDir,
    PORT: '0',
    SANDBOX_PORT: '0',
    // What is measured is not to be refused.
    RATE_LIMIT_READS_PER_HOUR: '999999999',
    RATE_LIMIT_BY_ADDRESS: 'off',
    OVERLOAD_PROTECTION: 'off',
    ...environment,
  });
  const { url, sandboxUrl } = await processes.ready('hub', side, () => addressesIn(side));
  const demo = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')) as {
    apiKeys: { admin: string; institution: string };
  };
  const run = <T>(key: string, query: string, variables: object = {}) =>
    runOperation<T>(`${url}/graphql`, key, query, variables);

  const { viewer } = await run<{ viewer: { organisation: { id: string } } }>(
    demo.apiKeys.institution,
    '{ viewer { organisation { id } } }',
  );
  const keys: string[] = [];
  for (let number = 0; number < keyCount; number += 1) {
    const { createApiKey } = await run<{ createApiKey: { key: string } }>(demo.apiKeys.admin, newKey, {
      input: { name: `Bench ${number}`, scopes: ['read', 'write'], organisationId: viewer.organisation.id },
    });
    keys.push(createApiKey.key);
  }
  return {
    url,
    sandboxUrl,
    pid: side.pid,
    keys,
    run: (query, variables) => run(keys[0] ?? '', query, variables),
    connect: (key = 0) =>
      createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { 'X-API-Key': keys[key % keys.length] },
        retryAttempts: 0,
        lazy: false,
        // Whoever subscribes hears of it.
        onNonLazyError: () => {},
      }),
    subscriptions: (count) => untilSubscriptions(url, count),
  };
}

async function untilSubscriptions(url: string, count: number): Promise<void> {
  const deadline = performance.now() + subscribeTimeoutMs;
  const running = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/^hub_graphql_subscriptions (\d+)$/m.exec(metrics)?.[1]);
  };
  while ((await running()) !== count) {
    if (performance.now() > deadline) throw new Error(`The hub does not come to ${count} subscriptions.`);
    await sleep(20);
  }
}

const newKey = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }';

function addressesIn(side: Side): { url: string; sandboxUrl: string } | undefined {
  const output = side.output();
  const url = /Graph +(http\S+)\/graphql/.exec(output)?.[1];
  const sandboxUrl = /Stand-ins +(http\S+?)\/? /.exec(output)?.[1];
  return url && sandboxUrl ? { url, sandboxUrl } : undefined;
}

async function runOperation<T>(url: string, key: string, query: string, variables: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (errors || !data) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}
