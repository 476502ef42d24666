import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
    const { rows } = await hub.pool.query(
      `SELECT type, data FROM events.outbox WHERE subject_id = $1
       UNION ALL SELECT type, data FROM events.log WHERE subject_id = $1`,
      [client.id],
    );
    expect(rows.map(({ type }) => type).sort()).toEqual([
      'oauth_client.created',
      'oauth_client.deleted',
      'oauth_client.secret_rotated',
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/hcs_/);
    expect(data.rotateOAuthClientSecret.secret).not.toBe(secret);
  });
});
