import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../gateway/fixtures/websocket-client.ts';
import type { Authenticator } from '../../../platform/auth/authenticator.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import {
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../fixtures.ts';
import { type IdentityParts, identity } from '../subgraph.ts';

const createApiKey =
  'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id prefix scopes lastUsedAt } } }';

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

  async function givenKey(fields: Record<string, unknown> = {}) {
    const { data, errors } = await hub.call(
      'identity',
      platformPrincipal('admin', 'students:nik'),
      createApiKey,
      {
        input: { name: 'LMS', scopes: ['read'], organisationId: school, ...fields },
      },
    );
    expect(errors).toEqual([]);
    return data.createApiKey as { key: string; apiKey: { id: string; prefix: string } };
  }

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
    const deadline = Date.now() + 5000;
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

  it('are narrowed, widened, renamed and ended by an update, at once', async () => {
    const { key, apiKey } = await givenKey();
    const from = (address: string) => authenticator.authenticate({ apiKey: key, address });
    await from('198.51.100.9');
    const update = (input: Record<string, unknown>) =>
      hub.call(
        'identity',
        organisationPrincipal(school, 'admin'),
        `mutation($input: UpdateApiKeyInput!) { updateApiKey(input: $input) {
          name allowedAddresses readsPerHour writesPerHour expiresAt } }`,
        { input: { id: apiKey.id, ...input } },
      );
    await update({ allowedAddresses: ['203.0.113.7'], name: 'Narrow', readsPerHour: 100 });
    await expect(from('198.51.100.9')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await from('203.0.113.7')).toMatchObject({
      allowance: { readsPerHour: 100, writesPerHour: 1_000 },
    });
    const wide = await update({ allowedAddresses: null, readsPerHour: null });
    expect(wide.data.updateApiKey).toEqual({
      name: 'Narrow',
      allowedAddresses: [],
      readsPerHour: null,
      writesPerHour: null,
      expiresAt: null,
    });
    expect(await from('198.51.100.9')).not.toHaveProperty('allowance');
    const other = await givenOrganisation(hub, 'LPK Tetangga');
    const foreign = await hub.call(
      'identity',
      organisationPrincipal(other, 'admin'),
      'mutation($id: ID!) { updateApiKey(input: { id: $id, allowedAddresses: [] }) { id } }',
      { id: apiKey.id },
    );
    expect(foreign.codes).toEqual(['NOT_FOUND']);
  });

  const rotateApiKey = `mutation($input: RotateApiKeyInput!) { rotateApiKey(input: $input) {
    key apiKey { id prefix scopes previousUntil rotatedAt } } }`;

  async function rotated(id: string, overlapMinutes?: number) {
    const { data, errors } = await hub.call(
      'identity',
      organisationPrincipal(school, 'admin'),
      rotateApiKey,
      {
        input: { id, overlapMinutes },
      },
    );
    expect(errors).toEqual([]);
    return data.rotateApiKey as { key: string; apiKey: { prefix: string; previousUntil: string | null } };
  }

  it('work as they were until the overlap of a rotation ends, and then as they are alone', async () => {
    const { key: before, apiKey } = await givenKey();
    await authenticator.authenticate({ apiKey: before });
    const { key: after, apiKey: shown } = await rotated(apiKey.id, 30);
    expect(after.startsWith(`${shown.prefix}_`)).toBe(true);
    expect(new Date(shown.previousUntil ?? 0).getTime()).toBeGreaterThan(Date.now() + 29 * 60_000);
    for (const key of [before, after]) {
      expect(await authenticator.authenticate({ apiKey: key })).toMatchObject({ id: apiKey.id });
    }
    await hub.pool.query(
      `UPDATE identity.api_keys SET previous_until = now() - interval '1 second' WHERE id = $1`,
      [apiKey.id],
    );
    // Whatever changes a key has all of them read anew.
    await rotated((await givenKey()).apiKey.id);
    await expect(authenticator.authenticate({ apiKey: before })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('rotated'),
    });
    expect(await authenticator.authenticate({ apiKey: after })).toMatchObject({ id: apiKey.id });
  });

  it('end at once as they were when they are rotated without an overlap, or twice', async () => {
    const { key: first, apiKey } = await givenKey();
    const { key: second } = await rotated(apiKey.id);
    const { key: third } = await rotated(apiKey.id);
    const works = (apiKey: string) =>
      authenticator.authenticate({ apiKey }).then(
        () => true,
        () => false,
      );
    expect(await Promise.all([first, second, third].map(works))).toEqual([false, true, true]);
    const { key: fourth } = await rotated(apiKey.id, 0);
    expect(await Promise.all([second, third, fourth].map(works))).toEqual([false, false, true]);
  });

  it('end as they are and as they were when they are revoked, and are not rotated then', async () => {
    const { key: before, apiKey } = await givenKey();
    const { key: after } = await rotated(apiKey.id);
    await authenticator.authenticate({ apiKey: before });
    const revoke = 'mutation($id: ID!) { revokeApiKey(input: {id: $id}) { id } }';
    await hub.call('identity', platformPrincipal(), revoke, { id: apiKey.id });
    for (const key of [before, after]) {
      await expect(authenticator.authenticate({ apiKey: key })).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    }
    const again = await hub.call('identity', platformPrincipal(), rotateApiKey, { input: { id: apiKey.id } });
    expect(again.codes).toEqual(['CONFLICT']);
  });

  it('are not rotated into the hands of who may do less than they, or is not the operator that vouched for the person', async () => {
    const strong = await givenKey({ scopes: ['students:nik'] });
    const person = await givenKey({ studentId: await givenStudent(hub, school), organisationId: null });
    for (const { apiKey } of [strong, person]) {
      const answer = await hub.call('identity', organisationPrincipal(school, 'admin'), rotateApiKey, {
        input: { id: apiKey.id },
      });
      expect(answer.codes).toEqual(['FORBIDDEN']);
    }
    const wrong = await hub.call('identity', platformPrincipal(), rotateApiKey, {
      input: { id: strong.apiKey.id, overlapMinutes: 43_201 },
    });
    expect([wrong.codes, wrong.fields]).toEqual([['VALIDATION_ERROR'], ['overlapMinutes']]);
  });

  it('tell of being rotated and changed by event', async () => {
    const seen = hub.events.stream((event) => (event.type === 'api_key.rotated' ? event : undefined));
    const { apiKey } = await givenKey();
    const { apiKey: after } = await rotated(apiKey.id);
    const { value } = await seen.next();
    expect(value).toMatchObject({
      audience: [school],
      data: { api_key_id: apiKey.id, prefix: after.prefix },
    });
    await seen.return?.();
  });

  it('may ask for what the tier of their organisation gives, and never for more', async () => {
    const organisation = await givenOrganisation(hub, 'LPK Besar');
    const setTier = (principal: Principal, tier: string) =>
      hub.call(
        'identity',
        principal,
        'mutation($input: SetOrganisationTierInput!) { setOrganisationTier(input: $input) { tier } }',
        { input: { id: organisation, tier } },
      );
    expect((await setTier(organisationPrincipal(organisation, 'admin'), 'HIGH')).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await setTier(platformPrincipal(), 'ELEVATED')).data.setOrganisationTier.tier).toBe('ELEVATED');
    const { key } = await givenKey({ organisationId: organisation });
    const limited = await givenKey({ organisationId: organisation, readsPerHour: 5_000 });
    const allowances = async () =>
      Promise.all(
        [key, limited.key].map(async (apiKey) => (await authenticator.authenticate({ apiKey })).allowance),
      );
    expect(await allowances()).toEqual([
      { readsPerHour: 10_000, writesPerHour: 10_000 },
      { readsPerHour: 5_000, writesPerHour: 10_000 },
    ]);
    await setTier(platformPrincipal(), 'STANDARD');
    await until(async () => (await allowances())[0] === undefined);
    expect(await allowances()).toEqual([undefined, { readsPerHour: 1_000, writesPerHour: 1_000 }]);
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
