import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Authenticator } from '../../../platform/auth/authenticator.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import {
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../fixtures.ts';
import { type IdentityParts, identity } from '../subgraph.ts';
import { createApiKey, givenApiKey } from './api-key-under-test.ts';

describe('API keys', () => {
  let hub: SubgraphHarness;
  let authenticator: Authenticator;
  let school: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    const [{ parts }] = hub.subgraphs as [Subgraph<IdentityParts>];
    authenticator = parts.authenticator;
    school = await givenOrganisation(hub);
  });
  afterAll(() => hub.close());

  const givenKey = (fields: Record<string, unknown> = {}) =>
    givenApiKey(hub, { organisationId: school, ...fields });

  it('are shown once and kept as a bcrypt hash and a prefix', async () => {
    const { key, apiKey } = await givenKey();
    expect(key.startsWith(`${apiKey.prefix}_`)).toBe(true);
    const { rows } = await hub.pool.query(
      'SELECT key_hash, row_to_json(k)::text AS row FROM identity.api_keys k WHERE id = $1',
      [apiKey.id],
    );
    expect(rows[0].key_hash).toMatch(/^\$2b\$/);
    expect(rows[0].row).not.toContain(key);
    const listed = await hub.call('identity', platformPrincipal(), '{ apiKeys { nodes { id prefix } } }');
    expect(listed.data.apiKeys.nodes).toContainEqual({ id: apiKey.id, prefix: apiKey.prefix });
  });

  it('say who is asking: their organisation and their scopes', async () => {
    const { key, apiKey } = await givenKey({ scopes: ['training:read', 'payments:write'] });
    expect(await authenticator.authenticate({ apiKey: key })).toMatchObject({
      kind: 'organisation',
      id: apiKey.id,
      organisationId: school,
      scopes: ['training:read', 'payments:write'],
    });
  });

  it('of a learner say all of the person’s student rows, in every organisation', async () => {
    const elsewhere = await givenOrganisation(hub, 'LPK Lain');
    const nik = '3201011505990002';
    const mine = await givenStudent(hub, school, { nik });
    const also = await givenStudent(hub, elsewhere, { nik });
    const { key } = await givenKey({ studentId: mine, organisationId: null });
    const principal = await authenticator.authenticate({ apiKey: key });
    expect(principal.kind).toBe('learner');
    expect([...principal.studentIds].sort()).toEqual([mine, also].sort());
    expect([...principal.organisationIds].sort()).toEqual([school, elsewhere].sort());
  });

  it('of a learner that an organisation makes show what that organisation has, whatever NIK it claims', async () => {
    const elsewhere = await givenOrganisation(hub, 'LPK Ingin Tahu');
    const nik = '3201011505990003';
    await givenStudent(hub, school, { nik });
    const claimed = await givenStudent(hub, elsewhere, { nik });
    const { data } = await hub.call('identity', organisationPrincipal(elsewhere, 'admin'), createApiKey, {
      input: { name: 'x', scopes: ['read'], studentId: claimed },
    });
    const principal = await authenticator.authenticate({ apiKey: data.createApiKey.key });
    expect(principal).toMatchObject({ kind: 'learner', studentIds: [claimed], organisationIds: [elsewhere] });
  });

  it('are refused at once when they are revoked, though they were used a moment before', async () => {
    const { key, apiKey } = await givenKey();
    await authenticator.authenticate({ apiKey: key });
    const revoke = 'mutation($id: ID!) { revokeApiKey(input: {id: $id}) { revokedAt } }';
    const answer = await hub.call('identity', platformPrincipal(), revoke, { id: apiKey.id });
    expect(answer.data.revokeApiKey.revokedAt).not.toBeNull();
    await expect(authenticator.authenticate({ apiKey: key })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const again = await hub.call('identity', platformPrincipal(), revoke, { id: apiKey.id });
    expect(again.data).toEqual(answer.data);
  });

  it('are refused once they have expired', async () => {
    const { key, apiKey } = await givenKey({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    await authenticator.authenticate({ apiKey: key });
    await hub.pool.query(
      `UPDATE identity.api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`,
      [apiKey.id],
    );
    const { key: another, apiKey: revoked } = await givenKey();
    await hub.call(
      'identity',
      platformPrincipal(),
      'mutation($id: ID!) { revokeApiKey(input: {id: $id}) { id } }',
      { id: revoked.id },
    );
    expect(another).toBeTruthy();
    await expect(authenticator.authenticate({ apiKey: key })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it.each([
    ['hub_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'is not known'],
    ['rubbish', 'is no key'],
    ['x'.repeat(10_000), 'is far too long'],
  ])('are refused when the key %.30s %s', async (apiKey) => {
    await expect(authenticator.authenticate({ apiKey })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are refused when only the secret part is wrong', async () => {
    const { key } = await givenKey();
    const wrong = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    await expect(authenticator.authenticate({ apiKey: wrong })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('remember when they were last used', async () => {
    const { key, apiKey } = await givenKey();
    await authenticator.authenticate({ apiKey: key });
    const deadline = Date.now() + 90_000;
    let lastUsed: Date | null = null;
    while (!lastUsed && Date.now() < deadline) {
      const { rows } = await hub.pool.query('SELECT last_used_at FROM identity.api_keys WHERE id = $1', [
        apiKey.id,
      ]);
      lastUsed = rows[0].last_used_at;
    }
    expect(lastUsed).toBeInstanceOf(Date);
  });

  it('cannot allow more than the key that makes them', async () => {
    const answer = await hub.call('identity', organisationPrincipal(school, 'admin'), createApiKey, {
      input: { name: 'x', scopes: ['students:nik'] },
    });
    expect(answer.codes).toEqual(['FORBIDDEN']);
  });

  it('cannot be made for another organisation or its students', async () => {
    const other = await givenOrganisation(hub, 'LPK Lain Lagi');
    const student = await givenStudent(hub, other);
    const admin = organisationPrincipal(school, 'admin');
    const forOrganisation = await hub.call('identity', admin, createApiKey, {
      input: { name: 'x', scopes: ['read'], organisationId: other },
    });
    expect(forOrganisation.fields).toEqual(['organisationId']);
    const forStudent = await hub.call('identity', admin, createApiKey, {
      input: { name: 'x', scopes: ['read'], studentId: student },
    });
    expect(forStudent.fields).toEqual(['studentId']);
  });

  it.each([
    [{ scopes: ['everything'] }, 'scopes'],
    [{ scopes: [] }, 'scopes'],
    [{ name: '' }, 'name'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ allowedAddresses: ['lms.example.org'] }, 'allowedAddresses.0'],
    [{ allowedAddresses: ['203.0.113.7', '203.0.113.0/33'] }, 'allowedAddresses.1'],
    [{ allowedAddresses: Array(51).fill('203.0.113.7') }, 'allowedAddresses'],
    [{ readsPerHour: 0 }, 'readsPerHour'],
    [{ readsPerHour: 1_001 }, 'readsPerHour'],
    [{ writesPerHour: 1_001 }, 'writesPerHour'],
  ])('are refused with the input %j', async (wrong, field) => {
    const answer = await hub.call('identity', platformPrincipal(), createApiKey, {
      input: { name: 'x', scopes: ['read'], organisationId: school, ...wrong },
    });
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], [field]]);
  });

  it('with allowed addresses are refused from elsewhere, and say so', async () => {
    const { key, apiKey } = await givenKey({ allowedAddresses: ['203.0.113.0/24', '2001:db8:1::/48'] });
    for (const address of ['203.0.113.200', '::ffff:203.0.113.200', '2001:db8:1:2::3']) {
      expect(await authenticator.authenticate({ apiKey: key, address })).toMatchObject({ id: apiKey.id });
    }
    const elsewhere = ['203.0.114.1', '2001:db8:2::1', 'unknown', '', undefined];
    for (const address of elsewhere) {
      await expect(authenticator.authenticate({ apiKey: key, address })).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining('may not be used from'),
      });
    }
  });

  it('tell anybody who they are, and nobody that they are nobody', async () => {
    const viewer = await hub.call(
      'identity',
      organisationPrincipal(school, 'identity:read'),
      '{ viewer { kind scopes organisation { id } } }',
    );
    expect(viewer.data.viewer).toEqual({
      kind: 'organisation',
      scopes: ['identity:read'],
      organisation: { id: school },
    });
    expect((await authenticator.authenticate({})).kind).toBe('anonymous');
  });
});
