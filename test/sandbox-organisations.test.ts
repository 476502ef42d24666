import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStream } from '../gateway/fixtures/event-stream.ts';
import { subscriptionsOf, until } from '../gateway/fixtures/websocket-client.ts';
import { identityOf } from '../run/definitions.ts';
import { furnishInstitution, type Ids } from './furnished-institution.ts';
import { ask, send } from './graph-request.ts';
import type { Data } from './subgraph-harness.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

interface Side {
  operator: string;
  key: string;
  ids: Ids;
}

/** Lists of what organisations have, and the type of what is in them. */
const lists: [string, keyof Ids][] = [
  ['organisations', 'Organisation'],
  ['users', 'User'],
  ['apiKeys', 'ApiKey'],
  ['oauthClients', 'OAuthClient'],
  ['students', 'Student'],
  ['programs', 'Program'],
  ['enrolments', 'Enrolment'],
  ['credentials', 'Credential'],
  ['achievements', 'Achievement'],
  ['payments', 'Payment'],
  ['webhooks', 'Webhook'],
  ['webhookDeliveries', 'WebhookDelivery'],
];

describe('what is real and what is of the sandbox', () => {
  let whole: WholeGraph;
  let live: Side;
  let sandbox: Side;
  beforeAll(async () => {
    whole = await startWholeGraph();
    const side = async (operator: string): Promise<Side> => ({
      operator,
      ...(await furnishInstitution(whole.graphqlUrl, operator)),
    });
    const { createOperatorKey } = identityOf(whole.hub.subgraphs);
    live = await side(await createOperatorKey('Test', ['admin', 'students:nik']));
    sandbox = await side(whole.sandboxKey);
  }, 240_000);
  afterAll(() => whole.close());

  const sides = (): [Side, Side][] => [
    [live, sandbox],
    [sandbox, live],
  ];

  it('say which they are', async () => {
    const query = 'query($id: ID!) { viewer { environment } organisation(id: $id) { environment } }';
    const said = (side: Side, key: string) =>
      ask(whole.graphqlUrl, key, query, { id: side.ids.Organisation });
    for (const key of [live.operator, live.key]) {
      expect(await said(live, key)).toEqual({
        viewer: { environment: 'LIVE' },
        organisation: { environment: 'LIVE' },
      });
    }
    for (const key of [sandbox.operator, sandbox.key]) {
      expect(await said(sandbox, key)).toEqual({
        viewer: { environment: 'SANDBOX' },
        organisation: { environment: 'SANDBOX' },
      });
    }
  });

  it.each(lists)('stand in no list together, for operators neither: %s', async (list, type) => {
    for (const [own, other] of sides()) {
      for (const key of [own.operator, own.key]) {
        const answer = await ask(
          whole.graphqlUrl,
          key,
          `{ ${list}(first: 100) { totalCount nodes { id } } }`,
        );
        const { nodes, totalCount } = answer[list] as Data;
        const found = nodes.map(({ id }: Data) => id);
        expect(found).toContain(own.ids[type]);
        expect(found).not.toContain(other.ids[type]);
        expect(totalCount).toBe(found.length);
      }
    }
  });

  it('are not found by id from the other side, by operators neither', async () => {
    const single = ['organisation', 'student', 'program', 'enrolment', 'credential', 'payment', 'webhook'];
    for (const [own, other] of sides()) {
      for (const field of single) {
        const type = `${field[0]?.toUpperCase()}${field.slice(1)}` as keyof Ids;
        const query = `query($id: ID!) { ${field}(id: $id) { id } }`;
        const find = (ids: Ids) => ask(whole.graphqlUrl, own.operator, query, { id: ids[type] });
        expect(await find(own.ids)).toEqual({ [field]: { id: own.ids[type] } });
        expect(await find(other.ids)).toEqual({ [field]: null });
      }
    }
  });

  it('are not changed from the other side, by operators neither', async () => {
    for (const [own, other] of sides()) {
      const changes: [string, string, object][] = [
        ['updateOrganisation', 'UpdateOrganisationInput', { id: other.ids.Organisation, city: 'Medan' }],
        ['revokeApiKey', 'RevokeApiKeyInput', { id: other.ids.ApiKey }],
        ['rotateApiKey', 'RotateApiKeyInput', { id: other.ids.ApiKey }],
        ['setOrganisationTier', 'SetOrganisationTierInput', { id: other.ids.Organisation, tier: 'HIGH' }],
        [
          'createApiKey',
          'CreateApiKeyInput',
          { name: 'k', scopes: ['read'], organisationId: other.ids.Organisation },
        ],
        ['updateStudent', 'UpdateStudentInput', { id: other.ids.Student, grade: 'X' }],
        ['enrolStudent', 'EnrolStudentInput', { programId: own.ids.Program, studentId: other.ids.Student }],
        ['enrolStudent', 'EnrolStudentInput', { programId: other.ids.Program, studentId: own.ids.Student }],
        ['revokeCredential', 'RevokeCredentialInput', { id: other.ids.Credential, reason: 'x' }],
      ];
      for (const [field, type, input] of changes) {
        const selection = field.endsWith('ApiKey') && field !== 'revokeApiKey' ? '{ key }' : '{ id }';
        const mutation = `mutation($input: ${type}!) { ${field}(input: $input) ${selection} }`;
        const answer = await send(whole.graphqlUrl, own.operator, mutation, { input });
        const codes = (answer.errors ?? []).map(({ extensions }) => extensions.code);
        expect([field, codes]).toEqual([field, [expect.stringMatching(/NOT_FOUND|VALIDATION_ERROR/)]]);
      }
    }
  });

  it('are made on their own side alone', async () => {
    const create = 'mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }';
    for (const [own, environment] of [
      [live, 'SANDBOX'],
      [sandbox, 'LIVE'],
    ] as const) {
      const input = { kind: 'SCHOOL', name: 'SMK', environment };
      const { errors } = await send(whole.graphqlUrl, own.operator, create, { input });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });

  it('may have the same registration number', async () => {
    const create = 'mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }';
    const input = { kind: 'SCHOOL', name: 'SMK', registrationNumber: 'LPK-BOTH' };
    for (const { operator } of [live, sandbox]) await ask(whole.graphqlUrl, operator, create, { input });
    const again = await send(whole.graphqlUrl, sandbox.operator, create, { input });
    expect(again.errors).toMatchObject([{ extensions: { code: 'DUPLICATE' } }]);
  });

  it('are apart in the events that operators hear and read', async () => {
    const log = '{ eventLog(first: 1000) { events { subjectId } } }';
    const query = 'subscription { events { subjectId } }';
    for (const [own, other] of sides()) {
      const stream = await openStream(whole.gateway, { query }, { 'x-api-key': own.operator });
      await until(async () => (await subscriptionsOf(whole.gateway)) === 1);
      const update =
        'mutation($id: ID!, $city: String) { updateOrganisation(input: { id: $id, city: $city }) { id } }';
      const city = own === live ? 'Medan' : 'Binjai';
      for (const side of [other, own])
        await ask(whole.graphqlUrl, side.operator, update, { id: side.ids.Organisation, city });
      const heard = () => stream.events.filter(({ event }) => event === 'next').map(({ data }) => data);
      await until(() => heard().some((data) => data.includes(own.ids.Organisation)));
      expect(heard().join()).not.toContain(other.ids.Organisation);
      stream.leave();
      await until(async () => (await subscriptionsOf(whole.gateway)) === 0);
      const read = JSON.stringify(await ask(whole.graphqlUrl, own.operator, log));
      expect(read).toContain(own.ids.Organisation);
      expect(read).not.toContain(other.ids.Organisation);
    }
  });

  it('has no operator in the sandbox who runs the hub', async () => {
    const operations = [
      'mutation { rotateOAuthSigningKey { id } }',
      'mutation { inviteUser(input: { name: "A", email: "a@a.example", role: PLATFORM_ADMIN }) { id } }',
      '{ permitSync { id } }',
    ];
    for (const operation of operations) {
      const { errors } = await send(whole.graphqlUrl, sandbox.operator, operation, {});
      expect(errors).toMatchObject([{ extensions: { code: expect.stringMatching(/FORBIDDEN|VALIDATION/) } }]);
    }
    const permits = await ask(whole.graphqlUrl, sandbox.operator, '{ permits { totalCount } }');
    expect(permits).toEqual({ permits: { totalCount: 0 } });
  });
});
