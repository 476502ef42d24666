import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../platform/project-root.ts';
import { type ComposeService, type ComposeServices, interpolate, readComposeFile } from './compose-file.ts';
import { createEmptyDatabase, type TestDatabase } from './database.ts';
import { playEventStory } from './event-story.ts';
import { type HubProcess, killLeftHubs, startProcess } from './hub-process.ts';
import { playMainStory } from './main-story.ts';
import { redisInstalled, TestRedis } from './redis.ts';
import { receiveSelectedPayload } from './selected-payload.ts';

/** Everything that docker-compose.yml asks for, as README.md has it made. */
function demoEnvironment(): Record<string, string> {
  const script = path.join(projectRoot, 'dist', 'run', 'demo-environment.js');
  const lines = execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const ours = (services: ComposeServices) =>
  Object.entries(services).filter(([, service]) => service.image === 'skills-hub');

/** `node dist/run/NAME.js ARGUMENTS...` as [NAME, ARGUMENTS]. */
function programOf(command: readonly string[]): [string, string[]] {
  const at = command.findIndex((part) => part.startsWith('dist/run/'));
  return [path.basename(command[at] ?? '', '.js'), command.slice(at + 1)];
}

describe('docker-compose.yml', () => {
  it.each(['POSTGRES_PASSWORD', 'HUB_ENCRYPTION_KEY', 'HUB_INTERNAL_KEY', 'PUBLIC_URL'])(
    'does not start without %s',
    async (name) => {
      const services = await readComposeFile();
      expect(() => interpolate(services, { ...demoEnvironment(), [name]: '' })).toThrow(`${name}: `);
    },
  );

  it('gives no outside system an address of its own, and every service a health check', async () => {
    const services = interpolate(await readComposeFile(), {
      POSTGRES_PASSWORD: 'x',
      HUB_ENCRYPTION_KEY: 'x',
      HUB_INTERNAL_KEY: 'x',
      PUBLIC_URL: 'x',
    });
    for (const [name, { environment = {}, healthcheck }] of Object.entries(services)) {
      const addresses = Object.entries(environment).filter(([variable]) => variable.endsWith('_API_URL'));
      expect(addresses.filter(([, value]) => value !== '')).toEqual([]);
      if (!['migrate', 'demo-data'].includes(name)) expect(healthcheck?.test[0]).toBe('CMD');
    }
  });

  it('has the stand-ins and the demo data under the profile demo alone', async () => {
    const services = await readComposeFile();
    const demo = Object.entries(services).filter(([, { profiles }]) => profiles?.includes('demo'));
    expect(demo.map(([name]) => name)).toEqual(['sandbox', 'demo-data']);
  });
});

describe('a process of docker-compose.yml', () => {
  it.each([
    ['gateway', ['DATABASE_URL', 'HUB_INTERNAL_KEY', 'SUBGRAPH_PAYMENTS_URL']],
    [
      'payments',
      ['DATABASE_URL', 'HUB_INTERNAL_KEY', 'HUB_ENCRYPTION_KEY', 'PUBLIC_URL', 'SUBGRAPH_TRAINING_URL'],
    ],
    ['worker', ['DATABASE_URL', 'HUB_ENCRYPTION_KEY', 'PUBLIC_URL']],
  ])('%s names everything that it misses and does not start', async (name, missing) => {
    const service = (await readComposeFile())[name] as ComposeService;
    const [program, args] = programOf(service.command);
    const refused = startProcess(program, {}, args);
    expect(await refused.ended).toBe(1);
    for (const variable of missing) expect(refused.output()).toContain(`  ${variable}: is missing`);
  });
});

describe('the services of docker-compose.yml, as local processes', () => {
  const ports = new Map<string, number>();
  const processes = new Map<string, HubProcess>();
  let services: ComposeServices;
  let database: TestDatabase;
  let dataDir: string;
  let redis: TestRedis;

  beforeAll(async () => {
    // The test's receiver is on this machine.
    services = interpolate(await readComposeFile(), {
      ...demoEnvironment(),
      WEBHOOK_ALLOW_PRIVATE: 'loopback',
    });
    redis = await TestRedis.claim();
    // Without one the hub goes on as if it had died.
    if (redisInstalled) await redis.start();
    for (const [name] of ours(services)) ports.set(name, await freePort());
    database = await createEmptyDatabase();
    dataDir = await mkdtemp(path.join(tmpdir(), 'hub-compose-'));
  });

  afterAll(async () => {
    killLeftHubs();
    await Promise.all([...processes.values()].map(({ ended }) => ended));
    await redis.kill();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  /** Names and ports of containers as what they are here. */
  function mapped(text: string): string {
    if (text.startsWith('postgres://')) return database.url;
    if (text.startsWith('redis://')) return redis.url;
    return text
      .replace(/(?:gateway|localhost|127\.0\.0\.1):4010/g, `127.0.0.1:${ports.get('sandbox')}`)
      .replace('localhost:4000', `127.0.0.1:${ports.get('gateway')}`)
      .replace(/\/\/(\w+):4000/g, (_, name) => `//127.0.0.1:${ports.get(name)}`);
  }

  function environmentOf(name: string): Record<string, string> {
    const own = Object.entries(services[name]?.environment ?? {});
    return {
      ...Object.fromEntries(own.map(([variable, value]) => [variable, mapped(value)])),
      HOST: '127.0.0.1',
      PORT: String(ports.get(name)),
      SANDBOX_PORT: String(ports.get('sandbox')),
      ...(name === 'demo-data' && { DATA_DIR: dataDir }),
    };
  }

  function start(name: string): HubProcess {
    const [program, args] = programOf(services[name]?.command ?? []);
    const started = startProcess(program, environmentOf(name), args);
    processes.set(name, started);
    return started;
  }

  /** Runs a service's own health check until it passes. */
  async function healthy(name: string): Promise<void> {
    const [, program = '', ...args] = services[name]?.healthcheck?.test.map(mapped) ?? [];
    expect(program).toBe('node');
    const env = { PATH: process.env.PATH, ...environmentOf(name) };
    const deadline = Date.now() + 30_000;
    while (spawnSync(process.execPath, args, { cwd: projectRoot, env }).status !== 0) {
      if (Date.now() > deadline)
        throw new Error(`${name} did not become healthy:\n${processes.get(name)?.output()}`);
      await sleep(50);
    }
  }

  it('tell the main story together, take and send events in each way, and end one by one', async () => {
    for (const once of ['migrate', 'demo-data']) {
      const finished = start(once);
      if ((await finished.ended) !== 0) throw new Error(`${once}:\n${finished.output()}`);
    }
    const lasting = ours(services)
      .map(([name]) => name)
      .filter((name) => !['migrate', 'demo-data'].includes(name));
    for (const name of lasting) start(name);
    for (const name of lasting) await healthy(name);

    const demo = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    await playMainStory({
      graphqlUrl: demo.graphql,
      sandboxUrl: `http://127.0.0.1:${ports.get('sandbox')}`,
      apiKeys: demo.apiKeys,
    });
    await receiveSelectedPayload(demo.graphql, demo.apiKeys);

    await playEventStory({
      graphqlUrl: demo.graphql,
      apiKeys: demo.apiKeys,
      logs: () => ['gateway', 'identity', 'worker'].map((name) => processes.get(name)?.output() ?? ''),
    });

    for (const name of lasting.toReversed()) {
      processes.get(name)?.kill('SIGTERM');
      expect([name, await processes.get(name)?.ended]).toEqual([name, 0]);
    }
  }, 120_000);
});
