import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { median, milliseconds, type Row, rate, times } from './figures.ts';
import { dataOfHub, type RunningHub } from './hub.ts';
import { ask, connections, load, type Target } from './load.ts';
import { measureRefreshing } from './refreshing.ts';

const rounds = 3;
const inFlight = 16;

/** A query that costs next to nothing, so that who asks is most of what is measured. */
const query = '{ viewer { kind } }';

/** Rows (n) to (n4): what it costs to know who asks, and how fast tokens are issued. */
export async function measureAccess(hub: RunningHub, folder: string, seconds: number): Promise<Row[]> {
  const client = await newClient(hub, folder);
  const tokens = await Promise.all(Array.from({ length: connections }, () => tokenOf(hub, client)));
  const target = (credentials: Target['credentials']): Target => ({
    url: `${hub.url}/graphql`,
    query,
    pids: [hub.pid],
    credentials,
  });
  const nobody = target(() => ({}));
  const key = target((connection) => ({ 'x-api-key': hub.keys[connection % hub.keys.length] ?? '' }));
  const token = target((connection) => ({ authorization: `Bearer ${tokens[connection % tokens.length]}` }));
  const taken = new Map<Target, { perSecond: number; processorMs: number }[]>();
  for (const each of [nobody, key, token]) {
    for (let connection = 0; connection < connections; connection += 1) await ask(each, connection);
    await load(each, seconds);
    taken.set(each, []);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [each, results] of taken) results.push(await load(each, seconds));
  }
  const against = (one: Target, other: Target, id: string, what: string): Row => {
    const [mine, theirs] = [taken.get(one) ?? [], taken.get(other) ?? []];
    return {
      id,
      what,
      hub: figure(mine),
      against: figure(theirs),
      ratio: times(median(mine.map(({ perSecond }, i) => perSecond / (theirs[i]?.perSecond ?? Number.NaN)))),
      target: '',
    };
  };
  return [
    against(token, nobody, 'n', 'A query by access token, against one by nobody'),
    against(key, nobody, 'n2', 'A query by API key, against one by nobody'),
    await measureIssuing(hub, client, seconds),
    await measureRefreshing(hub, folder, seconds),
  ];
}

async function measureIssuing(hub: RunningHub, client: Client, seconds: number): Promise<Row> {
  const single: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const begun = performance.now();
    await tokenOf(hub, client);
    single.push(performance.now() - begun);
  }
  const begun = performance.now();
  let issued = 0;
  const issue = async () => {
    while (performance.now() - begun < seconds * 1000) {
      await tokenOf(hub, client);
      issued += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, issue));
  const perSecond = issued / ((performance.now() - begun) / 1000);
  const alone = 1000 / median(single);
  return {
    id: 'n3',
    what: `Access tokens issued, ${inFlight} requests at a time, against one at a time`,
    hub: rate(perSecond),
    against: `${rate(alone)} (${milliseconds(median(single))})`,
    ratio: times(perSecond / alone),
    target: '',
  };
}

function figure(results: readonly { perSecond: number; processorMs: number }[]): string {
  const processor = median(results.map(({ processorMs }) => processorMs));
  return `${rate(median(results.map(({ perSecond }) => perSecond)))}, ${processor.toFixed(2)} ms CPU`;
}

interface Client {
  id: string;
  secret: string;
}

async function newClient(hub: RunningHub, folder: string): Promise<Client> {
  const demo = JSON.parse(await readFile(path.join(folder, dataOfHub, 'demo.json'), 'utf8')) as {
    apiKeys: { admin: string };
  };
  const { viewer } = await hub.run<{ viewer: { organisation: { id: string } } }>(
    '{ viewer { organisation { id } } }',
  );
  const answer = await ask({
    url: `${hub.url}/graphql`,
    query: `mutation { createOAuthClient(input: {
      name: "Bench", scopes: ["read"], organisationId: "${viewer.organisation.id}"
    }) { secret client { id } } }`,
    pids: [],
    credentials: () => ({ 'x-api-key': demo.apiKeys.admin }),
  });
  const { createOAuthClient } = answer.data as {
    createOAuthClient: { secret: string; client: { id: string } };
  };
  return { id: createOAuthClient.client.id, secret: createOAuthClient.secret };
}

async function tokenOf(hub: RunningHub, { id, secret }: Client): Promise<string> {
  const answer = await fetch(`${hub.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
  });
  const { access_token } = (await answer.json()) as { access_token?: string };
  if (!access_token) throw new Error(`No token was issued: ${answer.status}.`);
  return access_token;
}
