import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordedEvents } from '../../../../test/recorded-events.ts';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../../fixtures.ts';
import { identity } from '../../subgraph.ts';
import { isClientSecret } from './client-secret.ts';

const create =
  'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id name scopes organisation { id } } } }';
const rotate = 'mutation($id: ID!) { rotateOAuthClientSecret(input: { id: $id }) { secret client { id } } }';
const remove = 'mutation($id: ID!) { deleteOAuthClient(input: { id: $id }) { id } }';
const list = '{ oauthClients { totalCount nodes { id name } } }';

describe('OAuth clients', () => {
  let hub: SubgraphHarness;
  let school: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    school = await givenOrganisation(hub);
  });
  afterAll(() => hub.close());

  const as = (organisation: string) => organisationPrincipal(organisation, 'admin');
  async function givenClient() {
    const input = { name: 'LMS', scopes: ['read'] };
    return (await hub.call('identity', as(school), create, { input })).data.createOAuthClient;
  }

  it('are made for one’s own organisation, with a secret that is shown once and kept as a hash', async () => {
    const input = { name: 'LMS', scopes: ['read', 'read', 'training:write'] };
    const { data, errors } = await hub.call('identity', as(school), create, { input });
    expect(errors).toEqual([]);
    const { secret, client } = data.createOAuthClient;
    expect(secret).toMatch(/^hcs_[\w-]{43}$/);
    expect(client).toMatchObject({ scopes: ['read', 'training:write'], organisation: { id: school } });
    const { rows } = await hub.pool.query('SELECT * FROM identity.oauth_clients WHERE id = $1', [client.id]);
    expect(rows[0].secret_hash).toMatch(/^\$2b\$10\$/);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(await isClientSecret(secret, rows[0].secret_hash)).toBe(true);
  });

  it('get no scope that who makes them lacks, and are made by administrators of organisations alone', async () => {
    const make = async (principal: Parameters<typeof hub.call>[1], scopes: string[]) =>
      (await hub.call('identity', principal, create, { input: { name: 'LMS', scopes } })).codes;
    expect(await make(as(school), ['students:nik'])).toEqual(['FORBIDDEN']);
    expect(await make(organisationPrincipal(school), ['read'])).toEqual(['FORBIDDEN']);
    const student = await givenStudent(hub, school);
    expect(await make(learnerPrincipal([student], [school], 'admin'), ['read'])).toEqual(['FORBIDDEN']);
    expect(await make(as(school), ['everything'])).toEqual(['VALIDATION_ERROR']);
    expect(await make(as(school), [])).toEqual(['VALIDATION_ERROR']);
    expect(await make(platformPrincipal(), ['read'])).toEqual(['VALIDATION_ERROR']);
  });

  it('are called what can be read as it stands, since people agree to them by name', async () => {
    const named = async (name: string) => {
      const { data, errors } = await hub.call('identity', as(school), create, {
        input: { name, scopes: ['read'] },
      });
      return errors.length > 0 ? errors[0]?.message : typeof data.createOAuthClient.secret;
    };
    for (const name of [
      'Papan\u202eretsaM',
      'Papan\u2066 Belajar',
      'Papan\nHub',
      'Papan\u0085',
      'Papan\u2028',
    ])
      expect(await named(name)).toBe(
        'name: must be one line, without control characters and marks of direction',
      );
    for (const name of ['مدرسة الحاسوب', 'Papan – “Belajar” ☕', 'Ça & co.'])
      expect(await named(name)).toBe('string');
  });

  it('are not there for other organisations', async () => {
    const { client } = await givenClient();
    const other = as(await givenOrganisation(hub, 'LPK Lain'));
    expect((await hub.call('identity', other, list)).data.oauthClients).toEqual({ totalCount: 0, nodes: [] });
    for (const mutation of [rotate, remove]) {
      expect((await hub.call('identity', other, mutation, { id: client.id })).codes).toEqual(['NOT_FOUND']);
    }
    const { nodes } = (await hub.call('identity', as(school), list)).data.oauthClients;
    expect(nodes).toContainEqual({ id: client.id, name: 'LMS' });
  });

  it('tell each change of theirs by an event that holds no secret', async () => {
    const { client, secret } = await givenClient();
    const { data } = await hub.call('identity', as(school), rotate, { id: client.id });
    await hub.call('identity', as(school), remove, { id: client.id });
    expect((await hub.call('identity', as(school), remove, { id: client.id })).codes).toEqual(['NOT_FOUND']);
    const told = await recordedEvents(hub, { subjectId: client.id });
    expect(told.map(({ type }) => type).sort()).toEqual([
      'oauth_client.created',
      'oauth_client.deleted',
      'oauth_client.secret_rotated',
    ]);
    expect(JSON.stringify(told)).not.toMatch(/hcs_/);
    expect(data.rotateOAuthClientSecret.secret).not.toBe(secret);
  });

  const app = (fields: Record<string, unknown>) => ({
    name: 'Papan Belajar',
    type: 'WEB',
    scopes: ['profile', 'read'],
    redirectUris: ['https://app.example/callback'],
    ...fields,
  });
  const made =
    'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id type redirectUris postLogoutRedirectUris secretChangedAt } } }';
  const update =
    'mutation($input: UpdateOAuthClientInput!) { updateOAuthClient(input: $input) { redirectUris postLogoutRedirectUris } }';

  it('that people sign in to have addresses to lead back to, and on a device no secret', async () => {
    const input = app({ type: 'NATIVE', redirectUris: ['http://127.0.0.1/cb', 'id.example.app:/cb'] });
    const { data } = await hub.call('identity', as(school), made, { input });
    const { id } = data.createOAuthClient.client;
    expect(data.createOAuthClient).toEqual({
      secret: null,
      client: {
        id,
        type: 'NATIVE',
        redirectUris: input.redirectUris,
        postLogoutRedirectUris: [],
        secretChangedAt: null,
      },
    });
    expect((await hub.call('identity', as(school), rotate, { id })).codes).toEqual(['CONFLICT']);
    const changes = { id, postLogoutRedirectUris: ['id.example.app:/bye'] };
    expect((await hub.call('identity', as(school), update, { input: changes })).data).toEqual({
      updateOAuthClient: {
        redirectUris: input.redirectUris,
        postLogoutRedirectUris: ['id.example.app:/bye'],
      },
    });
    const other = as(await givenOrganisation(hub, 'LPK Lain'));
    expect((await hub.call('identity', other, update, { input: changes })).codes).toEqual(['NOT_FOUND']);
  });

  it.each([
    ['WEB', 'http://app.example/callback'],
    ['WEB', 'http://127.0.0.1/callback'],
    ['WEB', 'id.example.app:/callback'],
    ['WEB', 'https://app.example/callback#x'],
    ['WEB', 'https://app.example/callback#'],
    ['WEB', 'https://user@app.example/callback'],
    ['WEB', 'https://*.example/callback'],
    ['WEB', 'https://app.example/a/../b'],
    ['WEB', 'https://APP.example/callback'],
    ['WEB', 'https://app.example\\@evil.example'],
    ['WEB', ' https://app.example/callback'],
    ['WEB', '/callback'],
    ['WEB', `https://app.example/${'x'.repeat(2000)}`],
    ['NATIVE', 'http://localhost/callback'],
    ['NATIVE', 'http://192.168.0.1/callback'],
    ['NATIVE', 'javascript:alert(1)'],
    ['NATIVE', 'data:text/html,x'],
    ['NATIVE', 'myapp:/callback'],
  ])('of the type %s do not lead back to %s, and say why', async (type, address) => {
    for (const field of ['redirectUris', 'postLogoutRedirectUris']) {
      const input = app({
        type,
        ...(type === 'NATIVE' && { redirectUris: ['id.example.app:/cb'] }),
        [field]: [address],
      });
      const { codes, fields, errors } = await hub.call('identity', as(school), made, { input });
      expect([codes, fields]).toEqual([['VALIDATION_ERROR'], [`${field}.0`]]);
      expect(errors[0]?.message).toMatch(/must|may/);
    }
  });

  it('need addresses when people sign in, and have neither these nor personal scopes when nobody does', async () => {
    const refused = async (input: object) => (await hub.call('identity', as(school), made, { input })).fields;
    expect(await refused(app({ redirectUris: null }))).toEqual(['redirectUris']);
    expect(await refused(app({ redirectUris: [] }))).toEqual(['redirectUris']);
    expect(await refused(app({ type: 'MACHINE', scopes: ['read'] }))).toEqual(['redirectUris']);
    expect(await refused(app({ type: 'MACHINE', redirectUris: null }))).toEqual(['scopes']);
  });
});
