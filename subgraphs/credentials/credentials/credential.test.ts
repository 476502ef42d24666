import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SubgraphCaller } from '../../../platform/federation/caller.ts';
import {
  type Answer,
  type Data,
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { credentials } from '../subgraph.ts';

const [institution, other] = ['0198c1de-0000-7000-8000-0000000000a1', '0198c1de-0000-7000-8000-0000000000a2'];
const [siti, budi] = ['0198c1de-0000-7000-8000-0000000000b1', '0198c1de-0000-7000-8000-0000000000b2'];
const programId = '0198c1de-0000-7000-8000-0000000000c1';

let enrolments = 0;

/** What training knows of the enrolments that these tests make up. */
const known = new Map<string, { organisationId: string; answer: object }>();

/** A new enrolment of `institution`, completed unless `facts` say otherwise. */
function enrolment(studentId: string, facts: object = {}): string {
  enrolments += 1;
  const id = `0198c1de-0000-7000-8000-${String(enrolments).padStart(12, '0')}`;
  const answer = {
    status: 'COMPLETED',
    finalScore: 87.5,
    id,
    certificateNumber: `CERT-${enrolments}`,
    credentialId: null,
    student: { id: studentId },
    program: {
      id: programId,
      name: 'Pengembang Web Muda',
      nameEn: 'Junior Web Developer',
      description: 'Pelatihan 240 jam',
      skkniCode: 'SKKNI-IT-2024-001',
      organisation: { id: institution },
    },
    ...facts,
  };
  known.set(id, { organisationId: institution, answer });
  return id;
}

/** Training as these tests need it: it answers only the organisation whose enrolment it is, and only to its scope. */
const training: SubgraphCaller = {
  async execute({ variables }, { principal }) {
    expect(principal.scopes).toEqual(['training:read']);
    const of = variables?.of as { id: string }[];
    const entities = of.map(({ id }) => {
      const row = known.get(id);
      const mayRead = principal.kind === 'platform' || principal.organisationId === row?.organisationId;
      return row && mayRead ? row.answer : null;
    });
    return { data: { _entities: entities } };
  },
  subscribe() {
    throw new Error('Nobody subscribes.');
  },
  async close() {},
};

/** Identity as these tests need it: everybody has a name. */
const identity: SubgraphCaller = {
  ...training,
  async execute({ variables }) {
    const of = variables?.of as { id: string }[];
    return { data: { _entities: of.map(({ id }) => ({ id, name: `Nama ${id.slice(-2)}` })) } };
  },
};

const issue = `mutation($input: IssueCredentialInput!) { issueCredential(input: $input) {
  id name description score certificateNumber skkniCode aqrfLevel status issuedAt expiresAt
  organisation { id } student { id } program { id } enrolment { id }
} }`;

const list = `query($filter: CredentialFilter) {
  credentials(filter: $filter) { totalCount nodes { id status } }
}`;

describe('credentials', () => {
  let hub: SubgraphHarness;
  beforeAll(async () => {
    hub = await startSubgraphs([credentials({ publicUrl: 'https://hub.example' })], { training, identity });
  });
  afterAll(() => hub.close());

  const write = organisationPrincipal(institution, 'credentials:read', 'credentials:write');

  function issueAs(principal = write, input: object = {}): Promise<Answer> {
    return hub.call('credentials', principal, issue, { input: { enrolmentId: enrolment(siti), ...input } });
  }

  async function issued(input: object = {}): Promise<Data> {
    const { data, errors } = await issueAs(write, input);
    expect(errors).toEqual([]);
    return data.issueCredential;
  }

  async function idsOf(principal = write, filter: object = {}): Promise<string[]> {
    const { data, errors } = await hub.call('credentials', principal, list, { filter });
    expect(errors).toEqual([]);
    return data.credentials.nodes.map((node: Data) => node.id);
  }

  it('attest a completed enrolment with what training knows of it', async () => {
    const seen = hub.events.stream((event) => (event.type === 'credential.issued' ? event : undefined));
    const enrolmentId = enrolment(budi);
    const credential = await issued({ enrolmentId });
    expect(credential).toMatchObject({
      name: 'Pengembang Web Muda',
      description: 'Pelatihan 240 jam',
      score: 87.5,
      certificateNumber: expect.stringMatching(/^CERT-/),
      skkniCode: 'SKKNI-IT-2024-001',
      aqrfLevel: null,
      status: 'ACTIVE',
      expiresAt: null,
      organisation: { id: institution },
      student: { id: budi },
      program: { id: programId },
      enrolment: { id: enrolmentId },
    });
    const { value } = await seen.next();
    expect(value).toMatchObject({
      subject: { type: 'Credential', id: credential.id },
      audience: [institution],
      data: { credential_id: credential.id, student_id: budi, program_id: programId },
    });
    await seen.return?.();
  });

  it('say what the issuer says where it differs', async () => {
    const own = {
      name: 'Junior Web Developer',
      score: 90,
      certificateNumber: 'OWN-1',
      aqrfLevel: 4,
      issuedAt: '2026-01-15T08:00:00.000Z',
      expiresAt: '2199-01-15T08:00:00.000Z',
    };
    expect(await issued(own)).toMatchObject({ ...own, description: 'Pelatihan 240 jam' });
  });

  it('are issued once for an enrolment, and once under a certificate number', async () => {
    const enrolmentId = enrolment(siti);
    const results = await Promise.all([issueAs(write, { enrolmentId }), issueAs(write, { enrolmentId })]);
    expect(results.flatMap((result) => result.codes)).toEqual(['DUPLICATE']);
    await issued({ certificateNumber: 'TWICE' });
    const again = await issueAs(write, { certificateNumber: 'TWICE' });
    expect(again).toMatchObject({ codes: ['DUPLICATE'], fields: ['certificateNumber'] });
  });

  it('are issued once for an idempotency key, however many ask at a time, and each is given the same', async () => {
    const input = { enrolmentId: enrolment(siti), name: 'Juru Las', idempotencyKey: 'once' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => issueAs(write, input)));
    answers.push(await issueAs(write, input));
    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    const other = await issueAs(write, { ...input, name: 'Juru Masak' });
    expect(other.codes).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect((await issueAs(write, { ...input, idempotencyKey: 'twice' })).codes).toEqual(['DUPLICATE']);
  });

  it('that were refused leave nothing behind, and are issued with the same key', async () => {
    const enrolmentId = enrolment(siti);
    const input = { enrolmentId, certificateNumber: 'KEPT', idempotencyKey: 'failed' };
    await issued({ certificateNumber: 'KEPT' });
    expect((await issueAs(write, input)).codes).toEqual(['DUPLICATE']);
    const made = await issued({ ...input, certificateNumber: 'FREE' });
    expect(made.enrolment.id).toBe(enrolmentId);
  });

  it('are not issued for an enrolment that is not completed', async () => {
    const enrolmentId = enrolment(siti, { status: 'IN_PROGRESS' });
    expect((await issueAs(write, { enrolmentId })).codes).toEqual(['CONFLICT']);
    expect(await idsOf(platformPrincipal(), { studentId: siti })).not.toContain(enrolmentId);
  });

  it('are not issued by another organisation, nor by a learner', async () => {
    const foreign = await issueAs(organisationPrincipal(other));
    expect(foreign).toMatchObject({ codes: ['VALIDATION_ERROR'], fields: ['enrolmentId'] });
    const learner = await issueAs(learnerPrincipal([siti], [institution], 'write'));
    expect(learner.codes).toEqual(['FORBIDDEN']);
  });

  it.each([
    [{ score: 101 }, 'score'],
    [{ aqrfLevel: 9 }, 'aqrfLevel'],
    [{ issuedAt: '2199-01-01T00:00:00Z' }, 'issuedAt'],
    [{ expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
    [{ issuedAt: '2025-02-01T00:00:00Z', expiresAt: '2025-01-01T00:00:00Z' }, 'expiresAt'],
    [{ enrolmentId: 'x' }, 'enrolmentId'],
  ])('are refused when %j is not right', async (input, field) => {
    expect(await issueAs(write, input)).toMatchObject({ codes: ['VALIDATION_ERROR'], fields: [field] });
  });

  it('expire by themselves, and are found by the status that they have now', async () => {
    const past = { issuedAt: '2025-01-01T00:00:00Z', expiresAt: '2025-06-01T00:00:00Z' };
    const [expired, active] = [await issued(past), await issued()];
    expect(expired.status).toBe('EXPIRED');
    expect(await idsOf(write, { status: 'EXPIRED' })).toEqual([expired.id]);
    const activeIds = await idsOf(write, { status: 'ACTIVE' });
    expect(activeIds).toContain(active.id);
    expect(activeIds).not.toContain(expired.id);
  });

  it('are seen by their issuer and their holder, and by nobody else', async () => {
    const { id } = await issued({ enrolmentId: enrolment(budi) });
    expect(await idsOf(learnerPrincipal([budi], [institution]))).toContain(id);
    expect(await idsOf(learnerPrincipal([siti], [institution]))).not.toContain(id);
    expect(await idsOf(organisationPrincipal(other))).toEqual([]);
    const { data } = await hub.call(
      'credentials',
      organisationPrincipal(other),
      'query($id: ID!) { credential(id: $id) { id } }',
      { id },
    );
    expect(data.credential).toBeNull();
    const noScope = await hub.call('credentials', organisationPrincipal(institution, 'payments:read'), list);
    expect(noScope.codes).toEqual(['FORBIDDEN']);
  });

  it('stand beneath students, programs and enrolments, read by one statement for each kind', async () => {
    const [first, second] = [enrolment(siti), enrolment(budi)];
    const [one, two] = [await issued({ enrolmentId: first }), await issued({ enrolmentId: second })];
    hub.statements.length = 0;
    const { data, errors } = await hub.call(
      'credentials',
      write,
      `query($of: [_Any!]!) { _entities(representations: $of) {
        ... on Student { credentials(first: 1) { nodes { id } totalCount } }
        ... on Program { programs: credentials(first: 1) { nodes { id } } }
        ... on Enrolment { credential { id } }
      } }`,
      {
        of: [
          { __typename: 'Student', id: siti },
          { __typename: 'Student', id: budi },
          { __typename: 'Program', id: programId },
          { __typename: 'Enrolment', id: first },
          { __typename: 'Enrolment', id: second },
          { __typename: 'Enrolment', id: enrolment(siti) },
        ],
      },
    );
    expect(errors).toEqual([]);
    // Three for the rows, one for both counts.
    expect(hub.statements).toHaveLength(4);
    const countOf = async (studentId: string) => (await idsOf(write, { studentId })).length;
    expect(data._entities).toEqual([
      { credentials: { nodes: [{ id: one.id }], totalCount: await countOf(siti) } },
      { credentials: { nodes: [{ id: two.id }], totalCount: await countOf(budi) } },
      { programs: { nodes: [{ id: two.id }] } },
      { credential: { id: one.id } },
      { credential: { id: two.id } },
      { credential: null },
    ]);
  });
});
