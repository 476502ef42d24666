import { Logger, run } from 'graphile-worker';
import { Agent, request } from 'undici';
import { openPool } from '../../platform/db/pool.ts';
import { bodySignature, standardSignature } from '../../subgraphs/exchange/webhooks/webhook.secret.ts';
import { announce } from './announce.ts';

// graphile-worker with everything that it has for speed: jobs fetched and completed in batches. A job is
// one post with both signatures, and nothing else: no log of attempts, no events.

const { DATABASE_URL: databaseUrl = '', SECRET = '' } = process.env;
const concurrentJobs = Number(process.env.CONCURRENCY ?? 64);
const dispatcher = new Agent({ connections: concurrentJobs });

interface Delivery {
  url: string;
  id: string;
  body: string;
}

async function deliver(payload: unknown): Promise<void> {
  const { url, id, body } = payload as Delivery;
  const timestamp = Math.floor(Date.now() / 1000);
  const answer = await request(url, {
    method: 'POST',
    dispatcher,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'skills-hub',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': standardSignature(SECRET, id, timestamp, body),
      'x-skillpassport-signature': bodySignature(SECRET, body),
    },
    body,
  });
  await answer.body.dump();
  if (answer.statusCode >= 300) throw new Error(`The endpoint answered ${answer.statusCode}.`);
}

await run({
  pgPool: openPool(databaseUrl, 'worker', 12),
  taskList: { deliver },
  noHandleSignals: true,
  logger: new Logger(() => () => undefined),
  preset: {
    worker: {
      concurrentJobs,
      localQueue: { size: Number(process.env.QUEUE ?? 500) },
      completeJobBatchDelay: Number(process.env.DELAY ?? 0),
      failJobBatchDelay: 0,
    },
  },
});
announce(databaseUrl);
