import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOrm } from '../../../../platform/db/orm.ts';
import { recordedEvents } from '../../../../test/recorded-events.ts';
import { password } from '../../fixtures.ts';
import { Browser } from '../browser-under-test.ts';
import { OAuthGrant } from '../grants/oauth-grant.ts';
import { StoredToken } from '../grants/stored-token.ts';
import { type App, type OAuthUnderTest, startOAuthWithApps } from '../oauth-under-test.ts';
import { authorisation, exchange, givenCode, givenTokens, refresh } from '../people/signing-in-under-test.ts';
import { Interaction } from '../sessions/interaction.ts';
import { SignInSession } from '../sessions/sign-in-session.ts';
import { deleteExpired } from './expired.ts';

describe('what the OAuth server keeps', () => {
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

  const grantOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).grant_id as string;
  const revocations = async (grantId: string) =>
    (await recordedEvents(hub.hub, { type: 'oauth_grant.revoked', subjectId: grantId })).map(
      ({ data }) => data,
    );

  it('lets a code be used once: shown again, it ends all that came of it, within seconds, and says so', async () => {
    const code = await givenCode(hub, web, email);
    const { body: tokens } = await exchange(hub, web, code);
    expect((await exchange(hub, web, code)).body.error).toBe('invalid_grant');
    await hub.refusedSoon(tokens.access_token);
    expect((await refresh(hub, web, String(tokens.refresh_token))).body.error).toBe('invalid_grant');
    const grant_id = grantOf(tokens.access_token);
    expect(await revocations(grant_id)).toEqual([
      { grant_id, client_id: web.id, user_id: ratna, reason: 'REUSED' },
    ]);
    const { rows } = await hub.hub.pool.query('SELECT 1 FROM audit.entries WHERE subject_id = $1', [
      grant_id,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('lets one of two win who use a code at the same moment, and the other end what the first got', async () => {
    for (let time = 0; time < 5; time++) {
      const code = await givenCode(hub, web, email);
      const answers = await Promise.all([exchange(hub, web, code), exchange(hub, web, code)]);
      const won = answers.filter(({ status }) => status === 200);
      expect(won.length).toBeLessThanOrEqual(1);
      for (const { body, status } of answers) if (status !== 200) expect(body.error).toBe('invalid_grant');
      for (const { body } of won) {
        await hub.refusedSoon(body.access_token);
        expect((await refresh(hub, web, String(body.refresh_token))).body.error).toBe('invalid_grant');
      }
    }
  });

  it.each(['web', 'native'] as const)(
    'gives another refresh token for each, and ends them all when one that was used is shown again: %s',
    async (kind) => {
      const app = kind === 'web' ? web : native;
      const first = await givenTokens(hub, app, email);
      const { body: second } = await refresh(hub, app, first.refresh_token);
      const { body: third } = await refresh(hub, app, String(second.refresh_token));
      expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3);
      expect((await refresh(hub, app, first.refresh_token)).body.error).toBe('invalid_grant');
      expect((await refresh(hub, app, String(third.refresh_token))).body.error).toBe('invalid_grant');
      for (const { access_token } of [first, second, third]) await hub.refusedSoon(access_token);
      expect(await revocations(grantOf(first.access_token))).toMatchObject([{ reason: 'REUSED' }]);
    },
  );

  it('lets one of two win who use a refresh token at the same moment, and ends the family', async () => {
    const { refresh_token } = await givenTokens(hub, web, email);
    const answers = await Promise.all([refresh(hub, web, refresh_token), refresh(hub, web, refresh_token)]);
    const won = answers.filter(({ status }) => status === 200);
    expect(won.length).toBeLessThanOrEqual(1);
    for (const { body } of won) {
      await hub.refusedSoon(body.access_token);
      expect((await refresh(hub, web, String(body.refresh_token))).status).toBe(400);
    }
  });

  it('is no secret in clear: neither codes, refresh tokens nor cookies', async () => {
    const browser = new Browser(hub.issuer);
    const page = await browser.open(authorisation(hub.issuer, native).url);
    const asking = await browser.send(page, { email, password });
    const waiting = await new Browser(hub.issuer).open(authorisation(hub.issuer, web).url);
    const done = new Browser(hub.issuer);
    const code = await givenCode(hub, web, email, {}, done);
    const tokens = await givenTokens(hub, web, email, {}, done);
    const secrets = [
      code.code,
      tokens.refresh_token,
      tokens.access_token,
      String(browser.cookie('hub-session')),
      String(done.cookie('hub-session')),
      ...[page, asking, waiting].map(({ url }) => String(url.split('/').at(-1))),
    ];
    const tables = ['sessions', 'interactions', 'grants', 'tokens', 'consents', 'revocations', 'clients'];
    for (const table of tables) {
      const { rows } = await hub.hub.pool.query(`SELECT t::text AS row FROM identity.oauth_${table} t`);
      const text = rows.map(({ row }) => row).join('\n');
      for (const secret of secrets) {
        expect(secret.length).toBeGreaterThan(20);
        expect(text.includes(secret)).toBe(false);
      }
    }
    const told = JSON.stringify(await recordedEvents(hub.hub));
    for (const secret of secrets) expect(told.includes(secret)).toBe(false);
  });

  it('is deleted when it has expired, and only then', async () => {
    await new Browser(hub.issuer).open(authorisation(hub.issuer, web).url);
    const { refresh_token } = await givenTokens(hub, web, email);
    const orm = await openOrm({
      url: hub.hub.databaseUrl,
      entities: [OAuthGrant, StoredToken, SignInSession, Interaction],
    });
    expect(await deleteExpired(orm.em)).toBe(0);
    expect((await refresh(hub, web, refresh_token)).status).toBe(200);
    for (const table of ['sessions', 'interactions', 'grants', 'tokens']) {
      await hub.hub.pool.query(`UPDATE identity.oauth_${table} SET expires_at = now() - interval '2 hours'`);
    }
    expect(await deleteExpired(orm.em)).toBeGreaterThan(4);
    for (const table of ['sessions', 'interactions', 'grants', 'tokens']) {
      const { rows } = await hub.hub.pool.query(`SELECT 1 FROM identity.oauth_${table}`);
      expect(rows).toEqual([]);
    }
    await orm.close();
  });

  it('forgets with an app all that it held, and what people had agreed to', async () => {
    const app = await hub.givenApp({ organisationId: school });
    const { access_token, refresh_token } = await givenTokens(hub, app, email);
    await hub.deleteApp(app);
    await hub.refusedSoon(access_token);
    expect((await refresh(hub, app, refresh_token)).body.error).toBe('invalid_client');
    for (const table of ['grants', 'consents']) {
      const { rows } = await hub.hub.pool.query(
        `SELECT 1 FROM identity.oauth_${table} WHERE client_id = $1`,
        [app.id],
      );
      expect(rows).toEqual([]);
    }
  });
});
