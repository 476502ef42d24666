import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Browser } from '../subgraphs/identity/oauth/browser-under-test.ts';
import { type Row, rate, times } from './figures.ts';
import { dataOfHub, type RunningHub } from './hub.ts';

const redirectUri = 'http://127.0.0.1:53170/callback';
const signIns = 16;

/** Row (n4): tokens a second by refresh tokens, each of another sign-in, against one sign-in alone. */
export async function measureRefreshing(hub: RunningHub, folder: string, seconds: number): Promise<Row> {
  const clientId = await newApp(hub, folder);
  const tokens: string[] = [];
  for (let number = 0; number < signIns; number += 1) tokens.push(await signIn(hub, folder, clientId));
  const refreshing = async (place: number, until: number): Promise<number> => {
    let refreshed = 0;
    while (performance.now() < until) {
      const fields = { grant_type: 'refresh_token', refresh_token: tokens[place] ?? '' };
      tokens[place] = await tokenFor(hub, { client_id: clientId, ...fields });
      refreshed += 1;
    }
    return refreshed;
  };
  const until = () => performance.now() + seconds * 1000;
  const alone = (await refreshing(0, until())) / seconds;
  const end = until();
  const counts = await Promise.all(tokens.map((_, place) => refreshing(place, end)));
  const together = counts.reduce((sum, count) => sum + count, 0) / seconds;
  return {
    id: 'n4',
    what: `Access tokens by refresh tokens of ${signIns} people who have signed in, at a time, against one`,
    hub: rate(together),
    against: rate(alone),
    ratio: times(together / alone),
    target: '',
  };
}

async function demoOf(folder: string) {
  return JSON.parse(await readFile(path.join(folder, dataOfHub, 'demo.json'), 'utf8')) as {
    apiKeys: { admin: string };
    people: { institution: { email: string; password: string } };
  };
}

async function newApp(hub: RunningHub, folder: string): Promise<string> {
  const { apiKeys } = await demoOf(folder);
  const { viewer } = await hub.run<{ viewer: { organisation: { id: string } } }>(
    '{ viewer { organisation { id } } }',
  );
  const answer = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKeys.admin },
    body: JSON.stringify({
      query: `mutation { createOAuthClient(input: {
        name: "Bench", type: NATIVE, scopes: ["read"], organisationId: "${viewer.organisation.id}"
        redirectUris: ["http://127.0.0.1/callback"]
      }) { client { id } } }`,
    }),
  });
  const { data } = (await answer.json()) as { data: { createOAuthClient: { client: { id: string } } } };
  return data.createOAuthClient.client.id;
}

/** A person signs in in a browser of their own; the app's refresh token. */
async function signIn(hub: RunningHub, folder: string, clientId: string): Promise<string> {
  const { people } = await demoOf(folder);
  const verifier = randomBytes(32).toString('base64url');
  const asked = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'read',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = new Browser(hub.url);
  const page = await browser.open(`${hub.url}/oauth/authorize?${asked}`);
  const consent = await browser.send(page, { ...people.institution, decision: 'sign-in' });
  const back = await browser.send(consent, { decision: 'allow' });
  const code = new URL(back.url).searchParams.get('code') ?? '';
  return tokenFor(hub, {
    client_id: clientId,
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  });
}

async function tokenFor(hub: RunningHub, fields: Record<string, string>): Promise<string> {
  const answer = await fetch(`${hub.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(fields) });
  const { refresh_token } = (await answer.json()) as { refresh_token?: string };
  if (!refresh_token) throw new Error(`No token was issued: ${answer.status}.`);
  return refresh_token;
}
