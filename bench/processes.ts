import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { onMeasuredCore } from './machine.ts';

const startTimeoutMs = 40_000;
const stopTimeoutMs = 15_000;
const endWithParent = pathToFileURL(path.join(import.meta.dirname, 'sides', 'end-with-parent.js')).href;

/** A Node process that is measured. */
export interface Side {
  pid: number;
  /** What it has printed so far, both streams. */
  output(): string;
}

/** The processes that one run of the bench has started; they end with it, however it ends. */
export class Processes {
  readonly #folder: string;
  readonly #children = new Map<string, ChildProcess>();

  /** `folder` takes what they print. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts a Node program in production, on the core of what is measured or of the load, with what it prints in a file. */
  start(
    name: string,
    args: readonly string[],
    environment: Record<string, string> = {},
    core: 'measured' | 'load' = 'measured',
  ): Side {
    const file = path.join(this.#folder, `${name}.log`);
    const log = openSync(file, 'a', 0o600);
    const node = [process.execPath, '--import', endWithParent, ...args];
    // Whom the bench starts without more stays on its own core.
    const [command = '', ...rest] = core === 'measured' ? onMeasuredCore(node) : node;
    const child = spawn(command, rest, {
      cwd: this.#folder,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    child.on('error', (error) => console.error(`${name} could not be started: ${error.message}`));
    this.#children.set(name, child);
    return { pid: child.pid ?? 0, output: () => readFileSync(file, 'utf8') };
  }

  /** Waits until `look` finds what it looks for; throws with what `name` printed when it ends or takes too long. */
  async ready<T>(name: string, side: Side, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const deadline = Date.now() + startTimeoutMs;
    while (Date.now() < deadline && this.#children.get(name)?.exitCode === null) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(50);
    }
    throw new Error(`${name} did not start:\n${side.output().slice(-4000)}`);
  }

  /** Ends one and waits for it. */
  async end(name: string): Promise<void> {
    const child = this.#children.get(name);
    this.#children.delete(name);
    if (child) await ended(child);
  }

  /** Ends them all and waits for it. */
  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map(ended));
    this.#children.clear();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await gone;
  clearTimeout(impatience);
}
