import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { password } from '../../fixtures.ts';
import { Browser, type Shown } from '../browser-under-test.ts';
import { type App, type OAuthUnderTest, startOAuthWithApps } from '../oauth-under-test.ts';
import { authorisation, exchange, givenCode, givenTokens, goThrough } from './signing-in-under-test.ts';

describe('whoever forges a request to sign in', () => {
  let hub: OAuthUnderTest;
  let school: string;
  let web: App;
  let native: App;
  const email = 'ratna@example.org';
  let ratna: string;
  beforeAll(async () => {
    ({ hub, school, person: ratna, web, native } = await startOAuthWithApps(email));
  });
  afterAll(() => hub.close());

  const open = (app: App, params: Record<string, string> = {}, browser = new Browser(hub.issuer)) =>
    browser.open(authorisation(hub.issuer, app, params).url);
  /** What an app is told at its address. */
  const told = ({ url }: Shown) => Object.fromEntries(new URL(url).searchParams);
  const signedIn = async (app: App): Promise<Browser> => {
    const browser = new Browser(hub.issuer);
    await goThrough(browser, await open(app, {}, browser), email);
    return browser;
  };

  it('by putting their own code into another’s sign-in gets nothing: it fits no other verifier', async () => {
    const [mine, theirs] = [await givenCode(hub, web, email), await givenCode(hub, web, email)];
    const injected = await exchange(hub, web, { ...theirs, code: mine.code });
    expect(injected.body.error).toBe('invalid_grant');
    for (const code_verifier of ['', 'x', 'x'.repeat(43)]) {
      expect((await exchange(hub, web, { ...mine, code_verifier })).status).toBe(400);
    }
    const { code_verifier: _, ...without } = mine;
    expect((await exchange(hub, web, without)).body.error).toBe('invalid_grant');
    expect((await exchange(hub, web, mine)).status).toBe(200);
  });

  it('by showing another app’s code, also with that app’s secret of their own, gets nothing', async () => {
    const other = await hub.givenApp({ organisationId: school });
    const code = await givenCode(hub, web, email);
    expect((await exchange(hub, other, code)).body.error).toBe('invalid_grant');
    expect((await exchange(hub, native, code)).body.error).toBe('invalid_grant');
    expect((await exchange(hub, { ...web, secret: null }, code)).body.error).toBe('invalid_client');
    expect((await exchange(hub, { ...web, secret: other.secret }, code)).body.error).toBe('invalid_client');
    const elsewhere = { ...code, redirect_uri: 'https://app.example/elsewhere' };
    expect((await exchange(hub, web, elsewhere)).body.error).toBe('invalid_grant');
    expect((await exchange(hub, web, code)).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['no challenge', { code_challenge: '', code_challenge_method: '' }],
    ['a challenge without a method', { code_challenge_method: '' }],
    ['a plain challenge', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }],
    ['a challenge that is none', { code_challenge: 'short' }],
  ])('by asking with %s gets no code, of a web app and of one on a device', async (_, params) => {
    for (const app of [web, native]) {
      const asked = new URL(authorisation(hub.issuer, app, params).url);
      for (const [name, value] of Object.entries(params)) if (value === '') asked.searchParams.delete(name);
      const back = await new Browser(hub.issuer).open(asked.href);
      expect(told(back)).toMatchObject({ error: 'invalid_request', state: 'kembali', iss: hub.issuer });
    }
  });

  it('finds no app without PKCE but one with a secret that was made so, and of that one no code that a challenge was given for', async () => {
    const old = await hub.givenApp({ organisationId: school, requiresPkce: false });
    const bare = new URL(authorisation(hub.issuer, old).url);
    for (const name of ['code_challenge', 'code_challenge_method', 'state']) bare.searchParams.delete(name);
    const browser = new Browser(hub.issuer);
    const back = await goThrough(browser, await browser.open(bare.href), email);
    const { code = '' } = told(back);
    const given = { grant_type: 'authorization_code', code, redirect_uri: old.redirectUri };
    expect((await exchange(hub, { ...old, secret: null }, given)).body.error).toBe('invalid_client');
    // Whoever has a verifier has had a challenge: that it is not there any more is somebody else's doing.
    const verifier = { code_verifier: 'x'.repeat(43) };
    expect((await exchange(hub, old, { ...given, ...verifier })).body.error).toBe('invalid_grant');
    const again = await goThrough(browser, await browser.open(bare.href), email);
    expect((await exchange(hub, old, { ...given, code: told(again).code ?? '' })).status).toBe(200);
    const { code_verifier: _, ...without } = await givenCode(hub, old, email);
    expect((await exchange(hub, old, without)).body.error).toBe('invalid_grant');
    const native = hub.givenApp({ organisationId: school, type: 'NATIVE', requiresPkce: false });
    await expect(native).rejects.toThrow('requiresPkce');
  });

  it.each([
    'https://app.example/callback/',
    'https://app.example/callback?next=https://evil.example',
    'https://app.example/callback#x',
    'https://app.example/callback/../elsewhere',
    'https://app.example/Callback',
    'https://app.example:444/callback',
    'http://app.example/callback',
    'https://evil.example/callback',
    'https://app.example@evil.example/callback',
    'https://app.example\\@evil.example/callback',
    'https://evil.example#@app.example/callback',
    'https://app.example.evil.example/callback',
    'https://sub.app.example/callback',
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '',
  ])('by leading back to %s instead gets a page that leads nowhere', async (redirect_uri) => {
    const page = await open(web, { redirect_uri });
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    expect(page.url.startsWith(hub.issuer)).toBe(true);
    expect(page.text).not.toMatch(/href="(?!data:)|evil\.example"/);
  });

  it.each([
    'http://127.0.0.1:80@evil.example/callback',
    'http://user@127.0.0.1/callback',
    'http://localhost/callback',
    'http://127.0.0.2/callback',
    'http://[::1]/callback',
    'http://127.0.0.1:8080/other',
    'https://127.0.0.1/callback',
  ])('by leading an app on a device back to %s gets a page that leads nowhere', async (redirect_uri) => {
    const page = await open(native, { redirect_uri });
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
  });

  it('by naming two addresses, or none, gets a page that leads nowhere', async () => {
    const { url } = authorisation(hub.issuer, web);
    const twice = await new Browser(hub.issuer).open(`${url}&redirect_uri=https%3A%2F%2Fevil.example`);
    const none = new URL(url);
    none.searchParams.delete('redirect_uri');
    for (const page of [twice, await new Browser(hub.issuer).open(none.href)]) {
      expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    }
  });

  it('by leading away from the page to sign out gets no further than the apps’ own addresses', async () => {
    const browser = await signedIn(web);
    const app = await hub.givenApp({
      organisationId: school,
      postLogoutRedirectUris: ['https://app.example/bye'],
    });
    const out = (query: Record<string, string>) =>
      browser.open(`${hub.issuer}/oauth/sign-out?${new URLSearchParams(query)}`);
    for (const post_logout_redirect_uri of ['https://evil.example', 'https://app.example/bye?x=1']) {
      expect((await out({ client_id: app.id, post_logout_redirect_uri })).status).toBe(400);
    }
    const unnamed = await out({ post_logout_redirect_uri: 'https://evil.example' });
    expect(unnamed.headers.get('content-security-policy')).toContain("form-action 'self';");
    const forged = ['x', 'a.b.c', `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`];
    for (const id_token_hint of forged) expect((await out({ id_token_hint })).status).toBe(400);
    const done = await browser.send(unnamed, { logout: 'yes' });
    expect(done.url.startsWith(`${hub.issuer}/oauth/sign-out/success`)).toBe(true);
  });

  it.each([
    ['the person has not signed in', false, 'login_required'],
    ['the person has not agreed', true, 'consent_required'],
  ])('with prompt=none while %s gets no code', async (_, inSession, error) => {
    const app = await hub.givenApp({ organisationId: school });
    const browser = inSession ? await signedIn(web) : new Browser(hub.issuer);
    expect(told(await open(app, { prompt: 'none' }, browser)).error).toBe(error);
    expect(told(await open(native, { prompt: 'none' }, browser)).error).toMatch(/_required$/);
  });

  it('by asking for more than the app is allowed, than was agreed to, or than a refresh token has, gets nothing', async () => {
    const app = await hub.givenApp({ organisationId: school, scopes: ['email', 'training:read'] });
    for (const scope of ['admin', 'email read', 'students:nik', 'profile']) {
      expect(told(await open(app, { scope })).error).toBe('invalid_scope');
    }
    const browser = new Browser(hub.issuer);
    const asked = await browser.send(await open(app, { scope: 'email' }, browser), { email, password });
    const more = { decision: 'allow', scope: 'email training:read admin', client_id: web.id };
    const back = told(await browser.send(asked, more));
    expect(back.code).toBeTruthy();
    const { rows } = await hub.hub.pool.query(
      'SELECT scopes FROM identity.oauth_consents WHERE client_id = $1',
      [app.id],
    );
    expect(rows).toEqual([{ scopes: ['email'] }]);
    const tokens = await givenTokens(hub, app, email, { scope: 'email' });
    for (const scope of ['email training:read', 'admin', 'openid']) {
      const wider = await exchange(hub, app, {
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token,
        scope,
      });
      expect(wider.body.error).toBe('invalid_scope');
    }
  });

  it.each<[string, Record<string, string>, string]>([
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    [
      'a request from elsewhere',
      { request_uri: 'https://evil.example/request' },
      'request_uri_not_supported',
    ],
    ['registration', { registration: '{}' }, 'registration_not_supported'],
    ['a token instead of a code', { response_type: 'token' }, 'invalid_request'],
    ['an id token instead', { response_type: 'id_token', nonce: 'n' }, 'invalid_request'],
    ['a token beside the code', { response_type: 'code token' }, 'invalid_request'],
    ['the code in a fragment', { response_mode: 'fragment' }, 'unsupported_response_mode'],
    ['the code posted by a script', { response_mode: 'form_post' }, 'unsupported_response_mode'],
    ['the code in a message', { response_mode: 'web_message' }, 'unsupported_response_mode'],
    ['the code in a JWT', { response_mode: 'jwt' }, 'unsupported_response_mode'],
    ['tokens for somebody else', { resource: 'https://evil.example' }, 'invalid_target'],
  ])('by asking with %s gets none', async (_, params, error) => {
    const back = await open(web, params);
    expect(back.url.startsWith('https://app.example/callback')).toBe(true);
    const said = new URLSearchParams(new URL(back.url).search || new URL(back.url).hash.slice(1));
    expect([said.get('error'), said.get('code'), said.get('access_token')]).toEqual([error, null, null]);
    expect(back.text).not.toContain('<script');
  });

  it('cannot use an id token as an access token, nor an app’s own secret as a person’s token', async () => {
    const { id_token } = await givenTokens(hub, web, email, { scope: 'openid read' });
    expect((await hub.viewerOf(String(id_token))).code).toBe('UNAUTHENTICATED');
    const machine = await exchange(hub, web, { grant_type: 'client_credentials', scope: 'read' });
    expect(machine.body.error).toMatch(/unauthorized_client|invalid_request/);
    const device = await exchange(hub, native, { grant_type: 'client_credentials', scope: 'read' });
    expect(device.body.error).toMatch(/unauthorized_client|invalid_request/);
  });

  it('neither learns of nor ends another app’s tokens', async () => {
    const nosy = await hub.givenApp({ organisationId: school });
    const { access_token, refresh_token } = await givenTokens(hub, web, email);
    for (const token of [access_token, refresh_token]) {
      const body = () =>
        new URLSearchParams({ token, client_id: nosy.id, client_secret: String(nosy.secret) });
      const asked = await fetch(`${hub.issuer}/oauth/introspect`, { method: 'POST', body: body() });
      expect(await asked.json()).toEqual({ active: false });
      const revoked = await fetch(`${hub.issuer}/oauth/revoke`, { method: 'POST', body: body() });
      expect(revoked.status).toBe(200);
    }
    expect((await hub.viewerOf(access_token)).viewer).toMatchObject({ id: ratna });
    const again = await exchange(hub, web, { grant_type: 'refresh_token', refresh_token });
    expect(again.status).toBe(200);
  });

  it('by sending what no text may hold is told so, on every page', async () => {
    const bad = 'a\u0000b';
    for (const name of ['state', 'nonce', 'login_hint', 'ui_locales', 'acr_values', 'display']) {
      const page = await open(web, { [name]: bad });
      expect([name, page.status, page.text.includes('invalid_request')]).toEqual([name, 400, true]);
    }
    const browser = new Browser(hub.issuer);
    const signIn = await open(web, {}, browser);
    const filled = { email, password, decision: 'sign-in' };
    for (const wrong of [{ email: bad }, { password: bad }, { decision: bad }]) {
      expect((await browser.send(signIn, { ...filled, ...wrong })).status).toBe(400);
    }
    const signOut = `${hub.issuer}/oauth/sign-out?${new URLSearchParams({ client_id: web.id, state: bad })}`;
    expect((await browser.open(signOut)).status).toBe(400);
    // A percent sign and two zeros are a text like others.
    expect((await open(web, { state: 'a%00b' }, browser)).status).toBe(200);
  });

  it('finds nothing at an app that does not exist, or that is a program', async () => {
    const machine = await hub.givenClient(school, ['read']);
    for (const id of [uuidv7(), 'x', machine.id]) {
      const page = await open({ ...web, id });
      expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    }
  });
});
