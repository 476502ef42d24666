import { median, type Row, rate, times } from './figures.ts';
import type { RunningHub } from './hub.ts';
import { ask, connections, load, type Target } from './load.ts';
import { openPayer } from './payments.ts';

const payments = 12;
const rounds = 3;
const seconds = 4;

/** The shape of the query of (a) over the real subgraphs: two joins below a list, and one root beside it. */
const joined = `{
  viewer { organisation { name } }
  programs(first: 5) {
    nodes {
      code name fee
      organisation { name city }
      enrolments(first: 5) { nodes { id status student { name email } } }
      payments(first: 5) { nodes { id status amount } }
    }
  }
}`;

const single = '{ programs(first: 5) { nodes { code name fee } } }';

/** Row (c2): a federated query that reads PostgreSQL, against one list of one subgraph. */
export async function measureHubQuery(hub: RunningHub): Promise<Row[]> {
  const payer = await openPayer(hub);
  for (let i = 0; i < payments; i += 1) await payer.pay();
  const federated = targetOf(hub, joined);
  const list = targetOf(hub, single);
  for (const target of [federated, list]) {
    // Verifies the keys of all connections, which bcrypt makes slow on purpose and the hub then remembers.
    for (let connection = 0; connection < connections; connection += 1) await ask(target, connection);
    await load(target, seconds);
  }
  const federatedRates: number[] = [];
  const listRates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    federatedRates.push((await load(federated, seconds)).perSecond);
    listRates.push((await load(list, seconds)).perSecond);
  }
  return [
    {
      id: 'c2',
      what: 'A query of that shape over the real subgraphs and PostgreSQL, against one plain list of one subgraph',
      hub: rate(median(federatedRates)),
      against: rate(median(listRates)),
      ratio: times(median(federatedRates.map((perSecond, i) => perSecond / (listRates[i] ?? Number.NaN)))),
      target: '',
    },
  ];
}

function targetOf(hub: RunningHub, query: string): Target {
  return {
    url: `${hub.url}/graphql`,
    query,
    pids: [hub.pid],
    credentials: (connection) => ({ 'x-api-key': hub.keys[connection % hub.keys.length] ?? '' }),
  };
}
