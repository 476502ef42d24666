import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../platform/project-root.ts';
import { claimPort } from '../run/ports.ts';
import { type ComposeServices, interpolate, readComposeFile } from './compose-file.ts';
import { createEmptyDatabase, type TestDatabase } from './database.ts';
import { type HubProcess, killLeftHubs, startProcess } from './hub-process.ts';
import { redisInstalled, TestRedis } from './redis.ts';

/** Everything that docker-compose.yml asks for, as README.md has it made. */
export function demoEnvironment(): Record<string, string> {
  const script = path.join(projectRoot, 'dist', 'run', 'demo-environment.js');
  const lines = execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

/** `node dist/run/NAME.js ARGUMENTS...` as [NAME, ARGUMENTS]. */
export function programOf(command: readonly string[]): [string, string[]] {
  const at = command.findIndex((part) => part.startsWith('dist/run/'));
  return [path.basename(command[at] ?? '', '.js'), command.slice(at + 1)];
}

interface Demo {
  graphql: string;
  apiKeys: { admin: string; institution: string; learner: string };
  people: Record<'admin' | 'institution' | 'learner', { email: string; password: string }>;
}

/** The services of docker-compose.yml, the hub's as local processes and replicas of them, over a database and a Redis of the test's own. */
export class LocalServices {
  readonly redis: TestRedis;
  readonly #services: ComposeServices;
  readonly #database: TestDatabase;
  readonly #dataDir: string;
  readonly #ports = new Map<string, number>();
  readonly #smtpPort: number;
  readonly #processes = new Map<string, HubProcess>();

  /** Nothing runs yet but Redis, if there is one: without it the hub goes on as if it had died. */
  static async prepare(): Promise<LocalServices> {
    const redis = await TestRedis.claim();
    if (redisInstalled) await redis.start();
    // The test's receivers are on this machine.
    const environment = {
      ...demoEnvironment(),
      WEBHOOK_ALLOW_PRIVATE: 'loopback',
      RATE_LIMIT_READS_PER_HOUR: '1000000',
    };
    const services = interpolate(await readComposeFile(), environment);
    const dataDir = await mkdtemp(path.join(tmpdir(), 'hub-compose-'));
    const smtpPort = await claimPort('SANDBOX_SMTP_PORT', '127.0.0.1', 0);
    const prepared = new LocalServices(services, await createEmptyDatabase(), redis, dataDir, smtpPort);
    for (const [name, { image }] of Object.entries(services)) {
      if (image === 'skills-hub') await prepared.#claim(name);
    }
    return prepared;
  }

  private constructor(
    services: ComposeServices,
    database: TestDatabase,
    redis: TestRedis,
    dataDir: string,
    smtpPort: number,
  ) {
    this.#smtpPort = smtpPort;
    this.#services = services;
    this.#database = database;
    this.redis = redis;
    this.#dataDir = dataDir;
  }

  /** The hub's services that run all the time, in the order of the file. */
  get lasting(): string[] {
    return [...this.#ports.keys()].filter((name) => !['migrate', 'demo-data'].includes(name));
  }

  /** Sets the database up, and starts every service of the hub. */
  async start(): Promise<Demo> {
    const { lasting } = this;
    for (const once of ['migrate', 'demo-data']) {
      const finished = this.#run(once, once);
      if ((await finished.ended) !== 0) throw new Error(`${once}:\n${finished.output()}`);
    }
    for (const name of lasting) this.#run(name, name);
    for (const name of lasting) await this.healthy(name);
    return JSON.parse(await readFile(path.join(this.#dataDir, 'demo.json'), 'utf8'));
  }

  /** Starts one more process of a service; returns its address. */
  async startReplica(replica: string, service: string): Promise<string> {
    await this.#claim(replica);
    this.#run(replica, service);
    await this.healthy(replica, service);
    return this.address(replica);
  }

  address(name: string): string {
    return `http://127.0.0.1:${this.#ports.get(name)}`;
  }

  process(name: string): HubProcess {
    const found = this.#processes.get(name);
    if (!found) throw new Error(`${name} was not started.`);
    return found;
  }

  /** Runs a service's own health check until it passes. */
  async healthy(name: string, service = name): Promise<void> {
    const { healthcheck } = this.#services[service] ?? {};
    const [, program, ...args] = healthcheck?.test.map((part) => this.#mapped(part)) ?? [];
    if (program !== 'node') throw new Error(`The health check of ${name} is run by ${program}.`);
    const env = { PATH: process.env.PATH, ...this.#environmentOf(name, service) };
    const deadline = Date.now() + 110_000;
    const passes = () => spawnSync(process.execPath, args, { cwd: projectRoot, env }).status === 0;
    // A check is a process, which takes time from those that are only beginning.
    while (!(await takesConnections(this.#ports.get(name) ?? 0)) || !passes()) {
      if (Date.now() > deadline)
        throw new Error(`${name} did not become healthy:\n${this.process(name).output()}`);
      await sleep(50);
    }
  }

  async remove(): Promise<void> {
    killLeftHubs();
    await Promise.all([...this.#processes.values()].map(({ ended }) => ended));
    await this.redis.kill();
    await this.#database.drop();
    await rm(this.#dataDir, { recursive: true });
  }

  async #claim(name: string): Promise<void> {
    this.#ports.set(name, await claimPort('PORT', '127.0.0.1', 0));
  }

  #run(name: string, service: string): HubProcess {
    const [program, args] = programOf(this.#services[service]?.command ?? []);
    const started = startProcess(program, this.#environmentOf(name, service), args);
    this.#processes.set(name, started);
    return started;
  }

  /** Names and ports of containers as what they are here. */
  #mapped(text: string): string {
    if (text.startsWith('postgres://')) return this.#database.url;
    if (text.startsWith('redis://')) return this.redis.url;
    return text
      .replace(/(?:gateway|localhost|127\.0\.0\.1):4010/g, `127.0.0.1:${this.#ports.get('sandbox')}`)
      .replace('gateway:4025', `127.0.0.1:${this.#smtpPort}`)
      .replace('localhost:4000', `127.0.0.1:${this.#ports.get('gateway')}`)
      .replace(/\/\/(\w+):4000/g, (_, name) => `//127.0.0.1:${this.#ports.get(name)}`);
  }

  #environmentOf(name: string, service: string): Record<string, string> {
    const own = Object.entries(this.#services[service]?.environment ?? {});
    return {
      ...Object.fromEntries(own.map(([variable, value]) => [variable, this.#mapped(value)])),
      HOST: '127.0.0.1',
      PORT: String(this.#ports.get(name)),
      SANDBOX_PORT: String(this.#ports.get('sandbox')),
      SANDBOX_SMTP_PORT: String(this.#smtpPort),
      ...(service === 'demo-data' && { DATA_DIR: this.#dataDir }),
    };
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
