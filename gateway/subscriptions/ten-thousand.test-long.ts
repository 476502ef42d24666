import { execFileSync, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningShop, runShop, shopKey } from '../fixtures/running-shop.ts';
import { subscriptionsOf, until } from '../fixtures/websocket-client.ts';

const crowd = 10_000;
const events = 20;
/** Of each process: the sockets, and what else it has open. */
const filesNeeded = crowd + 500;
const files = Number(
  execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).replace('unlimited', '1e9'),
);
const enough = files >= filesNeeded;
if (!enough) process.stdout.write(`Skipped, since ulimit -n is ${files}: ${filesNeeded} are needed.\n`);

const program = new URL('../fixtures/websocket-crowd.ts', import.meta.url);

(enough ? describe : describe.skip)('ten thousand websocket subscribers of one process', () => {
  let running: RunningShop;
  beforeAll(async () => {
    running = await runShop('in process', { initWithinMs: 100_000 });
  });
  afterAll(() => running.close());

  it('are held, and each gets each event once and in order', async () => {
    const url = `${running.gateway.url.replace('http', 'ws')}/graphql`;
    const clients = fork(program, [url, String(crowd), shopKey], { stdio: 'inherit', execArgv: [] });
    const left = new Promise((resolve) => clients.once('exit', resolve));
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => clients.once('message', resolve));
    await until(async () => (await subscriptionsOf(running.gateway)) === crowd);
    const grown = (process.memoryUsage().rss - before) / crowd / 1024;
    process.stdout.write(`${grown.toFixed(1)} KiB of resident growth for each of ${crowd} subscribers\n`);
    expect(running.shop.sold.size).toBe(1);
    const heard = (): Promise<{ told: number; wrong: number }> =>
      new Promise((resolve) => {
        clients.once('message', (message) => resolve(message as { told: number; wrong: number }));
        clients.send('count');
      });
    const all = async (count: number) => {
      while ((await heard()).told < crowd * count) await sleep(100);
    };
    for (let n = 0; n < events; n += 1) {
      running.shop.sell();
      // Some of them at once, and some one by one.
      if (n % 4 === 0) await all(n + 1);
    }
    await all(events);
    // Longer than a client may take to answer a ping.
    await sleep(30_000);
    expect(await heard()).toEqual({ told: crowd * events, wrong: 0 });
    expect(await subscriptionsOf(running.gateway)).toBe(crowd);
    clients.send('leave');
    await left;
    await until(async () => (await subscriptionsOf(running.gateway)) === 0);
    expect(running.shop.sold.size).toBe(0);
  }, 600_000);
});
