import type { Worker } from 'node:cluster';
import { EventEmitter } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { composeShop } from '../../gateway/fixtures/shop.ts';
import { connect, receive, subscriptionsOf } from '../../gateway/fixtures/websocket-client.ts';
import { eventually } from '../../test/graph-request.ts';
import { type HubProcess, killLeftHubs, startHub, startProcess } from '../../test/hub-process.ts';
import { KeptWorker } from './kept-worker.ts';

/** What the hub promises; after a standstill there is one more look. */
const soonMs = 5_000;

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the hub answers
  body: any;
}

/** Sends one operation over a connection of its own, so that whichever worker is next gets it. */
function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/graphql`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', ...headers },
    });
    sent.on('error', reject);
    sent.on('response', async (response) => {
      try {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) });
      } catch (error) {
        reject(error);
      }
    });
    sent.end(JSON.stringify(body));
  });
}

/** The process that answered, as its log says. */
function processOf(hub: HubProcess, requestId: string): Promise<number> {
  return eventually(() => {
    const line = hub
      .output()
      .split('\n')
      .find((each) => each.includes(`"requestId":"${requestId}"`));
    return line === undefined ? undefined : (JSON.parse(line).pid as number);
  }, `the request ${requestId} is logged`);
}

/** Asks until two processes have answered, and says which. */
async function bothProcesses(hub: HubProcess & { url: string }): Promise<Set<number>> {
  const pids = new Set<number>();
  await eventually(async () => {
    const { headers } = await post(hub.url, { query: '{ __typename }' });
    pids.add(await processOf(hub, String(headers['x-request-id'])));
    return pids.size === 2;
  }, 'two processes answer');
  return pids;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a hub with WORKERS=2', () => {
  let dataDir: string;
  let hub: HubProcess & { url: string };
  let admin: string;
  let organisationId: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'hub-workers-'));
    await chmod(dataDir, 0o711);
    hub = await startHub(dataDir, { WORKERS: '2' });
    admin = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')).apiKeys.admin;
    const { organisations } = await ask('{ organisations(first: 1) { nodes { id } } }');
    organisationId = organisations.nodes[0].id;
  }, 240_000);
  afterAll(async () => {
    hub.kill('SIGTERM');
    await hub.ended;
    killLeftHubs();
    await rm(dataDir, { recursive: true });
  });

  async function ask(query: string, variables: object = {}, key = admin) {
    const { body } = await post(hub.url, { query, variables }, { 'x-api-key': key });
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data;
  }

  async function createKey(limits: object = {}): Promise<{ key: string; id: string }> {
    const { createApiKey } = await ask(
      'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id } } }',
      { input: { name: 'Partner', scopes: ['read', 'write'], organisationId, ...limits } },
    );
    return { key: createApiKey.key, id: createApiKey.apiKey.id };
  }

  const createStudent = 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }';
  const student = (name: string) => ({
    organisationId,
    name,
    email: `${name}@siswa.example`,
    phone: '+6281260001010',
    idempotencyKey: name,
  });

  it('answers at one port from two processes, neither of which is the first one', async () => {
    const pids = await bothProcesses(hub);
    expect(pids.has(hub.pid)).toBe(false);
  });

  it('admits exactly as many reads as a key may ask for, whoever of the two is asked', async () => {
    const { key } = await createKey({ readsPerHour: 25 });
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => post(hub.url, { query: '{ viewer { kind } }' }, { 'x-api-key': key })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(25);
    expect(statuses.filter((status) => status === 429)).toHaveLength(35);
    const left = answers.filter(({ status }) => status === 200).map(({ headers }) => headers);
    expect(new Set(left.map((headers) => headers['x-ratelimit-remaining'])).size).toBe(25);
    const [first] = left;
    expect(first?.['ratelimit-policy']).toContain('"reads";q=25;w=3600');
  });

  it('tells subscribers of both what happens through one, and counts them all in /metrics', async () => {
    const clients = Array.from({ length: 4 }, () =>
      connect(hub, { connectionParams: { 'X-API-Key': admin } }),
    );
    const received = clients.map((client) =>
      receive(client, { query: 'subscription { events(types: ["student.created"]) { data } }' }),
    );
    await eventually(async () => (await subscriptionsOf(hub)) === 4, 'four subscriptions are counted');
    const { createStudent: created } = await ask(createStudent, { input: student('heard') });
    for (const { results } of received) {
      await eventually(() => JSON.stringify(results).includes(created.id), 'each subscriber hears of it');
    }
    await Promise.all(clients.map((client) => client.dispose()));
    await eventually(async () => (await subscriptionsOf(hub)) === 0, 'none is counted any more');
  });

  it('refuses a revoked key everywhere within five seconds', async () => {
    const { key, id } = await createKey();
    const use = () => post(hub.url, { query: '{ viewer { kind } }' }, { 'x-api-key': key });
    // Enough that each has met the key, and remembers it.
    for (const { status } of await Promise.all(Array.from({ length: 6 }, use))) expect(status).toBe(200);
    await ask('mutation($id: ID!) { revokeApiKey(input: { id: $id }) { id } }', { id });
    await eventually(
      async () =>
        (await Promise.all(Array.from({ length: 6 }, use))).every(
          ({ body }) => body.errors?.[0].extensions.code === 'UNAUTHENTICATED',
        ),
      'both refuse it',
      soonMs,
    );
  });

  it('loses nothing that was answered when a worker is killed, and replaces it', async () => {
    const before = await bothProcesses(hub);
    const [killed = 0] = before;
    const ids = new Set<string>();
    let failed = 0;
    const createOne = async (name: string): Promise<void> => {
      const input = student(name);
      const answer = await post(
        hub.url,
        { query: createStudent, variables: { input } },
        { 'x-api-key': admin },
      )
        // Whoever was being answered by the one that was killed asks again.
        .catch(() => null);
      if (answer === null) {
        failed += 1;
        return createOne(name);
      }
      expect(answer.body.errors).toBeUndefined();
      ids.add(answer.body.data.createStudent.id);
      if (ids.size === 10) process.kill(killed, 'SIGKILL');
    };
    const total = async () => (await ask('{ students { totalCount } }')).students.totalCount as number;
    const earlier = await total();
    await Promise.all(
      Array.from({ length: 4 }, async (_, lane) => {
        for (let i = 0; i < 12; i++) await createOne(`lane-${lane}-${i}`);
      }),
    );
    expect(ids.size).toBe(48);
    expect(await total()).toBe(earlier + 48);
    // At most one for each lane that was in flight, on its way in or out.
    expect(failed).toBeLessThanOrEqual(4);
    expect(hub.output()).toContain(`"code":null,"signal":"SIGKILL","msg":"a worker has ended by itself`);
    await eventually(async () => {
      const health = await fetch(`${hub.url}/health/ready`);
      expect(health.status).toBe(200);
      return (await health.text()).includes('"workers":"ok"');
    }, 'both serve again');
    const after = await bothProcesses(hub);
    expect(after.has(killed)).toBe(false);
  });
});

describe('a gateway with WORKERS=2', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gateway-workers-'));
    file = path.join(folder, 'supergraph.graphql');
    const nowhere = 'http://127.0.0.1:9/graphql';
    await writeFile(file, composeShop({ accounts: nowhere, products: nowhere, reviews: nowhere }));
  });
  afterAll(async () => {
    killLeftHubs();
    await rm(folder, { recursive: true });
  });

  async function startGateway(): Promise<HubProcess & { url: string }> {
    const started = startProcess('gateway', { SUPERGRAPH: file, PORT: '0', WORKERS: '2' });
    let over = false;
    started.ended.then(() => {
      over = true;
    });
    const url = await eventually(
      () => over || /at (http\S+)\/graphql\./.exec(started.output())?.[1],
      'the gateway serves',
    );
    if (typeof url !== 'string') throw new Error(`The gateway did not start:\n${started.output()}`);
    return Object.assign(started, { url });
  }

  it('cuts off who has come to a worker that hangs when that is killed, answers the others, and ends at SIGTERM', async () => {
    const gateway = await startGateway();
    const [hanging = 0] = await bothProcesses(gateway);
    process.kill(hanging, 'SIGSTOP');
    const asked = Array.from({ length: 8 }, () => post(gateway.url, { query: '{ __typename }' }));
    let answered = 0;
    for (const each of asked) {
      each.then(
        () => {
          answered += 1;
        },
        () => undefined,
      );
    }
    await eventually(() => answered === 7, 'the other worker answers all but one');
    process.kill(hanging, 'SIGKILL');
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const pids = await bothProcesses(gateway);
    gateway.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect([...pids].filter(isAlive)).toEqual([]);
  });

  it('leaves no worker behind when it is killed', async () => {
    const gateway = await startGateway();
    const pids = await bothProcesses(gateway);
    gateway.kill('SIGKILL');
    await gateway.ended;
    await eventually(() => [...pids].every((pid) => !isAlive(pid)), 'its workers have ended too');
  });

  it('says what keeps a worker from starting, and ends', async () => {
    const broken = startProcess('gateway', { SUPERGRAPH: '/nowhere', PORT: '0', WORKERS: '2' });
    expect(await broken.ended).toBe(1);
    expect(broken.output()).toContain('SUPERGRAPH: /nowhere cannot be read');
    expect(broken.output()).toContain('A worker could not be started; why stands above.');
  });
});

describe('a worker that ends by itself again and again', () => {
  it('is given up after the fifth time within a minute', async () => {
    let started = 0;
    const fork = () => {
      started += 1;
      const child = Object.assign(new EventEmitter(), { pid: started, send: () => true });
      const worker = Object.assign(new EventEmitter(), { process: child });
      setImmediate(() => worker.emit('exit', 1, null));
      return worker as unknown as Worker;
    };
    const kept = new KeptWorker(fork, {});
    await expect(kept.keep()).rejects.toThrow('A worker ends by itself again and again');
    expect(started).toBe(5);
  });
});
