import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { identityOf } from '../../../run/definitions.ts';
import { organisationPrincipal } from '../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../fixtures.ts';
import { testClientId } from './clients/test-client.ts';
import { type OAuthUnderTest, startOAuth } from './oauth-under-test.ts';

const insecure = { [oauth.allowInsecureRequests]: true };

describe('client credentials', () => {
  let hub: OAuthUnderTest;
  let school: string;
  let client: { id: string; secret: string };
  beforeAll(async () => {
    hub = await startOAuth();
    school = await givenOrganisation(hub.hub);
    client = await hub.givenClient(school, ['read', 'training:write']);
  });
  afterAll(() => hub.close());

  const post = async (path: string, body: string | URLSearchParams, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${hub.issuer}${path}`, { method: 'POST', body, headers });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null };
  };
  const readAlone = async ({ status, headers, body }: Response) => {
    await body?.cancel();
    return { status, headers, body: null };
  };
  const form = (fields: Record<string, string> = {}) =>
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.secret,
      ...fields,
    });

  it('openid-client discovers the hub, gets a token, uses, introspects and revokes it', async () => {
    const config = await openid.discovery(new URL(hub.issuer), client.id, client.secret, undefined, {
      execute: [openid.allowInsecureRequests],
    });
    const tokens = await openid.clientCredentialsGrant(config, { scope: 'read' });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 600, scope: 'read' });
    expect(await hub.viewerOf(tokens.access_token)).toMatchObject({
      viewer: { id: client.id, kind: 'organisation', scopes: ['read'], organisation: { id: school } },
    });
    expect(await openid.tokenIntrospection(config, tokens.access_token)).toMatchObject({
      active: true,
      scope: 'read',
      client_id: client.id,
      iss: hub.issuer,
      aud: hub.issuer,
    });
    await openid.tokenRevocation(config, tokens.access_token);
    expect(await openid.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
    expect(await hub.viewerOf(tokens.access_token)).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'The access token was revoked.',
    });
  });

  it('are not what everybody knows: test_key is nobody, also over data of a hub that had it', async () => {
    const { createTestClient } = identityOf(hub.hub.subgraphs);
    await createTestClient(school);
    for (const id of ['test_key', testClientId]) {
      await expect(hub.givenToken({ id, secret: 'test_secret' })).rejects.toThrow('invalid_client');
    }
  });

  it('oauth4webapi reads the metadata, gets a token, and finds it signed by a published key', async () => {
    const issuer = new URL(hub.issuer);
    const as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
    );
    const answer = await oauth.clientCredentialsGrantRequest(
      as,
      { client_id: client.id },
      oauth.ClientSecretBasic(client.secret),
      {},
      insecure,
    );
    const { access_token } = await oauth.processClientCredentialsResponse(
      as,
      { client_id: client.id },
      answer,
    );
    const request = new Request(hub.issuer, { headers: { authorization: `Bearer ${access_token}` } });
    const claims = await oauth.validateJwtAccessToken(as, request, hub.issuer, {
      signingAlgorithms: ['EdDSA'],
      ...insecure,
    });
    expect(claims).toMatchObject({ client_id: client.id, scope: 'read training:write' });
  });

  it('promises in its metadata only what it does', async () => {
    const answers = ['openid-configuration', 'oauth-authorization-server'].map(async (name) =>
      (await fetch(`${hub.issuer}/.well-known/${name}`)).json(),
    );
    for (const path of ['/.well-known/openid-configuration', '/oauth/jwks']) {
      const head = await fetch(hub.issuer + path, { method: 'HEAD' });
      expect([head.status, await head.text()]).toEqual([200, '']);
    }
    const [one, other] = await Promise.all(answers);
    expect(one).toEqual(other);
    expect(one).toEqual({
      issuer: hub.issuer,
      authorization_endpoint: `${hub.issuer}/oauth/authorize`,
      token_endpoint: `${hub.issuer}/oauth/token`,
      userinfo_endpoint: `${hub.issuer}/oauth/userinfo`,
      revocation_endpoint: `${hub.issuer}/oauth/revoke`,
      introspection_endpoint: `${hub.issuer}/oauth/introspect`,
      end_session_endpoint: `${hub.issuer}/oauth/sign-out`,
      jwks_uri: `${hub.issuer}/oauth/jwks`,
      grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      scopes_supported: expect.arrayContaining(['read', 'openid', 'profile', 'email', 'courses']),
      claims_supported: expect.arrayContaining(['sub', 'name', 'role', 'organisation_id', 'email']),
      subject_types_supported: ['public'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['EdDSA'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      authorization_response_iss_parameter_supported: true,
      request_uri_parameter_supported: false,
      request_parameter_supported: false,
      ui_locales_supported: ['id', 'en'],
    });
  });

  it.each([
    ['of an origin that may call', 'https://app.example', 'https://app.example'],
    ['of the hub itself', 'http://127.0.0.1', null],
    ['of any other', 'https://evil.example', null],
  ])(
    'are given to a page %s, and whether it may read them is the gateway’s word',
    async (_, origin, allowed) => {
      const answers = [await post('/oauth/token', form(), { origin })];
      for (const path of ['/oauth/jwks', '/.well-known/openid-configuration', '/v1/me'])
        answers.push(await fetch(`${hub.issuer}${path}`, { headers: { origin } }).then(readAlone));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 401]);
      for (const { headers } of answers) {
        const told = [...headers].filter(([name]) => /^access-control-(?!expose)/.test(name));
        expect(told).toEqual(allowed ? [['access-control-allow-origin', allowed]] : []);
        expect(headers.get('vary')).toContain('Origin');
      }
    },
  );

  it('are taken as a form and as JSON, at each of the addresses that partners were given', async () => {
    for (const path of ['/oauth/token', '/api/oauth/token', '/auth/token']) {
      const asForm = await post(path, form());
      const asJson = await post(path, JSON.stringify(Object.fromEntries(form())), {
        'content-type': 'application/json',
      });
      for (const { status, body, headers } of [asForm, asJson]) {
        expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
        expect(headers.get('x-request-id')).toBeTruthy();
        expect(body).toMatchObject({
          token_type: 'Bearer',
          expires_in: 600,
          scope: 'read training:write',
        });
        expect((await hub.viewerOf(body.access_token)).viewer).toMatchObject({ id: client.id });
      }
    }
    const token = await hub.givenToken(client);
    const revoked = await post('/api/oauth/revoke', form({ token }));
    expect([revoked.status, revoked.headers.get('content-type')]).toEqual([200, null]);
    expect((await hub.viewerOf(token)).code).toBe('UNAUTHENTICATED');
  });

  it('with a wrong secret, of another client, or of nobody get nothing', async () => {
    const other = await hub.givenClient(school, ['read']);
    const wrongs: Record<string, string>[] = [
      { client_secret: other.secret },
      { client_secret: 'guess' },
      { client_secret: `${client.secret}x` },
      { client_id: '01890a5d-ac96-774b-bcce-b302099a8001' },
      { client_id: 'x' },
    ];
    for (const wrong of wrongs) {
      const { status, body } = await post('/oauth/token', form(wrong));
      expect([status, body.error]).toEqual([401, 'invalid_client']);
    }
    const unnamed = await post('/oauth/token', new URLSearchParams({ grant_type: 'client_credentials' }));
    expect([unnamed.status, unnamed.body.error]).toEqual([400, 'invalid_request']);
  });

  it('get no scope beyond the client’s, no other grant, and no token for somebody else', async () => {
    const refused = async (fields: Record<string, string>) =>
      (await post('/oauth/token', form(fields))).body.error;
    expect(await refused({ scope: 'read admin' })).toBe('invalid_scope');
    expect(await refused({ resource: 'https://elsewhere.example' })).toBe('invalid_target');
    for (const grant_type of ['password', 'authorization_code', 'refresh_token']) {
      const fields = { grant_type, code: 'x', refresh_token: 'x', redirect_uri: 'https://app.example' };
      expect(await refused(fields)).toMatch(/unsupported_grant_type|unauthorized_client|invalid_request/);
    }
  });

  it('get narrower scopes on request, where the client’s allow them', async () => {
    const narrow = await post('/oauth/token', form({ scope: 'payments:read training:write' }));
    expect(narrow.body.scope).toBe('payments:read training:write');
    expect((await hub.viewerOf(narrow.body.access_token)).viewer).toMatchObject({
      scopes: ['payments:read', 'training:write'],
    });
    for (const scope of ['payments:write', 'students:nik', 'permits:all', 'write']) {
      expect((await post('/oauth/token', form({ scope }))).body.error).toBe('invalid_scope');
    }
  });

  it('get no token for a scope that does not exist, and all of the client’s where none is named', async () => {
    for (const scope of ['trainning:read', 'read trainning:read']) {
      const { status, body } = await post('/oauth/token', form({ scope }));
      expect([status, body]).toEqual([
        400,
        { error: 'invalid_scope', error_description: 'there is no such scope', scope: 'trainning:read' },
      ]);
    }
    for (const scope of ['', ' ']) {
      expect((await post('/oauth/token', form({ scope }))).body.scope).toBe('read training:write');
    }
    expect((await post('/oauth/token', form({ scope: 'read "' }))).body.error).toBe('invalid_scope');
  });

  it('in a body that is unreadable are refused with what is wrong, which nobody keeps', async () => {
    const json = { 'content-type': 'application/json' };
    for (const body of ['{', '[]', 'null', '{"grant_type":1}', '{"client_id":{"$ne":""}}']) {
      const { status, headers, body: said } = await post('/oauth/token', body, json);
      expect([status, said.error, headers.get('cache-control')]).toEqual([
        400,
        'invalid_request',
        'no-store',
      ]);
    }
    expect((await post('/oauth/token', 'x'.repeat(20_000))).status).toBe(413);
    const twice = `${form()}&grant_type=client_credentials`;
    const doubled = await post('/oauth/token', twice, {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([doubled.status, doubled.body.error]).toEqual([400, 'invalid_request']);
  });

  it('stop with the secret that was replaced, and work with the new one', async () => {
    const { id, secret } = await hub.givenClient(school, ['read']);
    const { data } = await hub.hub.call(
      'identity',
      organisationPrincipal(school, 'admin'),
      'mutation($id: ID!) { rotateOAuthClientSecret(input: { id: $id }) { secret } }',
      { id },
    );
    await expect(hub.givenToken({ id, secret })).rejects.toThrow('invalid_client');
    const token = await hub.givenToken({ id, secret: data.rotateOAuthClientSecret.secret });
    expect((await hub.viewerOf(token)).viewer).toMatchObject({ id });
  });

  it('whose secret is guessed are compared a few at a time, the rest is told to come back, and the right one waits for none', async () => {
    expect((await post('/oauth/token', form())).status).toBe(200);
    const guess = () => form({ client_secret: `hcs_${randomBytes(32).toString('base64url')}` });
    const guesses = Array.from({ length: 100 }, () => post('/oauth/token', guess()));
    expect((await post('/oauth/token', form())).status).toBe(200);
    const answers = await Promise.all(guesses);
    const told = new Set(answers.map(({ status, body }) => `${status} ${body.error}`));
    expect(told).toEqual(new Set(['401 invalid_client', '429 temporarily_unavailable']));
    for (const { status, headers } of answers)
      expect(Number(headers.get('retry-after')) > 0).toBe(status === 429);
  });
});
