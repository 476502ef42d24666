import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { systemErrorCode } from '../platform/system-error.ts';
import { claimPort } from '../run/ports.ts';
import { eventually } from './graph-request.ts';

/** Whether tests of Redis can run here; what cannot is skipped, and says so. */
export const redisInstalled = (() => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    process.stderr.write('redis-server is not on PATH: the tests that need it are skipped.\n');
    return false;
  }
})();

/** A Redis of the test's own, which can die and come back at the same address. */
export class TestRedis {
  readonly #port: number;
  #child: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  /** One that does not run yet. */
  static async claim(): Promise<TestRedis> {
    return new TestRedis(await claimPort('PORT', '127.0.0.1', 0));
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const options = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.#child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await eventually(() => output.includes('Ready to accept connections'), 'Redis takes connections');
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
