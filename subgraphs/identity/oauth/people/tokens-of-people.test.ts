import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { until } from '../../../../gateway/fixtures/websocket-client.ts';
import { Role } from '../../../../platform/auth/roles.ts';
import { platformPrincipal } from '../../../../test/subgraph-harness.ts';
import { givenOrganisation, givenPerson, givenStudent, password, sandboxOperator } from '../../fixtures.ts';
import { Browser } from '../browser-under-test.ts';
import { type App, type OAuthUnderTest, startOAuthWithApps } from '../oauth-under-test.ts';
import {
  authorisation,
  exchange,
  givenCode,
  givenTokens,
  goThrough,
  refresh,
} from './signing-in-under-test.ts';

describe('what an app holds of a person', () => {
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

  const newEmail = () => `${uuidv7()}@example.org`;

  it('is of what it asks for what the person’s role allows, and no more', async () => {
    const instructor = newEmail();
    await givenPerson(hub.hub, { email: instructor, organisationId: school, role: Role.INSTRUCTOR });
    const tokens = await givenTokens(hub, web, instructor, { scope: 'read write courses email' });
    expect(tokens.scope.split(' ').sort()).toEqual(
      ['identity:read', 'training:read', 'training:write', 'credentials:read', 'email'].sort(),
    );
    expect(await hub.viewerOf(tokens.access_token)).toMatchObject({
      viewer: { scopes: expect.not.arrayContaining(['read', 'write', 'courses']) },
    });
    expect((await refresh(hub, web, tokens.refresh_token)).body.scope).toBe(tokens.scope);
  });

  it('lets it act as a learner, in every organisation that knows them', async () => {
    const learner = newEmail();
    const studentId = await givenStudent(hub.hub, school);
    await givenPerson(hub.hub, { email: learner, organisationId: school, role: Role.LEARNER, studentId });
    const { access_token, scope } = await givenTokens(hub, web, learner);
    expect(scope).toBe('profile email courses');
    expect(await hub.viewerOf(access_token)).toMatchObject({
      viewer: { kind: 'learner', scopes: ['profile', 'email', 'courses'], organisation: null },
    });
  });

  it('does not outlast a person’s deactivation: no refresh, no code, no session, and within seconds no access', async () => {
    const leaver = newEmail();
    const id = await givenPerson(hub.hub, { email: leaver, organisationId: school });
    const browser = new Browser(hub.issuer);
    const tokens = await givenTokens(hub, web, leaver, {}, browser);
    const code = await givenCode(hub, web, leaver, {}, browser);
    await hub.hub.pool.query('UPDATE identity.users SET deactivated_at = now() WHERE id = $1', [id]);
    // Even before anybody has revoked anything.
    expect((await refresh(hub, web, tokens.refresh_token)).body.error).toBe('invalid_grant');
    expect((await exchange(hub, web, code)).body.error).toBe('invalid_grant');
    expect((await browser.open(authorisation(hub.issuer, web).url)).text).toContain('name="password"');
    const userinfo = await fetch(`${hub.issuer}/v1/me`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(userinfo.status).toBe(401);
    await hub.endAllOf(id);
    await hub.refusedSoon(tokens.access_token);
    await hub.hub.pool.query('UPDATE identity.users SET deactivated_at = NULL WHERE id = $1', [id]);
    expect((await refresh(hub, web, tokens.refresh_token)).body.error).toBe('invalid_grant');
    // Who may sign in again is not kept out by what was revoked, not in the same second either.
    const anew = await givenTokens(hub, web, leaver);
    expect((await hub.viewerOf(anew.access_token)).viewer).toMatchObject({ id });
  });

  it('stands in the request log with the person and the app, at every step at which they are known', async () => {
    const before = hub.logged.length;
    const browser = new Browser(hub.issuer);
    const tokens = await givenTokens(hub, web, email, { scope: 'email', prompt: 'consent' }, browser);
    await fetch(`${hub.issuer}/v1/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    await refresh(hub, web, tokens.refresh_token);
    await refresh(hub, { ...web, secret: 'wrong' }, tokens.refresh_token);
    await until(() => hub.logged.slice(before).some(({ status }) => status === 401));
    const seen = hub.logged.slice(before).map(({ method, path, status, principal }) => {
      const { id, userId, clientId, organisationId } = principal;
      return [`${method} ${path} ${status}`, id, userId, clientId, organisationId];
    });
    const person = [ratna, ratna, web.id, school];
    const app = [web.id, ratna, web.id, school];
    const nobody = ['anonymous', undefined, undefined, null];
    expect(seen).toEqual([
      ['GET /oauth/authorize 303', ...nobody],
      ['GET /oauth/sign-in/:id 200', ...nobody],
      ['POST /oauth/sign-in/:id 303', ...person],
      ['GET /oauth/authorize/:id 303', ...person],
      ['GET /oauth/consent/:id 200', ...person],
      ['POST /oauth/consent/:id 303', ...person],
      ['GET /oauth/authorize/:id 303', ...person],
      ['POST /oauth/token 200', ...app],
      ['GET /v1/me 200', ...person],
      ['POST /oauth/token 200', ...app],
      ['POST /oauth/token 401', ...nobody],
    ]);
  });

  it('ends with the session, but for an app that was let go on without it', async () => {
    const browser = new Browser(hub.issuer);
    const bound = await givenTokens(hub, web, email, {}, browser);
    const lasting = await givenTokens(
      hub,
      native,
      email,
      { scope: 'email offline_access', prompt: 'consent' },
      browser,
    );
    const page = await browser.open(`${hub.issuer}/oauth/sign-out`);
    const out = await browser.send(page, { logout: 'yes' });
    expect(out.text).toContain('Anda telah keluar');
    await hub.refusedSoon(bound.access_token);
    expect((await refresh(hub, web, bound.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(hub, native, lasting.refresh_token)).status).toBe(200);
    expect((await hub.viewerOf(lasting.access_token)).viewer).toMatchObject({ id: ratna });
    // Signing out once more needs no script either.
    const nobody = await browser.open(`${hub.issuer}/oauth/sign-out`);
    expect(nobody.text).toContain('Anda tidak sedang masuk');
    expect(nobody.text).not.toContain('<script');
    expect((await browser.send(nobody, { logout: 'yes' })).text).toContain('Anda telah keluar');
  });

  it('ends when somebody else signs in in the same browser', async () => {
    const browser = new Browser(hub.issuer);
    const other = newEmail();
    const otherId = await givenPerson(hub.hub, { email: other, organisationId: school });
    const before = await givenTokens(hub, web, email, {}, browser);
    const after = await givenTokens(hub, web, other, { prompt: 'login' }, browser);
    expect((await hub.viewerOf(after.access_token)).viewer).toMatchObject({ id: otherId });
    await hub.refusedSoon(before.access_token);
    // In two tabs at once: who was faster is signed out first, by a form and not by a script.
    const page = await new Browser(hub.issuer).open(authorisation(hub.issuer, web).url);
    expect(page.text).toContain('name="password"');
    const twoTabs = new Browser(hub.issuer);
    const slow = await twoTabs.open(authorisation(hub.issuer, web).url);
    await givenTokens(hub, web, email, {}, twoTabs);
    const clash = await twoTabs.send(slow, { email: other, password });
    expect(clash.text).toContain('Orang lain sedang masuk');
    expect(clash.text).not.toContain('<script');
    const wentOn = await goThrough(twoTabs, await twoTabs.send(clash, { logout: 'yes' }), other);
    expect(wentOn.url).toContain('code=');
  });

  it('is nothing where one is of the sandbox and the other is not', async () => {
    const trial = await givenOrganisation(hub.hub, 'LPK Uji Coba', 'SCHOOL', sandboxOperator);
    const board = await hub.givenApp({ organisationId: trial, operator: sandboxOperator });
    const tester = newEmail();
    const id = await givenPerson(hub.hub, { email: tester, organisationId: trial });
    const tokens = await givenTokens(hub, board, tester);
    expect((await hub.ask(tokens.access_token, '{ viewer { id environment } }')).data.viewer).toEqual({
      id,
      environment: 'SANDBOX',
    });
    for (const [app, who] of [
      [board, email],
      [web, tester],
    ] as const) {
      const stranger = new Browser(hub.issuer);
      const page = await stranger.open(authorisation(hub.issuer, app).url);
      const said = await goThrough(stranger, page, who);
      expect([said.status, said.text.includes('tidak cocok')]).toEqual([400, true]);
    }
    // Nor by a session that is there already.
    const browser = new Browser(hub.issuer);
    await givenTokens(hub, web, email, {}, browser);
    const asked = await browser.open(authorisation(hub.issuer, board).url);
    expect(asked.text).toContain('name="password"');
    const refused = await browser.send(asked, { email, password });
    expect([refused.status, refused.text.includes('name="password"')]).toEqual([400, true]);
  });

  it('lets it ask for as much as the tier of the organisation gives', async () => {
    const organisationId = await givenOrganisation(hub.hub, 'LPK Besar');
    const { errors } = await hub.hub.call(
      'identity',
      platformPrincipal(),
      'mutation($id: ID!) { setOrganisationTier(input: { id: $id, tier: HIGH }) { id } }',
      { id: organisationId },
    );
    expect(errors).toEqual([]);
    const admin = newEmail();
    await givenPerson(hub.hub, { email: admin, organisationId });
    const { authenticator } = hub;
    const most = { readsPerHour: 100_000, writesPerHour: 100_000 };
    const person = await givenTokens(hub, web, admin);
    expect(await authenticator.authenticate({ bearer: person.access_token })).toMatchObject({
      userId: expect.any(String),
      clientId: web.id,
      allowance: most,
    });
    const program = await hub.givenToken(await hub.givenClient(organisationId, ['read']));
    expect(await authenticator.authenticate({ bearer: program })).toMatchObject({ allowance: most });
    const standard = await givenTokens(hub, web, email);
    expect((await authenticator.authenticate({ bearer: standard.access_token })).allowance).toBeUndefined();
  });
});
