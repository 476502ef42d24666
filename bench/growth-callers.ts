import path from 'node:path';
import { openPool } from '../platform/db/pool.ts';
import { Crowd } from './crowd.ts';
import type { Growth } from './growth.ts';
import type { AskedHub } from './growth-rows.ts';
import { dataOfHub } from './hub.ts';
import { processorMs } from './machine.ts';
import { press } from './pressure.ts';
import { databaseOf, subscription, write } from './subscribers.ts';

const clientCounts = [10, 100, 1000];
const subscriberCounts = [1000, 2000, 4000, 8000];
const events = 10;

/** A small read while more and more clients ask at the same time. */
export async function growingClients({ pressed }: AskedHub, seconds: number): Promise<Growth> {
  const side = pressed('institution', '{ programs(first: 1) { nodes { id name organisation { name } } } }');
  const steps: Growth['steps'][number][] = [];
  for (const size of clientCounts) {
    // Opens the connections once, too: accepting is dearer than answering.
    await press(side, size, seconds);
    steps.push({ size, processorUs: (await press(side, size, seconds)).cpuMs * 1000 });
  }
  return { what: 'Clients that ask at the same time', unit: 'a request', steps };
}

/** One event while more and more hear it. */
export async function growingSubscribers(
  { hub, owner }: AskedHub,
  folder: string,
  most: number,
): Promise<Growth> {
  const pool = openPool(await databaseOf(path.join(folder, dataOfHub)), 'bench', 1);
  const crowd = new Crowd();
  const steps: Growth['steps'][number][] = [];
  const happen = () => write(pool, owner.organisationId, 1);
  let there = 0;
  try {
    for (const size of subscriberCounts.filter((count) => count <= most)) {
      await crowd.open(`${hub.url}/graphql`, size - there, (n) => ({
        key: hub.keys[n % hub.keys.length] ?? '',
        query: subscription,
      }));
      there = size;
      await hub.subscriptions(size);
      await crowd.hear(1, happen);
      const before = processorMs([hub.pid]);
      for (let n = 0; n < events; n += 1) await crowd.hear(1, happen);
      steps.push({ size, processorUs: ((processorMs([hub.pid]) - before) * 1000) / (events * size) });
    }
    crowd.leave();
    await hub.subscriptions(0);
  } finally {
    await pool.end();
  }
  return { what: 'Subscribers to an event', unit: 'one of its messages', steps };
}
