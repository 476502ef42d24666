import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockDataDir } from './data-dir-lock.ts';

let dataDir: string;
let started: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'hub-lock-'));
});

afterEach(async () => {
  await Promise.all(started.map(kill));
  started = [];
  await rm(dataDir, { recursive: true });
});

/** A process that takes the lock, says whether it got it, and keeps it until it is killed. */
async function startHub(): Promise<{ process: ChildProcess; answer: string }> {
  const script = `
    import { lockDataDir } from ${JSON.stringify(path.join(import.meta.dirname, 'data-dir-lock.ts'))};
    try {
      lockDataDir(process.argv[1]);
      globalThis.gc();
      console.log('got it');
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log(error.message);
    }
  `;
  const hub = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(hub);
  const [answer] = await once(hub.stdout, 'data');
  return { process: hub, answer: String(answer).trim() };
}

async function kill(hub: ChildProcess): Promise<void> {
  if (hub.exitCode !== null || hub.signalCode !== null) return;
  const exit = once(hub, 'exit');
  hub.kill('SIGKILL');
  await exit;
}

describe('the lock of a DATA_DIR', () => {
  it('is had by exactly one of several hubs that start at the same moment, and the others say who has it', async () => {
    const hubs = await Promise.all([startHub(), startHub(), startHub(), startHub()]);
    const winners = hubs.filter(({ answer }) => answer === 'got it');
    expect(winners).toHaveLength(1);
    for (const { answer } of hubs.filter((hub) => !winners.includes(hub))) {
      expect(answer).toMatch(/^Another hub \(process (\d+|unknown)\) is running on/);
    }
    expect(() => lockDataDir(dataDir)).toThrow(`(process ${winners[0]?.process.pid})`);
  });

  it('is free again when the hub that had it was killed', async () => {
    const { process: hub, answer } = await startHub();
    expect(answer).toBe('got it');
    await kill(hub);
    lockDataDir(dataDir).release();
  });

  it('is free again when it was released', () => {
    lockDataDir(dataDir).release();
    lockDataDir(dataDir).release();
  });
});
