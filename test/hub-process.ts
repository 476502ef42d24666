import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../platform/project-root.ts';

const startTimeoutMs = 110_000;

/** A process of the hub that a test started, in a process group of its own. */
export interface HubProcess {
  pid: number;
  /** What it has printed so far, both streams. */
  output(): string;
  /** Resolves with its exit code, or the signal that killed it. */
  ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

const running = new Set<ChildProcess>();

/** Tests look again and again for what is to happen, with the same few keys, on machines that may have much else to do. */
const patience = { RATE_LIMIT_READS_PER_HOUR: '1000000', OVERLOAD_PROTECTION: 'off' };

/** Node keeps here what a process has compiled, for the next one that loads the same modules. */
const compiled = path.join(tmpdir(), 'skills-hub-compiled');

/** Starts `dist/run/<name>.js` with nothing in its environment but PATH, high limits and `environment`. */
export function startProcess(
  name: string,
  environment: Record<string, string>,
  args: string[] = [],
): HubProcess {
  const child = spawn(process.execPath, [path.join(projectRoot, 'dist', 'run', `${name}.js`), ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compiled, ...patience, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? signal ?? 'SIGKILL');
    });
  });
  return { pid: child.pid ?? 0, output: () => output, ended, kill: (signal) => void child.kill(signal) };
}

/** Starts the whole hub on free ports and resolves when it says where it is. */
export async function startHub(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<HubProcess & { url: string }> {
  const hub = startProcess('all', { DATA_DIR: dataDir, PORT: '0', SANDBOX_PORT: '0', ...environment });
  return Object.assign(hub, { url: await addressIn(hub) });
}

/** The address of the graph in the output of a hub that starts, without its path. */
async function addressIn(hub: HubProcess): Promise<string> {
  const deadline = Date.now() + startTimeoutMs;
  let over = false;
  hub.ended.then(() => {
    over = true;
  });
  while (!over && Date.now() < deadline) {
    const url = /Graph +(http\S+)\/graphql/.exec(hub.output())?.[1];
    if (url) return url;
    await sleep(20);
  }
  throw new Error(`The hub did not start:\n${hub.output()}`);
}

/** Kills what a failed test left running. For afterEach. */
export function killLeftHubs(): void {
  for (const child of running) child.kill('SIGKILL');
}
