import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { v7 as uuidv7 } from 'uuid';
import { givenOrganisation, givenPerson, password } from '../../fixtures.ts';
import { Browser } from '../browser-under-test.ts';
import { type App, type OAuthUnderTest, startOAuth } from '../oauth-under-test.ts';
import { authorisation, givenCode, givenTokens, goThrough } from './signing-in-under-test.ts';

const insecure = { [oauth.allowInsecureRequests]: true };

describe('signing in to an app', () => {
  let hub: OAuthUnderTest;
  let school: string;
  let web: App;
  let native: App;
  const email = 'ratna@example.org';
  let ratna: string;
  beforeAll(async () => {
    hub = await startOAuth();
    school = await givenOrganisation(hub.hub);
    ratna = await givenPerson(hub.hub, { email, organisationId: school });
    web = await hub.givenApp({
      organisationId: school,
      postLogoutRedirectUris: ['https://app.example/goodbye'],
    });
    native = await hub.givenApp({ organisationId: school, type: 'NATIVE' });
  });
  afterAll(() => hub.close());

  const newEmail = () => `${uuidv7()}@example.org`;
  const userinfo = async (token: string, path = '/oauth/userinfo') => {
    const answer = await fetch(`${hub.issuer}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: await answer.json() };
  };

  it('openid-client: a person signs in to a web app and agrees; it learns who they are, goes on, and signs them out', async () => {
    const config = await openid.discovery(new URL(hub.issuer), web.id, web.secret ?? '', undefined, {
      execute: [openid.allowInsecureRequests],
    });
    const browser = new Browser(hub.issuer);
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedNonce = openid.randomNonce();
    const expectedState = openid.randomState();
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: web.redirectUri,
      scope: 'openid profile email read',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    });
    const back = await goThrough(browser, await browser.open(url.href), email);
    const tokens = await openid.authorizationCodeGrant(config, new URL(back.url), {
      pkceCodeVerifier,
      expectedNonce,
      expectedState,
      idTokenExpected: true,
    });
    expect(tokens.claims()).toMatchObject({ sub: ratna, name: 'Ibu Contoh', email, role: 'ADMIN' });
    expect(await openid.fetchUserInfo(config, tokens.access_token, ratna)).toEqual({
      sub: ratna,
      name: 'Ibu Contoh',
      role: 'ADMIN',
      organisation_id: school,
      email,
    });
    const more = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '', { scope: 'openid read' });
    expect(more.scope).toBe('openid read');
    expect(await hub.viewerOf(more.access_token)).toMatchObject({
      viewer: { id: ratna, kind: 'organisation', scopes: ['openid', 'read'], organisation: { id: school } },
    });
    expect(await openid.tokenIntrospection(config, more.access_token)).toMatchObject({
      active: true,
      sub: ratna,
      client_id: web.id,
    });
    expect(await openid.tokenIntrospection(config, more.refresh_token ?? '')).toMatchObject({ active: true });
    const out = openid.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'https://app.example/goodbye',
      state: 'sampai jumpa',
    });
    const asked = await browser.open(out.href);
    expect(asked.text).toContain('name="logout"');
    const gone = await browser.send(asked, { logout: 'yes' });
    expect(gone.url).toBe('https://app.example/goodbye?state=sampai+jumpa');
    expect((await openid.tokenIntrospection(config, more.refresh_token ?? '')).active).toBe(false);
    await hub.refusedSoon(more.access_token);
    expect((await browser.open(url.href)).text).toContain('name="password"');
  });

  it('oauth4webapi: an app on a device, without a secret, at whatever port it listens, is told who answered', async () => {
    const issuer = new URL(hub.issuer);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client: oauth.Client = { client_id: native.id };
    const redirect_uri = 'http://127.0.0.1:52417/callback';
    const { url, verifier } = authorisation(hub.issuer, native, { redirect_uri, scope: 'openid email' });
    const browser = new Browser(hub.issuer);
    const back = await goThrough(browser, await browser.open(url), email);
    const params = oauth.validateAuthResponse(as, client, new URL(back.url), 'kembali');
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      params,
      redirect_uri,
      verifier,
      insecure,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, answer, {
      requireIdToken: true,
    });
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: ratna, email });
    const told = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
    expect(await oauth.processUserInfoResponse(as, client, ratna, told)).toEqual({ sub: ratna, email });
    const request = new Request(hub.issuer, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    expect(
      await oauth.validateJwtAccessToken(as, request, hub.issuer, {
        signingAlgorithms: ['EdDSA'],
        ...insecure,
      }),
    ).toMatchObject({ sub: ratna, client_id: native.id });
    const again = await oauth.refreshTokenGrantRequest(
      as,
      client,
      oauth.None(),
      tokens.refresh_token ?? '',
      insecure,
    );
    const more = await oauth.processRefreshTokenResponse(as, client, again);
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, oauth.None(), more.refresh_token ?? '', insecure),
    );
    await hub.refusedSoon(more.access_token);
    // It could be any app on the device: the person is asked each time.
    expect((await browser.open(url)).text).toContain('value="allow"');
  });

  it('works as partners were told: a JSON body gets an access and a refresh token, which /v1/me takes', async () => {
    const code = await givenCode(hub, web, email);
    const answer = await fetch(`${hub.issuer}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: web.id, client_secret: web.secret, ...code }),
    });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const tokens = (await answer.json()) as { access_token: string };
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^eyJ/),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'profile email',
    });
    const known = { sub: ratna, name: 'Ibu Contoh', role: 'ADMIN', organisation_id: school, email };
    for (const path of ['/oauth/userinfo', '/v1/me', '/api/oauth/userinfo']) {
      expect(await userinfo(tokens.access_token, path)).toEqual({ status: 200, body: known });
    }
    const me = (headers: Record<string, string> = {}) =>
      fetch(`${hub.issuer}/v1/me`, {
        headers: { authorization: `Bearer ${tokens.access_token}`, ...headers },
      });
    const tag = (await me()).headers.get('etag') ?? '';
    const again = await me({ 'if-none-match': tag });
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-cache']);
    expect((await me({ 'if-none-match': '"another"' })).status).toBe(200);
  });

  it('tells userinfo by scope only, and nothing to who shows no token, a wrong one, or one of a program', async () => {
    const { access_token } = await givenTokens(hub, web, email, { scope: 'email' });
    expect((await userinfo(access_token)).body).toEqual({ sub: ratna, email });
    const program = await hub.givenToken(await hub.givenClient(school, ['read']));
    expect(await userinfo(program)).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect(await userinfo(`${access_token}x`)).toMatchObject({
      status: 401,
      body: { error: 'invalid_token' },
    });
    const without = await fetch(`${hub.issuer}/v1/me`);
    expect([without.status, without.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="skills hub"',
    ]);
    const inAddress = await fetch(`${hub.issuer}/oauth/userinfo?access_token=${access_token}`);
    expect(inAddress.status).toBe(401);
  });

  it('names the app, its organisation, each scope in words and where it leads, in both languages', async () => {
    const browser = new Browser(hub.issuer, 'en-GB');
    const asking = { scope: 'email read offline_access', prompt: 'consent' };
    const page = await browser.open(authorisation(hub.issuer, web, asking).url);
    expect(page.text).toContain('lang="en"');
    const consent = await browser.send(page, { email, password });
    for (const words of [
      'Papan Belajar',
      'LPK Contoh',
      'Ibu Contoh</bdi> (ratna@example.org)',
      'See everything that you may see.',
      'Know your e-mail address.',
      'Keep this access after you have signed out.',
      '<dd>app.example</dd>',
    ]) {
      expect(consent.text).toContain(words);
    }
    const indonesian = await browser.open(`${consent.url}?lang=id`);
    expect(indonesian.text).toContain('Melihat semua yang boleh Anda lihat.');
    // What was chosen stays.
    const after = await browser.open(authorisation(hub.issuer, native).url);
    expect(after.text).toContain('lang="id"');
    const signOut = `${hub.issuer}/oauth/sign-out`;
    for (const address of [signOut, `${signOut}/success`, `${signOut}?id_token_hint=x`]) {
      expect((await browser.open(address)).text).toContain('lang="id"');
    }
    const asked = await new Browser(hub.issuer).open(
      authorisation(hub.issuer, web, { ui_locales: 'fr en-US' }).url,
    );
    expect(asked.text).toContain('lang="en"');
  });

  it('asks a web app’s people once, and again only when it wants more', async () => {
    const app = await hub.givenApp({ organisationId: school });
    await givenTokens(hub, app, email, { scope: 'profile' });
    const browser = new Browser(hub.issuer);
    const open = (scope: string, params = {}) =>
      browser.open(authorisation(hub.issuer, app, { scope, ...params }).url);
    const signedIn = await goThrough(browser, await open('profile'), email);
    expect(signedIn.url).toMatch(/^https:\/\/app\.example\/callback\?code=/);
    expect((await open('profile', { prompt: 'none' })).url).toContain('code=');
    expect((await open('profile email')).text).toContain('value="allow"');
  });

  it('is ended by the person who does not want to: on the page to sign in, and on the one to agree', async () => {
    const browser = new Browser(hub.issuer);
    const app = await hub.givenApp({ organisationId: school });
    const { url } = authorisation(hub.issuer, app);
    const cancelled = await browser.send(await browser.open(url), { decision: 'cancel' });
    const denied = await browser.send(await browser.send(await browser.open(url), { email, password }), {
      decision: 'deny',
    });
    for (const back of [cancelled, denied]) {
      const said = new URL(back.url).searchParams;
      expect(back.url.startsWith('https://app.example/callback?')).toBe(true);
      expect([said.get('error'), said.get('state'), said.get('iss')]).toEqual([
        'access_denied',
        'kembali',
        hub.issuer,
      ]);
    }
  });

  it('says of a wrong password and of an unknown e-mail the same, and makes who guesses wait', async () => {
    const browser = new Browser(hub.issuer);
    const other = newEmail();
    await givenPerson(hub.hub, { email: other, organisationId: school });
    let page = await browser.open(authorisation(hub.issuer, web).url);
    const texts = new Set<string>();
    for (const [typed, times] of [
      [newEmail(), 1],
      [other, 6],
    ] as const) {
      for (let time = 0; time < times; time++) {
        page = await browser.send(page, { email: typed, password: 'salah sekali' });
        expect([page.status, page.text.includes('salah sekali')]).toEqual([400, false]);
        texts.add(page.text.replaceAll(typed, ''));
      }
    }
    expect(texts.size).toBe(1);
    page = await browser.send(page, { email: other, password: 'salah sekali' });
    expect([page.status, Number(page.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(page.text).toContain('Terlalu banyak percobaan');
  });
});
