import { createHash, randomBytes } from 'node:crypto';
import { password } from '../../fixtures.ts';
import { Browser, type Shown } from '../browser-under-test.ts';
import type { App, OAuthUnderTest } from '../oauth-under-test.ts';

export interface Tokens {
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  token_type: string;
  expires_in: number;
  scope: string;
}

/** One authorisation, as an app asks for it. */
export interface Asking {
  url: string;
  verifier: string;
}

/** The address at which an app has somebody sign in. */
export function authorisation(issuer: string, app: App, params: Record<string, string> = {}): Asking {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: app.id,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    scope: 'profile email courses',
    state: 'kembali',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...params,
  });
  return { url: `${issuer}/oauth/authorize?${query}`, verifier };
}

/** Signs in on the page that is shown, if it is the one for that, and agrees. */
export async function goThrough(browser: Browser, page: Shown, email: string): Promise<Shown> {
  const next = page.text.includes('name="password"')
    ? await browser.send(page, { email, password, decision: 'sign-in' })
    : page;
  return next.text.includes('value="allow"') ? browser.send(next, { decision: 'allow' }) : next;
}

/** What an app gets of a code, or why not. */
export async function exchange(
  hub: Pick<OAuthUnderTest, 'issuer'>,
  app: App,
  fields: Record<string, string>,
): Promise<{ status: number; body: Tokens & { error?: string; error_description?: string } }> {
  const answer = await fetch(`${hub.issuer}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: app.id,
      ...(app.secret !== null && { client_secret: app.secret }),
      ...fields,
    }),
  });
  return { status: answer.status, body: (await answer.json()) as Tokens };
}

/** A person signs in to an app and agrees; the code that the app gets, and what it needs besides. */
export async function givenCode(
  hub: Pick<OAuthUnderTest, 'issuer'>,
  app: App,
  email: string,
  params: Record<string, string> = {},
  browser: Browser = new Browser(hub.issuer),
): Promise<{ grant_type: string; code: string; code_verifier: string; redirect_uri: string }> {
  const { url, verifier } = authorisation(hub.issuer, app, params);
  const back = await goThrough(browser, await browser.open(url), email);
  const code = URL.canParse(back.url) ? new URL(back.url).searchParams.get('code') : null;
  if (code === null) throw new Error(`No code, but ${back.status} ${back.url}\n${back.text}`);
  return {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: params.redirect_uri ?? app.redirectUri,
  };
}

/** A person signs in to an app and agrees; the tokens that the app gets. */
export async function givenTokens(
  hub: Pick<OAuthUnderTest, 'issuer'>,
  app: App,
  email: string,
  params: Record<string, string> = {},
  browser?: Browser,
): Promise<Tokens & { refresh_token: string }> {
  const { status, body } = await exchange(hub, app, await givenCode(hub, app, email, params, browser));
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body as Tokens & { refresh_token: string };
}

/** Other tokens for a refresh token, or why not. */
export function refresh(
  hub: Pick<OAuthUnderTest, 'issuer'>,
  app: App,
  refresh_token: string,
  scope?: string,
) {
  return exchange(hub, app, { grant_type: 'refresh_token', refresh_token, ...(scope && { scope }) });
}
