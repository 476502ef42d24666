import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose';
import { openStream } from '../../../../gateway/fixtures/event-stream.ts';
import { connect, receive, until } from '../../../../gateway/fixtures/websocket-client.ts';
import { openOrm } from '../../../../platform/db/orm.ts';
import { identityOf } from '../../../../run/definitions.ts';
import { organisationPrincipal, platformPrincipal } from '../../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../../fixtures.ts';
import { type OAuthUnderTest, startOAuth } from '../oauth-under-test.ts';
import { SigningKey } from '../signing-keys/signing-key.ts';
import { AccessTokenVerifier } from './access-token-verifier.ts';
import { Revocation } from './revocations.ts';

const refused = (message: string) => ({ code: 'UNAUTHENTICATED', message });
const invalid = refused('The access token is not valid.');
/** What the hub promises; after a standstill there is one more look. */
const soonMs = 5_000;
const everythingButDate = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];
const rotate = 'mutation { rotateOAuthSigningKey { id } }';

describe('an access token', () => {
  let hub: OAuthUnderTest;
  let school: string;
  let client: { id: string; secret: string };
  let good: string;
  let signingKey: JWK;
  beforeAll(async () => {
    hub = await startOAuth();
    school = await givenOrganisation(hub.hub);
    client = await hub.givenClient(school, ['read', 'write']);
    good = await hub.givenToken(client);
    const { rows } = await hub.hub.pool.query('SELECT private_sealed FROM identity.oauth_signing_keys');
    signingKey = JSON.parse(hub.hub.cipher.open(rows[0].private_sealed));
  });
  afterAll(() => hub.close());

  /** A token like the good one but for what is changed, signed as the hub does. */
  async function forged(
    claims: Record<string, unknown>,
    header: Record<string, unknown> = {},
    key?: Awaited<ReturnType<typeof importJWK>>,
  ) {
    return new SignJWT({ ...decodeJwt(good), ...claims })
      .setProtectedHeader({ ...decodeProtectedHeader(good), ...header, alg: 'EdDSA' })
      .sign(key ?? (await importJWK(signingKey, 'EdDSA')));
  }
  const seconds = () => Math.floor(Date.now() / 1000);

  it('is signed with EdDSA, lasts ten minutes, and lets its holder act as the organisation, within its scopes', async () => {
    expect(decodeProtectedHeader(good)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
    const { iat, exp, ...claims } = decodeJwt(good) as { iat: number; exp: number };
    expect(exp - iat).toBe(600);
    expect(claims).toEqual({
      iss: hub.issuer,
      aud: hub.issuer,
      sub: client.id,
      client_id: client.id,
      organisation_id: school,
      scope: 'read write',
      jti: expect.any(String),
    });
    expect((await hub.viewerOf(good)).viewer).toEqual({
      id: client.id,
      kind: 'organisation',
      scopes: ['read', 'write'],
      organisation: { id: school },
    });
  });

  it('is accepted when only what does not matter was changed, so that the refusals below are about the change', async () => {
    expect((await hub.viewerOf(await forged({ extra: 1 }))).viewer).toMatchObject({ id: client.id });
  });

  it('without a signature, or whose algorithm says so, is refused', async () => {
    const [, payload] = good.split('.');
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      const header = { ...decodeProtectedHeader(good), alg };
      const head = Buffer.from(JSON.stringify(header)).toString('base64url');
      expect(await hub.viewerOf(`${head}.${payload}.`)).toMatchObject(invalid);
    }
    expect(await hub.viewerOf(`${good.split('.').slice(0, 2).join('.')}.`)).toMatchObject(invalid);
  });

  it('that was made with the public key as a shared secret is refused', async () => {
    const { keys } = (await (await fetch(`${hub.issuer}/oauth/jwks`)).json()) as { keys: JWK[] };
    expect(keys[0]).not.toHaveProperty('d');
    const header = { ...decodeProtectedHeader(good), alg: 'HS256' };
    const head = Buffer.from(JSON.stringify(header)).toString('base64url');
    for (const secret of [JSON.stringify(keys[0]), Buffer.from(String(keys[0]?.x), 'base64url')]) {
      const body = `${head}.${good.split('.')[1]}`;
      const mac = createHmac('sha256', secret).update(body).digest('base64url');
      expect(await hub.viewerOf(`${body}.${mac}`)).toMatchObject(invalid);
    }
  });

  it('signed with another key is refused, whether it names the hub’s key, its own, none, or brings one along', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = await exportJWK(publicKey);
    for (const header of [
      {},
      { kid: 'mine' },
      { kid: undefined },
      { kid: undefined, jwk },
      { jku: 'http://127.0.0.1:1' },
    ]) {
      expect(await hub.viewerOf(await forged({}, header, privateKey))).toMatchObject(invalid);
    }
  });

  it.each([
    ['another audience', { aud: 'https://elsewhere.example' }, 'The access token is not for this hub.'],
    ['no audience', { aud: undefined }, 'The access token is not for this hub.'],
    ['another issuer', { iss: 'https://elsewhere.example' }, 'The access token is not for this hub.'],
    ['no id', { jti: undefined }, 'The access token is not valid.'],
    ['no organisation', { organisation_id: undefined }, 'The access token is not valid.'],
    ['no expiry', { exp: undefined }, 'The access token is not valid.'],
  ])('with %s is refused', async (_, claims, message) => {
    expect(await hub.viewerOf(await forged(claims))).toMatchObject(refused(message));
  });

  it('is refused before its time, after its time, and when it would last longer than any the hub makes', async () => {
    expect(await hub.viewerOf(await forged({ nbf: seconds() + 300 }))).toMatchObject(
      refused('The access token is not valid yet.'),
    );
    expect(await hub.viewerOf(await forged({ iat: seconds() + 300, exp: seconds() + 900 }))).toMatchObject(
      refused('The access token is not valid yet.'),
    );
    for (const claims of [
      { iat: seconds() - 700, exp: seconds() - 60 },
      { iat: seconds() - 86_400, exp: seconds() + 86_400 },
    ]) {
      expect(await hub.viewerOf(await forged(claims))).toMatchObject(
        refused('The access token has expired; get another one.'),
      );
    }
  });

  it('that was accepted is refused once it has expired', async () => {
    const ending = await forged({ iat: seconds(), exp: seconds() + 600 });
    expect((await hub.viewerOf(ending)).viewer).toMatchObject({ id: client.id });
    // More than the tolerance of clocks later; nothing but the time of day is another.
    jest.useFakeTimers({ now: Date.now() + 640_000, doNotFake: everythingButDate });
    const { message } = await hub.viewerOf(ending);
    jest.useRealTimers();
    expect(message).toBe('The access token has expired; get another one.');
  });

  it('is no other JWT of the same signer', async () => {
    for (const typ of ['JWT', undefined]) {
      expect(await hub.viewerOf(await forged({}, { typ }))).toMatchObject(invalid);
    }
  });

  it('holds no scope that the hub does not know', async () => {
    const viewer = { viewer: { scopes: ['read'] } };
    expect(
      await hub.viewerOf(await forged({ scope: 'read constructor __proto__ everything' })),
    ).toMatchObject(viewer);
  });

  it.each(['', 'x', 'a.b.c', '.'.repeat(3), `${'x'.repeat(5_000)}.y.z`])(
    'is not the text %j',
    async (text) => {
      const { code, viewer } = await hub.viewerOf(text);
      // An empty one is none at all.
      if (text === '') expect(viewer).toMatchObject({ kind: 'anonymous' });
      else expect(code).toBe('UNAUTHENTICATED');
    },
  );

  it('is verified without asking the database', async () => {
    await hub.viewerOf(good);
    hub.hub.statements.length = 0;
    const { authenticator } = identityOf(hub.hub.subgraphs);
    for (let time = 0; time < 50; time++) await authenticator.authenticate({ bearer: good });
    expect(hub.hub.statements.filter((sql) => sql.includes('oauth'))).toEqual([]);
  });

  it('stays valid when the signing key is rotated, which only the operator may', async () => {
    const refusal = await hub.hub.call('identity', organisationPrincipal(school, 'admin'), rotate);
    expect(refusal.codes).toEqual(['FORBIDDEN']);
    const { data } = await hub.hub.call('identity', platformPrincipal(), rotate);
    const next = await hub.givenToken(client);
    expect(decodeProtectedHeader(next).kid).toBe(data.rotateOAuthSigningKey.id);
    expect((await hub.viewerOf(good)).viewer).toMatchObject({ id: client.id });
    await until(async () => (await hub.viewerOf(next)).code === undefined);
    const { keys } = (await (await fetch(`${hub.issuer}/oauth/jwks`)).json()) as { keys: JWK[] };
    expect(keys.map(({ kid }) => kid)).toEqual([
      data.rotateOAuthSigningKey.id,
      decodeProtectedHeader(good).kid,
    ]);
    const { rows } = await hub.hub.pool.query(
      "SELECT subject_id, actor_kind FROM audit.entries WHERE type = 'oauth_signing_key.rotated'",
    );
    expect(rows).toEqual([{ subject_id: data.rotateOAuthSigningKey.id, actor_kind: 'platform' }]);
  });

  it('that was revoked is refused by a process that starts later, and a good one is accepted there', async () => {
    const token = await hub.givenToken(client);
    const body = new URLSearchParams({ token, client_id: client.id, client_secret: client.secret });
    await fetch(`${hub.issuer}/oauth/revoke`, { method: 'POST', body });
    const orm = await openOrm({ url: hub.hub.databaseUrl, entities: [Revocation, SigningKey] });
    const elsewhere = new AccessTokenVerifier(orm.em, hub.issuer);
    await expect(elsewhere.verify(token)).rejects.toThrow('The access token was revoked.');
    expect(await elsewhere.verify(good)).toMatchObject({ client_id: client.id });
    await orm.close();
  });

  it('of a client that is deleted is refused within five seconds in every process, and its streams end', async () => {
    const leaver = await hub.givenClient(school, ['read']);
    const token = await hub.givenToken(leaver);
    const query = 'subscription { events { id } }';
    const socket = receive(connect(hub.gateway, { connectionParams: { Authorization: `Bearer ${token}` } }), {
      query,
    });
    const stream = await openStream(
      hub.gateway,
      { query: 'subscription($after: Cursor) { events(after: $after) { id } }' },
      { authorization: `Bearer ${token}` },
    );
    expect((await hub.viewerOf(token)).viewer).toMatchObject({ id: leaver.id });
    const { errors } = await hub.hub.call(
      'identity',
      organisationPrincipal(school, 'admin'),
      'mutation($id: ID!) { deleteOAuthClient(input: { id: $id }) { id name } }',
      { id: leaver.id },
    );
    expect(errors).toEqual([]);
    await until(async () => (await hub.viewerOf(token)).message === 'The access token was revoked.', soonMs);
    await until(() => socket.end !== undefined && stream.over, soonMs);
    expect(socket.end?.error).toMatchObject({ code: 4401 });
    await expect(hub.givenToken(leaver)).rejects.toThrow('invalid_client');
  });

  it('that another client revokes or asks about stays valid, and unknown to that one', async () => {
    const nosy = await hub.givenClient(school, ['read']);
    const ask = async (path: string) => {
      const body = new URLSearchParams({ token: good, client_id: nosy.id, client_secret: nosy.secret });
      const answer = await fetch(`${hub.issuer}${path}`, { method: 'POST', body });
      return [answer.status, await answer.text()];
    };
    expect(await ask('/oauth/introspect')).toEqual([200, '{"active":false}']);
    expect(await ask('/oauth/revoke')).toEqual([200, '']);
    expect((await hub.viewerOf(good)).viewer).toMatchObject({ id: client.id });
    const unknown = await fetch(`${hub.issuer}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: good }),
    });
    expect(unknown.status).toBe(400);
  });
});
