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
import { givenApiKey } from './api-key-under-test.ts';

describe('API keys that are changed or rotated', () => {
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
});
