import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPidFile } from '../platform/db/embedded/leftover.ts';
import { clusterIn, readLocation } from '../platform/db/embedded/place.ts';
import { systemErrorCode } from '../platform/system-error.ts';
import { claimPort } from '../run/ports.ts';
import { ask, eventually } from './graph-request.ts';
import { type HubProcess, killLeftHubs, startHub } from './hub-process.ts';
import type { Data } from './subgraph-harness.ts';

/** Whom a `kill -9` hits. */
export type Victim = 'the hub alone' | 'the whole process group';

/** A hub in a process of its own that is killed and started again on the same data, at the same address. */
export class KillableHub {
  readonly #dataDir: string;
  readonly #environment: Record<string, string>;
  #running: HubProcess | undefined;
  apiKeys = { admin: '', institution: '', employer: '', learner: '' };
  /** Of the demo data, who can sign in. */
  people = { learner: { email: '', password: '' } };

  static async start(environment: Record<string, string>): Promise<KillableHub> {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'hub-killed-'));
    await chmod(dataDir, 0o711);
    const port = await claimPort('PORT', '127.0.0.1', 0);
    const hub = new KillableHub(dataDir, { ...environment, PORT: String(port) });
    await hub.start();
    const demo = await readFile(path.join(dataDir, 'demo.json'), 'utf8');
    ({ apiKeys: hub.apiKeys, people: hub.people } = JSON.parse(demo));
    return hub;
  }

  private constructor(dataDir: string, environment: Record<string, string>) {
    this.#dataDir = dataDir;
    this.#environment = environment;
  }

  get graphqlUrl(): string {
    return `http://127.0.0.1:${this.#environment.PORT}/graphql`;
  }

  async start(): Promise<void> {
    this.#running = await startHub(this.#dataDir, this.#environment);
  }

  /** Resolves with the exit code of the process that runs. */
  get ended(): Promise<number | NodeJS.Signals> {
    return this.#running?.ended ?? Promise.reject(new Error('The hub does not run.'));
  }

  get sandboxUrl(): string {
    return /Stand-ins +(http:\/\/[^ /]+)/.exec(this.output())?.[1] ?? '';
  }

  /** Sends a signal and waits until the hub has said `words` once more. */
  async signal(signal: NodeJS.Signals, words: string): Promise<void> {
    const said = () => this.output().split(words).length;
    const before = said();
    this.#running?.kill(signal);
    await eventually(() => said() > before, words);
  }

  /** What the process that runs has printed so far. */
  output(): string {
    return this.#running?.output() ?? '';
  }

  /** Ends the PostgreSQL that the hub has started: SIGKILL, or SIGQUIT, its immediate stop. */
  async killDatabase(signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    const file = await readPidFile(clusterIn((await readLocation(this.#dataDir)) ?? this.#dataDir));
    if (!file) throw new Error('PostgreSQL does not run.');
    process.kill(file.pid, signal);
  }

  async kill(victim: Victim): Promise<void> {
    const { pid = 0, ended } = this.#running ?? {};
    process.kill(victim === 'the hub alone' ? pid : -pid, 'SIGKILL');
    await ended;
  }

  /** Runs an operation with the institution's key; it must succeed. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Data> {
    return ask(this.graphqlUrl, this.apiKeys.institution, query, variables);
  }

  /** Ends the hub in an orderly way, or kills what is left of it, and removes its data. */
  async remove(): Promise<void> {
    this.#running?.kill('SIGTERM');
    await this.#running?.ended;
    killLeftHubs();
    const place = await readLocation(this.#dataDir);
    const cluster = clusterIn(place ?? this.#dataDir);
    await eventually(async () => !isAlive((await readPidFile(cluster))?.pid), 'PostgreSQL has ended');
    if (place) await rm(place, { recursive: true });
    await rm(this.#dataDir, { recursive: true });
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error;
    return false;
  }
}
