import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givenOrganisation, givenPerson, password } from '../../fixtures.ts';
import { Browser, formOf } from '../browser-under-test.ts';
import { type App, type OAuthUnderTest, startOAuth } from '../oauth-under-test.ts';
import { authorisation, goThrough } from './signing-in-under-test.ts';

describe('whoever attacks a person who signs in', () => {
  let hub: OAuthUnderTest;
  let school: string;
  let web: App;
  let native: App;
  const email = 'ratna@example.org';
  beforeAll(async () => {
    hub = await startOAuth();
    school = await givenOrganisation(hub.hub);
    await givenPerson(hub.hub, { email, organisationId: school });
    web = await hub.givenApp({ organisationId: school });
    native = await hub.givenApp({ organisationId: school, type: 'NATIVE' });
  });
  afterAll(() => hub.close());

  const open = (app: App, params: Record<string, string> = {}, browser = new Browser(hub.issuer)) =>
    browser.open(authorisation(hub.issuer, app, params).url);
  const signedIn = async (app: App): Promise<Browser> => {
    const browser = new Browser(hub.issuer);
    await goThrough(browser, await open(app, {}, browser), email);
    return browser;
  };

  it('cannot sign somebody out, since the form is not theirs to send', async () => {
    const browser = await signedIn(web);
    const post = (xsrf: string) =>
      browser.open(`${hub.issuer}/oauth/sign-out/confirm`, {
        method: 'POST',
        body: new URLSearchParams({ logout: 'yes', xsrf }),
      });
    expect((await post('')).status).toBe(400);
    await browser.open(`${hub.issuer}/oauth/sign-out`);
    expect((await post('guess')).status).toBe(400);
    expect((await open(web, {}, browser)).url).toContain('code=');
  });

  it.each<Record<string, string>>([
    { client_id: '<script>alert(1)</script>' },
    { redirect_uri: '"><script>alert(1)</script>' },
    { scope: '<script>alert(1)</script>', redirect_uri: 'https://evil.example' },
    { prompt: '<img src=x onerror=alert(1)>', redirect_uri: 'https://evil.example' },
    { ui_locales: '"><script>alert(1)</script>' },
    { login_hint: '"><script>alert(1)</script>' },
  ])('by sending markup sees it nowhere as such: %j', async (params) => {
    const page = await open(web, params);
    expect(page.text).not.toMatch(/<script|<img|onerror=alert\(1\)>/);
    const lang = await new Browser(hub.issuer).open(`${page.url.split('?')[0]}?lang="><script>`);
    expect(lang.text).not.toContain('<script');
  });

  it('finds an app’s or organisation’s name as text only', async () => {
    const organisationId = await givenOrganisation(hub.hub, '<b>LPK</b>');
    const app = await hub.givenApp({ organisationId, name: '<img src=x onerror=alert(1)>' });
    const browser = new Browser(hub.issuer);
    const page = await open(app, {}, browser);
    const consent = await browser.send(page, { email, password });
    expect(consent.text).toContain('<bdi>&lt;b&gt;LPK&lt;/b&gt;</bdi>');
    for (const { text } of [page, consent]) {
      expect(text).not.toMatch(/<img|<b>/);
      // Wherever it is written from right to left, what stands beside it is not turned round with it.
      expect(text).toContain('<bdi>&lt;img src=x onerror=alert(1)&gt;</bdi>');
    }
  });

  it('who fixed the cookie of somebody’s session holds nothing after that one has signed in', async () => {
    const attacker = new Browser(hub.issuer);
    await attacker.open(`${hub.issuer}/oauth/sign-out`);
    for (const planted of ['chosen-by-the-attacker', String(attacker.cookie('hub-session'))]) {
      const victim = new Browser(hub.issuer);
      victim.plant('hub-session', planted);
      await goThrough(victim, await open(web, {}, victim), email);
      expect(victim.cookie('hub-session')).not.toBe(planted);
      const thief = new Browser(hub.issuer);
      thief.plant('hub-session', planted);
      expect((await open(web, {}, thief)).text).toContain('name="password"');
      expect((await open(web, {}, victim)).url).toContain('code=');
    }
  });

  it('who begins a request and has another’s browser go on with it, by cookies planted there, is not let in', async () => {
    const attacker = new Browser(hub.issuer);
    const page = await open(web, {}, attacker);
    const id = String(page.url.split('/').at(-1));
    const victim = new Browser(hub.issuer);
    await victim.open(authorisation(hub.issuer, web).url);
    victim.plant('hub-request', id, `/oauth/sign-in/${id}`);
    victim.plant('hub-resume', id, `/oauth/authorize/${id}`);
    const shown = await victim.open(page.url);
    expect([shown.status, shown.text.includes('name="password"')]).toEqual([400, false]);
    const sent = await victim.send(page, { email, password });
    expect([sent.status, sent.text.includes('began in another browser')]).toEqual([400, true]);
    // Nor does a request that a person has gone on with go on elsewhere.
    const person = new Browser(hub.issuer);
    const own = await open(web, {}, person);
    const theirs = String(own.url.split('/').at(-1));
    attacker.plant('hub-resume', theirs, `/oauth/authorize/${theirs}`);
    expect((await attacker.open(`${hub.issuer}/oauth/authorize/${theirs}`)).status).toBe(400);
    expect((await goThrough(person, own, email)).url).toContain('code=');
  });

  it('gives each step of signing in another session cookie, which no script can read and no other site sends', async () => {
    const browser = await signedIn(native);
    const sessions = browser.received.filter((line) => line.startsWith('hub-session='));
    expect(new Set(sessions.map((line) => line.split(';')[0])).size).toBe(sessions.length);
    for (const line of browser.received) {
      expect(line).toMatch(/httponly/i);
      expect(line).toMatch(/samesite=lax/i);
    }
    // It ends with the browser: the machine may be shared.
    for (const line of sessions) expect(line).not.toMatch(/expires=(?!Thu, 01 Jan 1970)/);
  });

  it.each(['sign-in', 'consent'])('cannot send the form of the page %s for somebody', async (which) => {
    const app = await hub.givenApp({ organisationId: school });
    const browser = new Browser(hub.issuer);
    const signInPage = await open(app, {}, browser);
    const filled = { email, password, decision: which === 'consent' ? 'allow' : 'sign-in' };
    const page = which === 'consent' ? await browser.send(signInPage, { email, password }) : signInPage;
    const elsewhere = await open(app);
    const foreign = formOf(elsewhere).hidden.form_token as string;
    for (const form_token of ['', 'x', foreign]) {
      expect((await browser.send(page, { ...filled, form_token })).status).toBe(400);
    }
    for (const site of ['cross-site', 'same-site']) {
      const sent = await browser.send(page, filled, { headers: { 'sec-fetch-site': site } });
      expect(sent.status).toBe(400);
    }
    // Without the cookies of the browser in which the request began.
    const stranger = await new Browser(hub.issuer).send(page, filled);
    expect([stranger.status, stranger.headers.get('location')]).toEqual([400, null]);
    // Nor is an address of one request good for the cookie of another.
    const other = new Browser(hub.issuer);
    const theirs = await open(app, {}, other);
    for (const name of ['hub-request', 'hub-resume']) {
      other.plant(name, String(other.cookie(name)), new URL(page.url).pathname);
    }
    expect((await other.open(page.url)).status).toBe(400);
    expect(theirs.status).toBe(200);
    expect((await browser.send(page, filled)).status).toBeLessThan(400);
  });

  it('is not sent what was typed: a form is answered with 303, which no browser posts on', async () => {
    const browser = new Browser(hub.issuer);
    const page = await open(web, {}, browser);
    const answer = await fetch(page.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: browser.cookiesFor(page.url) },
      body: new URLSearchParams({ ...formOf(page).hidden, email, password }),
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      page.url.replace('/sign-in/', '/authorize/'),
    ]);
  });

  it('can frame no page, have none kept, and learns no address of one', async () => {
    const app = await hub.givenApp({ organisationId: school });
    const browser = new Browser(hub.issuer);
    const signIn = await open(app, {}, browser);
    const wrong = await browser.send(signIn, { email, password: 'salah' });
    const consent = await browser.send(signIn, { email, password });
    const signOut = await browser.open(`${hub.issuer}/oauth/sign-out`);
    const success = await browser.open(`${hub.issuer}/oauth/sign-out/success`);
    const failed = await open(app, { redirect_uri: 'https://evil.example' });
    const lost = await browser.open(`${hub.issuer}/oauth/consent/unknown`);
    for (const page of [signIn, wrong, consent, signOut, success, failed, lost]) {
      const { headers } = page;
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|unsafe/);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(page.text).not.toMatch(/<script|javascript:| on\w+="/);
    }
  });
});
