import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '../../../../platform/auth/roles.ts';
import { organisationPrincipal } from '../../../../test/subgraph-harness.ts';
import { givenOrganisation, givenPerson, givenStudent } from '../../fixtures.ts';
import { Browser } from '../browser-under-test.ts';
import { type App, type OAuthUnderTest, startOAuth } from '../oauth-under-test.ts';
import { authorisation, givenTokens, refresh, type Tokens } from './signing-in-under-test.ts';

const sessions = '{ mySessions { totalCount nodes { id agent address createdAt lastUsedAt expiresAt } } }';
const grants = '{ myOAuthGrants { nodes { id scopes app { id name organisation } } } }';
const consents = '{ myOAuthConsents { nodes { id scopes userId app { name } } } }';
const ofApp = 'query($id: ID) { oauthConsents(clientId: $id) { nodes { id userId scopes } } }';
const withdraw = 'mutation($id: ID!) { withdrawOAuthConsent(input: { id: $id }) { id } }';
const endSession = 'mutation($id: ID!) { endMySession(input: { id: $id }) { id } }';
const endGrant = 'mutation($id: ID!) { endMyOAuthGrant(input: { id: $id }) { id } }';

describe('a person who has signed in', () => {
  let hub: OAuthUnderTest;
  let school: string;
  let manager: App;
  let app: App;
  let people = 0;
  beforeAll(async () => {
    hub = await startOAuth();
    school = await givenOrganisation(hub.hub);
    manager = await hub.givenApp({ organisationId: school, name: 'Akun Saya', scopes: ['account', 'email'] });
    app = await hub.givenApp({ organisationId: school });
  });
  afterAll(() => hub.close());

  /** Somebody who looks after what they have signed in to, in a browser of its own. */
  async function givenSomebody(): Promise<{ email: string; id: string; own: Tokens; browser: Browser }> {
    people += 1;
    const email = `orang${people}@example.org`;
    const id = await givenPerson(hub.hub, { email, organisationId: school });
    const browser = new Browser(hub.issuer);
    const own = await givenTokens(hub, manager, email, { scope: 'account' }, browser);
    return { email, id, own, browser };
  }

  it('sees in which browsers, and signs out of one from another', async () => {
    const { email, own } = await givenSomebody();
    const elsewhere = new Browser(hub.issuer);
    const there = await givenTokens(hub, app, email, {}, elsewhere);
    const { data } = await hub.ask(own.access_token, sessions);
    expect(data.mySessions.totalCount).toBe(2);
    const [newest] = data.mySessions.nodes;
    expect(newest).toMatchObject({ address: '127.0.0.1', agent: expect.any(String) });
    const ended = await hub.ask(own.access_token, endSession, { id: newest.id });
    expect(ended.data).toEqual({ endMySession: { id: newest.id } });
    await hub.refusedSoon(there.access_token);
    expect((await refresh(hub, app, there.refresh_token)).body.error).toBe('invalid_grant');
    expect((await elsewhere.open(authorisation(hub.issuer, app).url)).text).toContain('name="password"');
    expect((await hub.ask(own.access_token, sessions)).data.mySessions.totalCount).toBe(1);
    expect((await hub.ask(own.access_token, endSession, { id: newest.id })).codes).toEqual(['NOT_FOUND']);
  });

  it('sees which apps hold tokens of them, and ends those of one', async () => {
    const { email, own } = await givenSomebody();
    const tokens = await givenTokens(hub, app, email);
    const { nodes } = (await hub.ask(own.access_token, grants)).data.myOAuthGrants;
    expect(nodes).toMatchObject([
      {
        scopes: ['profile', 'email'],
        app: { id: app.id, name: 'Papan Belajar', organisation: 'LPK Contoh' },
      },
      { scopes: ['account'], app: { name: 'Akun Saya' } },
    ]);
    await hub.ask(own.access_token, endGrant, { id: nodes[0].id });
    await hub.refusedSoon(tokens.access_token);
    expect((await refresh(hub, app, tokens.refresh_token)).body.error).toBe('invalid_grant');
    expect((await hub.viewerOf(own.access_token)).code).toBeUndefined();
  });

  it('sees what they agreed to, and takes it back: the app’s tokens end, and it must ask again', async () => {
    const { email, id, own, browser } = await givenSomebody();
    const tokens = await givenTokens(hub, app, email, { scope: 'email read' });
    const { nodes } = (await hub.ask(own.access_token, consents)).data.myOAuthConsents;
    expect(nodes[0]).toMatchObject({
      scopes: ['email', 'read'],
      userId: id,
      app: { name: 'Papan Belajar' },
    });
    expect((await hub.ask(own.access_token, withdraw, { id: nodes[0].id })).codes).toEqual([]);
    await hub.refusedSoon(tokens.access_token);
    expect((await refresh(hub, app, tokens.refresh_token)).body.error).toBe('invalid_grant');
    const again = await browser.open(authorisation(hub.issuer, app, { scope: 'email' }).url);
    expect(again.text).toContain('value="allow"');
    const { rows } = await hub.hub.pool.query(
      `SELECT type FROM audit.entries WHERE subject_id = $1 ORDER BY id`,
      [nodes[0].id],
    );
    expect(rows.map(({ type }) => type)).toEqual(['oauth_consent.given', 'oauth_consent.withdrawn']);
  });

  it('sees and ends nothing of somebody else, of the same organisation neither', async () => {
    const [mine, other] = [await givenSomebody(), await givenSomebody()];
    const theirs = (await hub.ask(other.own.access_token, sessions)).data.mySessions.nodes[0];
    const grant = (await hub.ask(other.own.access_token, grants)).data.myOAuthGrants.nodes[0];
    const consent = (await hub.ask(other.own.access_token, consents)).data.myOAuthConsents.nodes[0];
    for (const [mutation, id] of [
      [endSession, theirs.id],
      [endGrant, grant.id],
      [withdraw, consent.id],
    ]) {
      expect((await hub.ask(mine.own.access_token, mutation, { id })).codes).toEqual(['NOT_FOUND']);
    }
    expect((await hub.ask(mine.own.access_token, sessions)).data.mySessions.totalCount).toBe(1);
    expect((await hub.viewerOf(other.own.access_token)).code).toBeUndefined();
  });

  it('lets no app look after this that was not let to, and no program at all', async () => {
    const { email } = await givenSomebody();
    const tokens = await givenTokens(hub, app, email, { scope: 'read write' });
    for (const query of [sessions, grants, consents]) {
      expect((await hub.ask(tokens.access_token, query)).codes).toEqual(['FORBIDDEN']);
      const asKey = await hub.hub.call('identity', organisationPrincipal(school, 'admin'), query);
      expect(asKey.codes).toEqual(['FORBIDDEN']);
    }
  });

  it('is known to the admins of the app’s organisation by what they agreed to, who can take it back', async () => {
    const other = await givenOrganisation(hub.hub, 'LPK Lain');
    const learner = 'pelajar@example.org';
    const studentId = await givenStudent(hub.hub, other);
    await givenPerson(hub.hub, { email: learner, organisationId: other, role: Role.LEARNER, studentId });
    const board = await hub.givenApp({ organisationId: school });
    const tokens = await givenTokens(hub, board, learner);
    const as = (organisation: string) => organisationPrincipal(organisation, 'admin');
    const { data } = await hub.hub.call('identity', as(school), ofApp, { id: board.id });
    expect(data.oauthConsents.nodes).toMatchObject([{ scopes: ['profile', 'email', 'courses'] }]);
    const { id } = data.oauthConsents.nodes[0];
    const elsewhere = await hub.hub.call('identity', as(other), ofApp, { id: board.id });
    expect(elsewhere.data.oauthConsents.nodes).toEqual([]);
    expect((await hub.hub.call('identity', as(other), withdraw, { id })).codes).toEqual(['NOT_FOUND']);
    expect((await hub.hub.call('identity', as(school), withdraw, { id })).codes).toEqual([]);
    await hub.refusedSoon(tokens.access_token);
  });

  it('is named to an app as far as its scopes go', async () => {
    const { email, id } = await givenSomebody();
    const viewer = (fields: string) => `{ viewer { clientId person { userId ${fields} } } }`;
    const known = await givenTokens(hub, app, email, { scope: 'profile email' });
    expect((await hub.ask(known.access_token, viewer('name role email'))).data.viewer).toEqual({
      clientId: app.id,
      person: { userId: id, name: 'Ibu Contoh', role: 'ADMIN', email },
    });
    const little = await givenTokens(hub, app, email, { scope: 'email' });
    expect((await hub.ask(little.access_token, viewer('email'))).data.viewer.person).toEqual({
      userId: id,
      email,
    });
    expect((await hub.ask(little.access_token, viewer('name'))).codes).toEqual(['FORBIDDEN']);
    const program = await hub.givenToken(await hub.givenClient(school, ['read']));
    expect((await hub.ask(program, viewer(''))).data.viewer.person).toBeNull();
  });
});
