import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../gateway/fixtures/websocket-client.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import {
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenApiKey } from '../api-keys/api-key-under-test.ts';
import { type IdentityParts, identity } from '../subgraph.ts';

const create = `mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id name kind } }`;

describe('organisations', () => {
  let hub: SubgraphHarness;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
  });
  afterAll(() => hub.close());

  async function createOrganisation(name: string): Promise<string> {
    const { data, errors } = await hub.call('identity', platformPrincipal(), create, {
      input: { kind: 'TRAINING_INSTITUTION', name },
    });
    expect(errors).toEqual([]);
    return data.createOrganisation.id;
  }

  it('are created by the operator and read back', async () => {
    const id = await createOrganisation('LPK Satu');
    const { data } = await hub.call(
      'identity',
      platformPrincipal(),
      '{ organisations { totalCount nodes { id name kind createdAt } } }',
    );
    expect(data.organisations.nodes).toContainEqual(expect.objectContaining({ id, name: 'LPK Satu' }));
  });

  it('are refused to a caller who is not the operator', async () => {
    const id = await createOrganisation('LPK Dua');
    const answer = await hub.call('identity', organisationPrincipal(id, 'admin'), create, {
      input: { kind: 'SCHOOL', name: 'x' },
    });
    expect(answer.codes).toEqual(['FORBIDDEN']);
  });

  it('never see one another', async () => {
    const [one, two] = [await createOrganisation('A'), await createOrganisation('B')];
    const answer = await hub.call(
      'identity',
      organisationPrincipal(one),
      'query($id: ID!) { organisation(id: $id) { id } organisations { nodes { id } totalCount } }',
      { id: two },
    );
    expect(answer.data).toEqual({
      organisation: null,
      organisations: { nodes: [{ id: one }], totalCount: 1 },
    });
    const update = await hub.call(
      'identity',
      organisationPrincipal(one),
      'mutation($id: ID!) { updateOrganisation(input: {id: $id, name: "taken over"}) { id } }',
      { id: two },
    );
    expect(update.codes).toEqual(['NOT_FOUND']);
  });

  it('tell a caller without the scope which one is missing', async () => {
    const id = await createOrganisation('C');
    const answer = await hub.call(
      'identity',
      organisationPrincipal(id, 'payments:read'),
      '{ organisations { totalCount } }',
    );
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(answer.errors[0]?.message).toContain('identity:read');
  });

  it('name every field that is wrong in the input', async () => {
    const answer = await hub.call('identity', platformPrincipal(), create, {
      input: { kind: 'SCHOOL', name: '', email: 'nobody', phone: '12' },
    });
    expect(answer.codes).toEqual(['VALIDATION_ERROR']);
    expect(answer.fields.sort()).toEqual(['email', 'name', 'phone']);
    const turned = await hub.call('identity', platformPrincipal(), create, {
      input: { kind: 'SCHOOL', name: 'LPK\u202ehalokeS' },
    });
    expect(turned.fields).toEqual(['name']);
  });

  it('refuse a registration number that is taken', async () => {
    const input = { kind: 'SCHOOL', name: 'S', registrationNumber: 'REG-1' };
    await hub.call('identity', platformPrincipal(), create, { input });
    const again = await hub.call('identity', platformPrincipal(), create, { input });
    expect(again.codes).toEqual(['DUPLICATE']);
  });

  it('give their keys what their tier allows, and never more', async () => {
    const organisation = await createOrganisation('LPK Besar');
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
    const { key } = await givenApiKey(hub, { organisationId: organisation });
    const limited = await givenApiKey(hub, { organisationId: organisation, readsPerHour: 5_000 });
    const [{ parts }] = hub.subgraphs as [Subgraph<IdentityParts>];
    const allowances = async () =>
      Promise.all(
        [key, limited.key].map(
          async (apiKey) => (await parts.authenticator.authenticate({ apiKey })).allowance,
        ),
      );
    expect(await allowances()).toEqual([
      { readsPerHour: 10_000, writesPerHour: 10_000 },
      { readsPerHour: 5_000, writesPerHour: 10_000 },
    ]);
    await setTier(platformPrincipal(), 'STANDARD');
    await until(async () => (await allowances())[0] === undefined);
    expect(await allowances()).toEqual([undefined, { readsPerHour: 1_000, writesPerHour: 1_000 }]);
  });

  it('appear in the event log once they are committed', async () => {
    const seen = hub.events.stream((event) =>
      event.type === 'organisation.created' && event.data.name === 'Logged' ? event : undefined,
    );
    const id = await createOrganisation('Logged');
    const { value } = await seen.next();
    expect(value).toMatchObject({
      subject: { type: 'Organisation', id },
      audience: [id],
      data: { name: 'Logged' },
    });
    await seen.return?.();
  });
});
