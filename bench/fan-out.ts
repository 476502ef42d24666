import type { Client } from 'graphql-ws';
import { Arrivals } from './arrivals.ts';
import { median, milliseconds, type Row, times } from './figures.ts';
import type { RunningHub } from './hub.ts';
import { openPayer, type Payer } from './payments.ts';

const crowd = 1000;
const repeats = 5;
/** Websockets that are opened at once. */
const opening = 50;

interface Reach {
  /** From asking for the payment until the last client has its PAID event, in milliseconds. */
  last: number;
  /** From the first client's event to the last one's. */
  spread: number;
}

/** Row (e): one payment event to a thousand websocket clients, each on a connection of its own. */
export async function measureFanOut(hub: RunningHub): Promise<Row[]> {
  const payer = await openPayer(hub);
  const alone = await reachOf(hub, payer, 1);
  const many = await reachOf(hub, payer, crowd);
  return [
    {
      id: 'e',
      what: `createPayment until the last of ${crowd.toLocaleString('en')} subscribers has the PAID event, against one subscriber`,
      hub: `${milliseconds(many.last)} (${milliseconds(many.spread)} from first to last)`,
      against: milliseconds(alone.last),
      ratio: times(many.last / alone.last),
      target: '',
    },
  ];
}

async function reachOf(hub: RunningHub, payer: Payer, count: number): Promise<Reach> {
  const arrivals = new Arrivals();
  const clients = await listenWith(hub, arrivals, count);
  const last: number[] = [];
  const spread: number[] = [];
  for (let i = 0; i < repeats; i += 1) {
    const started = performance.now();
    const heard = await arrivals.of(await payer.pay(), count);
    const end = heard.at(-1) ?? Number.NaN;
    last.push(end - started);
    spread.push(end - (heard[0] ?? Number.NaN));
  }
  await Promise.all(clients.map((client) => client.dispose()));
  await hub.subscriptions(0);
  return { last: median(last), spread: median(spread) };
}

async function listenWith(hub: RunningHub, arrivals: Arrivals, count: number): Promise<Client[]> {
  const clients: Client[] = [];
  while (clients.length < count) {
    const more = Math.min(opening, count - clients.length);
    for (let i = 0; i < more; i += 1) {
      const client = hub.connect(clients.length);
      arrivals.listen(client);
      clients.push(client);
    }
    await hub.subscriptions(clients.length);
  }
  return clients;
}
