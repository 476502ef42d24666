import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Principal } from '../platform/auth/principal.ts';
import type { SubgraphCaller } from '../platform/federation/caller.ts';
import { projectRoot } from '../platform/project-root.ts';
import { givenOrganisation } from '../subgraphs/identity/fixtures.ts';
import { identity } from '../subgraphs/identity/subgraph.ts';
import { gatewayOver } from './gateway-over.ts';
import { organisationPrincipal, type SubgraphHarness, startSubgraphs } from './subgraph-harness.ts';

const setsWhatIsGiven = 'it makes and moves nothing: said again it sets the same';
const ends = 'what has been ended or deleted cannot be ended again, and nothing is made';

/** Mutations that take no key, each with why it needs none. */
const withoutKey: Record<string, string> = {
  cancelPayment: 'the wallet’s word alone moves it: said again it answers how the payment stands',
  changePassword: 'it needs the password that there was before: a repeat is refused',
  changeUserRole: setsWhatIsGiven,
  connectIntegration: 'the mutation behind it is given the header’s key',
  deleteOAuthClient: ends,
  deleteWebhook: ends,
  disconnectIntegration: 'the mutation behind it is given the header’s key',
  endMyOAuthGrant: ends,
  endMySession: ends,
  linkPermit: setsWhatIsGiven,
  pauseWebhook: setsWhatIsGiven,
  resetSicantikConfiguration: ends,
  resumeWebhook: setsWhatIsGiven,
  setOrganisationTier: setsWhatIsGiven,
  setSicantikConfiguration: setsWhatIsGiven,
  showHolderName: setsWhatIsGiven,
  syncIntegration: 'the mutation behind it is given the header’s key',
  testSicantikConnection: 'it changes nothing',
  updateApiKey: setsWhatIsGiven,
  updateIssuer: setsWhatIsGiven,
  updateOAuthClient: setsWhatIsGiven,
  updateOrganisation: setsWhatIsGiven,
  updateProgram: setsWhatIsGiven,
  updateStudent: setsWhatIsGiven,
  updateWebhook: setsWhatIsGiven,
  verifyPayment: 'it reads how the payment stands',
  withdrawOAuthConsent: ends,
};

describe('every mutation of the graph', () => {
  it('takes an idempotency key, or says why it needs none', async () => {
    const sdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
    const schema = buildSchema(sdl, { assumeValid: true });
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const keyed = mutations.filter(({ args }) =>
      args.some(({ type }) => {
        const named = getNamedType(type);
        return isInputObjectType(named) && 'idempotencyKey' in (named as GraphQLInputObjectType).getFields();
      }),
    );
    const names = keyed.map(({ name }) => name);
    const undecided = mutations.map(({ name }) => name).filter((name) => !names.includes(name));
    expect(undecided.filter((name) => !(name in withoutKey))).toEqual([]);
    // No reason stands for a mutation that takes one, or that there is not.
    expect(Object.keys(withoutKey).filter((name) => names.includes(name))).toEqual([]);
  });
});

const createKey =
  'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id name organisation { id } } } }';
const createStudent =
  'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id name email } }';

describe('a mutation with an idempotency key', () => {
  let hub: SubgraphHarness;
  let organisation: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    organisation = await givenOrganisation(hub);
  });
  afterAll(() => hub.close());

  const admin = (id = 'key-1'): Principal => ({ ...organisationPrincipal(organisation, 'admin'), id });
  const call = (query: string, variables: Record<string, unknown>, principal: Principal = admin()) =>
    hub.call('identity', principal, query, variables);
  async function withHeader(header: string, query: string, variables: Record<string, unknown> = {}) {
    const caller = hub.callers.identity;
    if (!caller) throw new Error('no identity');
    return await caller.execute(
      { query, variables },
      { principal: admin(), requestId: uuidv7(), idempotencyKey: header },
    );
  }
  const newStudent = () => ({ name: 'Siti Rahmawati', email: `${uuidv7()}@example.org` });
  const count = async (sql: string, values: unknown[]) =>
    Number((await hub.pool.query(`SELECT count(*) FROM ${sql}`, values)).rows[0].count);

  it('is carried out once, however many ask at a time, and answers each of them alike', async () => {
    const input = { ...newStudent(), idempotencyKey: uuidv7() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(createStudent, { input })));
    expect(answers.map(({ codes }) => codes)).toEqual(answers.map(() => []));
    expect(new Set(answers.map(({ data }) => data.createStudent.id)).size).toBe(1);
    expect(await count('identity.students WHERE email = $1', [input.email])).toBe(1);
    const { id } = answers[0]?.data.createStudent ?? {};
    expect(
      await count("events.log WHERE type = 'student.created' AND subject_id = $1", [id]),
    ).toBeLessThanOrEqual(1);
  });

  it('that shows a secret once shows it again to the same caller, and is sealed where it is kept', async () => {
    const input = { name: 'LMS', scopes: ['identity:read'], idempotencyKey: uuidv7() };
    const first = await call(createKey, { input });
    expect(first.data.createApiKey).toMatchObject({
      key: expect.stringMatching(/^hub_/),
      apiKey: { name: 'LMS', organisation: { id: organisation } },
    });
    expect((await call(createKey, { input })).data).toEqual(first.data);
    expect((await call(createKey, { input }, admin('key-2'))).data.createApiKey.key).not.toBe(
      first.data.createApiKey.key,
    );
    const { rows } = await hub.pool.query('SELECT answer FROM idempotency.keys WHERE key = $1', [
      input.idempotencyKey,
    ]);
    for (const { answer } of rows) expect(answer).not.toContain('hub_');
  });

  it('with another input is a reuse, and refused', async () => {
    const idempotencyKey = uuidv7();
    await call(createStudent, { input: { ...newStudent(), idempotencyKey } });
    const again = await call(createStudent, { input: { ...newStudent(), idempotencyKey } });
    expect(again.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('that fails leaves nothing behind, and can be made again with the same key', async () => {
    const idempotencyKey = uuidv7();
    const taken = newStudent();
    await call(createStudent, { input: taken });
    const input = { ...taken, idempotencyKey };
    expect((await call(createStudent, { input })).codes).toEqual(['DUPLICATE_EMAIL']);
    const other = { ...newStudent(), idempotencyKey };
    expect((await call(createStudent, { input: other })).data.createStudent.email).toBe(other.email);
  });

  it('of many rows answers what became of each, again and again', async () => {
    const query = 'mutation($input: CreateStudentsInput!) { createStudents(input: $input) { __typename } }';
    const students = [newStudent(), newStudent()];
    const input = { students, idempotencyKey: uuidv7() };
    const first = await call(query, { input });
    expect(first.codes).toEqual([]);
    expect((await call(query, { input })).data).toEqual(first.data);
    expect(
      await count('identity.students WHERE email = ANY ($1)', [students.map(({ email }) => email)]),
    ).toBe(2);
  });

  it('takes it from the header too, for each place in the answer its own', async () => {
    const header = uuidv7();
    const query = `mutation($a: CreateStudentInput!, $b: CreateStudentInput!) {
      createStudent(input: $a) { id } other: createStudent(input: $b) { id }
    }`;
    const variables = { a: newStudent(), b: newStudent() };
    const first = await withHeader(header, query, variables);
    expect(first.errors).toBeUndefined();
    expect(await withHeader(header, query, variables)).toEqual(first);
    expect(new Set(Object.values(first.data ?? {}).map((made) => (made as { id: string }).id)).size).toBe(2);
  });

  it('takes it from the header of an HTTP request, and refuses one that is none', async () => {
    const gateway = await gatewayOver(
      { identity: hub.callers.identity as SubgraphCaller },
      { authenticate: async () => admin() },
    );
    const post = async (key: string, input: object) => {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ query: createStudent, variables: { input } }),
      });
      return (await answer.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
    };
    const [key, input] = [`"${uuidv7()}"`, newStudent()];
    const first = await post(key, input);
    expect(first.errors).toBeUndefined();
    expect((await post(key, input)).data).toEqual(first.data);
    expect((await post('no key', input)).errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    await gateway.close();
  });

  it('refuses a header and an input that differ, and a key that is none', async () => {
    const input = { ...newStudent(), idempotencyKey: 'a' };
    const differing = await withHeader('b', createStudent, { input });
    expect(differing.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    for (const idempotencyKey of ['', 'x'.repeat(201)]) {
      const refused = await call(createStudent, { input: { ...input, idempotencyKey } });
      expect([refused.codes, refused.fields]).toEqual([['VALIDATION_ERROR'], ['idempotencyKey']]);
    }
  });

  it('tells nobody anything who may not make it', async () => {
    const input = { name: 'LMS', scopes: ['identity:read'], idempotencyKey: uuidv7() };
    await call(createKey, { input });
    const lesser = { ...admin(), scopes: ['read'] as const };
    expect((await call(createKey, { input }, lesser)).codes).toEqual(['FORBIDDEN']);
  });

  it('is forgotten after 24 hours', async () => {
    const input = { name: 'Day', scopes: ['identity:read'], idempotencyKey: uuidv7() };
    const first = await call(createKey, { input });
    await hub.pool.query(
      "UPDATE idempotency.keys SET expires_at = now() - interval '1 second' WHERE key = $1",
      [input.idempotencyKey],
    );
    expect((await call(createKey, { input })).data.createApiKey.key).not.toBe(first.data.createApiKey.key);
  });

  it('leaves no connection waiting for another when many different ones come at once', async () => {
    const create = 'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } } }';
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        call(create, {
          input: {
            name: `Key ${n}`,
            scopes: ['read'],
            organisationId: organisation,
            idempotencyKey: uuidv7(),
          },
        }),
      ),
    );
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
