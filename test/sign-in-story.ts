import { expect } from '@jest/globals';
import * as openid from 'openid-client';
import { Browser } from '../subgraphs/identity/oauth/browser-under-test.ts';
import { ask, eventually } from './graph-request.ts';

/** A learner signs in to an app of a hub that runs, the app acts for them, and they sign out. */
export async function playSignInStory(
  graphqlUrl: string,
  apiKeys: { admin: string; institution: string },
  learner: { email: string; password: string },
): Promise<void> {
  const mine = await ask(graphqlUrl, apiKeys.institution, '{ viewer { organisation { id } } }');
  const redirect_uri = 'http://127.0.0.1:53170/callback';
  const created = await ask(
    graphqlUrl,
    apiKeys.admin,
    'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { client { id } } }',
    {
      input: {
        name: 'Papan Belajar',
        type: 'NATIVE',
        scopes: ['profile', 'courses'],
        redirectUris: ['http://127.0.0.1/callback'],
        organisationId: mine.viewer.organisation.id,
      },
    },
  );
  const hub = new URL(graphqlUrl).origin;
  const config = await openid.discovery(
    new URL(hub),
    created.createOAuthClient.client.id,
    undefined,
    openid.None(),
    {
      execute: [openid.allowInsecureRequests],
    },
  );
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri,
    scope: 'openid profile courses',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  });
  expect(url.origin).toBe(hub);
  const browser = new Browser(hub);
  const page = await browser.open(url.href);
  const consent = await browser.send(page, { ...learner, decision: 'sign-in' });
  const back = await browser.send(consent, { decision: 'allow' });
  const tokens = await openid.authorizationCodeGrant(config, new URL(back.url), {
    pkceCodeVerifier,
    expectedState,
  });
  const call = async () => {
    const answer = await fetch(graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.access_token}` },
      body: '{"query":"{ viewer { kind person { name } } enrolments(first: 1) { nodes { student { id } } } }"}',
    });
    return JSON.parse(await answer.text());
  };
  const { data } = await call();
  expect(data.viewer).toMatchObject({ kind: 'learner', person: { name: 'Siti Rahmawati' } });
  expect(data.enrolments.nodes).toHaveLength(1);
  // The session of the browser gets tokens, and says nothing to the graph.
  const cookie = browser.cookiesFor(url.href);
  expect(cookie).toContain('hub-session');
  const byCookie = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: '{"query":"{ viewer { kind } }"}',
  });
  expect(JSON.parse(await byCookie.text()).data).toEqual({ viewer: { kind: 'anonymous' } });
  const more = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect(more.refresh_token).not.toBe(tokens.refresh_token);
  const asked = await browser.open(`${hub}/oauth/sign-out`);
  await browser.send(asked, { logout: 'yes' });
  const refused = async () => (await call()).errors?.[0].message === 'The access token was revoked.';
  await eventually(refused, 'an access token of who has signed out is refused', 5_000);
}
