import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../fixtures.ts';
import { identity } from '../subgraph.ts';

const createUser =
  'mutation($input: CreateUserInput!) { createUser(input: $input) { id name role organisation { id } } }';

describe('users', () => {
  let hub: SubgraphHarness;
  let school: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    school = await givenOrganisation(hub);
  });
  afterAll(() => hub.close());

  it('are created by whoever administers the organisation, with a role in it', async () => {
    const input = { name: 'Ibu Ratna', email: 'ratna@example.org', role: 'FINANCE' };
    const { data } = await hub.call('identity', organisationPrincipal(school, 'admin'), createUser, {
      input,
    });
    expect(data.createUser).toMatchObject({
      name: 'Ibu Ratna',
      role: 'FINANCE',
      organisation: { id: school },
    });
    const again = await hub.call('identity', organisationPrincipal(school, 'admin'), createUser, { input });
    expect([again.codes, again.fields]).toEqual([['DUPLICATE_EMAIL'], ['email']]);
    const unallowed = await hub.call('identity', organisationPrincipal(school, 'read', 'write'), createUser, {
      input,
    });
    expect(unallowed.codes).toEqual(['FORBIDDEN']);
  });

  it('are seen by their own organisation and the operator, not by learners or other organisations', async () => {
    const other = await givenOrganisation(hub, 'LPK Lain');
    const student = await givenStudent(hub, school);
    const seen = async (principal: Parameters<SubgraphHarness['call']>[1]) =>
      (await hub.call('identity', principal, '{ users { totalCount } }')).data.users.totalCount;
    expect(await seen(organisationPrincipal(school))).toBe(1);
    expect(await seen(platformPrincipal())).toBe(1);
    expect(await seen(organisationPrincipal(other))).toBe(0);
    expect(await seen(learnerPrincipal([student], [school]))).toBe(0);
  });

  it('have a name that is more than spaces', async () => {
    const input = { name: '   ', email: 'blank@example.org', role: 'ADMIN' };
    const answer = await hub.call('identity', organisationPrincipal(school, 'admin'), createUser, { input });
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], ['name']]);
  });
});
