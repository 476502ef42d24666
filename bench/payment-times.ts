import { Arrivals } from './arrivals.ts';
import { median, milliseconds, quantile, type Row, rate, times } from './figures.ts';
import type { RunningHub } from './hub.ts';
import { openPayer, type Payer } from './payments.ts';

const singly = 100;
const inFlight = 16;
const sustainedMs = 10_000;

/** Rows (d): from `createPayment` to the PAID event at a websocket client, the wallets answering at once. */
export async function measurePaymentTimes(hub: RunningHub): Promise<Row[]> {
  const payer = await openPayer(hub);
  const client = hub.connect();
  const arrivals = new Arrivals();
  arrivals.listen(client);
  await hub.subscriptions(1);

  const one = () => timeOfPayment(payer, arrivals);
  await repeat(singly / 4, one);
  const alone: number[] = [];
  const reads: number[] = [];
  await repeat(singly, async () => {
    alone.push(await one());
    reads.push(await timeOf(() => hub.run('{ payments(first: 1) { nodes { id status } } }')));
  });

  const crowded: number[] = [];
  const started = performance.now();
  const keepPaying = async () => {
    while (performance.now() - started < sustainedMs) crowded.push(await one());
  };
  await Promise.all(Array.from({ length: inFlight }, keepPaying));
  const elapsed = (performance.now() - started) / 1000;
  await client.dispose();
  await hub.subscriptions(0);

  const spread = (values: readonly number[]) =>
    `${milliseconds(median(values))}, p99 ${milliseconds(quantile(values, 0.99))}`;
  return [
    {
      id: 'd',
      what: 'createPayment to the PAID event, one at a time, against reading one payment',
      hub: spread(alone),
      against: spread(reads),
      ratio: times(median(alone) / median(reads)),
      target: '',
    },
    {
      id: 'd2',
      what: `The same, ${inFlight} in flight for ${sustainedMs / 1000} s, against one at a time`,
      hub: `${rate(crowded.length / elapsed)}; ${spread(crowded)}`,
      against: rate(1000 / median(alone)),
      ratio: times(((crowded.length / elapsed) * median(alone)) / 1000),
      target: '',
    },
  ];
}

async function timeOfPayment(payer: Payer, arrivals: Arrivals): Promise<number> {
  const started = performance.now();
  const [heard = Number.NaN] = await arrivals.of(await payer.pay());
  return heard - started;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i += 1) await work();
}
