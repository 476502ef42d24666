import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/graph-request.ts';
import {
  type Data,
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
} from '../../../test/subgraph-harness.ts';
import { type CredentialStage, startCredentials } from '../fixtures.ts';

describe('the life of a credential', () => {
  let stage: CredentialStage;
  beforeAll(async () => {
    stage = await startCredentials();
  });
  afterAll(() => stage.close());

  const eventsOf = async (subjectId: string): Promise<Data[]> => {
    const { rows } = await stage.hub.pool.query(
      'SELECT type, data, audience FROM events.log WHERE subject_id = $1 ORDER BY position',
      [subjectId],
    );
    return rows;
  };
  const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);
  const decide = (name: string, input: object) =>
    stage.call(
      'credentials',
      `mutation($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { status statusReason } }`,
      { input },
    );
  const ofEnrolment = async (enrolmentId: string): Promise<Data> => {
    const query = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Enrolment {
      credential { id publicUrl certificateNumber score } credentialFailure { code message } } } }`;
    const of = [{ __typename: 'Enrolment', id: enrolmentId }];
    return (await stage.call('credentials', query, { of })).data._entities[0];
  };

  it('is suspended, reinstated and revoked, told once each, and revoked for good', async () => {
    const { id } = await stage.givenCredential();
    const why = { id, reason: 'Sedang diperiksa' };
    const suspended = { status: 'SUSPENDED', statusReason: 'Sedang diperiksa' };
    expect((await decide('suspendCredential', why)).data.suspendCredential).toEqual(suspended);
    expect((await decide('suspendCredential', why)).data.suspendCredential).toEqual(suspended);
    expect((await decide('reinstateCredential', { id })).data.reinstateCredential.status).toBe('ACTIVE');
    expect((await decide('revokeCredential', why)).data.revokeCredential.status).toBe('REVOKED');
    expect((await decide('reinstateCredential', { id })).codes).toEqual(['CONFLICT']);
    expect((await decide('suspendCredential', why)).codes).toEqual(['CONFLICT']);
    await eventually(async () => (await eventsOf(id)).length === 4, 'four events');
    expect(await typesOf(id)).toEqual([
      'credential.issued',
      'credential.suspended',
      'credential.reinstated',
      'credential.revoked',
    ]);
  });

  it('is decided by its issuer alone, and by no learner', async () => {
    const { id, student } = await stage.givenCredential();
    const revoke = 'mutation($input: RevokeCredentialInput!) { revokeCredential(input: $input) { id } }';
    const input = { id, reason: 'Bukan urusan saya' };
    const foreign = organisationPrincipal('0198c1de-0000-7000-8000-0000000000a9');
    expect((await stage.hub.call('credentials', foreign, revoke, { input })).codes).toEqual(['NOT_FOUND']);
    const learner = learnerPrincipal([student.id], [stage.organisationId], 'write');
    expect((await stage.hub.call('credentials', learner, revoke, { input })).codes).toEqual(['FORBIDDEN']);
  });

  it('shows as much of the holder’s name as the holder says', async () => {
    const { id, student } = await stage.givenCredential();
    const show = `mutation($input: ShowHolderNameInput!) { showHolderName(input: $input) { holderNameDisplay } }`;
    const as = (studentId: string) =>
      stage.hub.call(
        'credentials',
        learnerPrincipal([studentId], [stage.organisationId], 'credentials:share'),
        show,
        { input: { id, display: 'FULL' } },
      );
    expect((await as(student.id)).data.showHolderName).toEqual({ holderNameDisplay: 'FULL' });
    expect((await as('0198c1de-0000-7000-8000-0000000000b9')).codes).toEqual(['NOT_FOUND']);
  });

  it('tells the log once that its time is up', async () => {
    const past = { issuedAt: '2025-01-01T00:00:00Z', expiresAt: '2025-06-01T00:00:00Z' };
    const { id, status } = await stage.givenCredential(past);
    expect(status).toBe('EXPIRED');
    const run = () => stage.hub.pool.query(`SELECT graphile_worker.add_job('credentials.expire')`);
    await run();
    await eventually(async () => (await typesOf(id)).includes('credential.expired'), 'the expiry');
    await run();
    await stage.givenCredential();
    expect((await typesOf(id)).filter((type) => type === 'credential.expired')).toHaveLength(1);
  });

  it('begins at completion when the program says so, under the id that course.completed has named', async () => {
    const programId = await stage.givenProgram({ credentialOnCompletion: true });
    const { enrolmentId } = await stage.givenCompletion(programId);
    const { credential } = await eventually(async () => {
      const found = await ofEnrolment(enrolmentId);
      return found.credential ? found : undefined;
    }, 'the credential');
    const completed = await eventually(
      async () => (await eventsOf(enrolmentId)).find(({ type }) => type === 'course.completed'),
      'the completion',
    );
    expect(completed.data.certificate_url).toBe(credential.publicUrl);
    expect(credential).toMatchObject({ score: 92.5, certificateNumber: expect.stringMatching(/^CERT-/) });
    await stage.hub.pool.query(`SELECT graphile_worker.add_job('credentials.issue-completed', $1::json)`, [
      JSON.stringify({
        enrolmentId,
        credentialId: credential.id,
        studentId: completed.data.student_id,
        programId,
        organisationId: stage.organisationId,
      }),
    ]);
    await eventually(async () => {
      const { rows } = await stage.hub.pool.query(
        `SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'credentials.issue-completed'`,
      );
      return rows.length === 0;
    }, 'the end of the job');
    expect(await typesOf(credential.id)).toEqual(['credential.issued']);
  });

  it('is not promised by a program that issues none at completion', async () => {
    const { enrolmentId } = await stage.givenCompletion(await stage.givenProgram());
    const completed = await eventually(
      async () => (await eventsOf(enrolmentId)).find(({ type }) => type === 'course.completed'),
      'the completion',
    );
    expect(completed.data.certificate_url).toBeNull();
  });

  it('that was promised and cannot be issued is seen, until it is issued', async () => {
    const used = `CERT-TAKEN-${Math.random()}`;
    await stage.givenCredential({ certificateNumber: used });
    const programId = await stage.givenProgram({ credentialOnCompletion: true });
    const enrolled = await stage.givenCompletion(await stage.givenProgram());
    const { id: enrolmentId } = await stage.mutate('training', 'enrolStudent', 'EnrolStudentInput', {
      programId,
      studentId: enrolled.studentId,
    });
    await stage.mutate('training', 'completeEnrolment', 'CompleteEnrolmentInput', {
      enrolmentId,
      certificateNumber: used,
    });
    const { credentialFailure } = await eventually(async () => {
      const found = await ofEnrolment(enrolmentId);
      return found.credentialFailure ? found : undefined;
    }, 'the failure');
    expect(credentialFailure.code).toBe('DUPLICATE');
    await eventually(
      async () => (await typesOf(enrolmentId)).includes('credential.issuance_failed'),
      'its event',
    );
    const input = { enrolmentId, certificateNumber: `${used}-B` };
    const { id } = await stage.mutate('credentials', 'issueCredential', 'IssueCredentialInput', input);
    const { data } = await stage.call('training', 'query($id: ID!) { enrolment(id: $id) { credentialId } }', {
      id: enrolmentId,
    });
    expect(id).toBe(data.enrolment.credentialId);
    expect((await ofEnrolment(enrolmentId)).credentialFailure).toBeNull();
  });

  it('begins for a whole program in one call; who has one is skipped and told', async () => {
    const programId = await stage.givenProgram();
    const completions = await Promise.all(Array.from({ length: 60 }, () => stage.givenCompletion(programId)));
    const [first, second] = completions;
    const issue = (input: object) =>
      stage.mutate('credentials', 'issueCredential', 'IssueCredentialInput', input);
    await issue({ enrolmentId: first?.enrolmentId });
    const other = await stage.givenCredential({ certificateNumber: `BATCH-${Math.random()}` });
    await stage.hub.pool.query(
      `UPDATE credentials.credentials SET certificate_number =
         (SELECT certificate_number FROM training.enrolments WHERE id = $1) WHERE id = $2`,
      [second?.enrolmentId, other.id],
    );
    const start = () =>
      stage.mutate('credentials', 'issueCredentials', 'IssueCredentialsInput', { programId });
    const done = (id: string) =>
      eventually(async () => {
        const { data } = await stage.call(
          'credentials',
          `query($id: ID!) { credentialBatch(id: $id) { status issued skipped failures { enrolmentId error { code } } } }`,
          { id },
        );
        return data.credentialBatch.status === 'DONE' ? data.credentialBatch : undefined;
      }, 'the end of the batch');
    const failures = [{ enrolmentId: second?.enrolmentId, error: { code: 'DUPLICATE' } }];
    const batch = await done((await start()).id);
    expect(batch).toEqual({ status: 'DONE', issued: 58, skipped: [first?.enrolmentId], failures });
    const again = await done((await start()).id);
    expect(again).toMatchObject({ issued: 0, failures });
    expect(again.skipped).toHaveLength(59);
    const { data } = await stage.hub.call(
      'credentials',
      platformPrincipal(),
      'query($filter: CredentialFilter) { credentials(filter: $filter) { totalCount } }',
      { filter: { programId } },
    );
    expect(data.credentials.totalCount).toBe(59);
  });

  it('cannot be begun for the program of another institution', async () => {
    const programId = await stage.givenProgram();
    const start = 'mutation($input: IssueCredentialsInput!) { issueCredentials(input: $input) { id } }';
    const foreign = organisationPrincipal('0198c1de-0000-7000-8000-0000000000a9');
    const answer = await stage.hub.call('credentials', foreign, start, { input: { programId } });
    expect(answer).toMatchObject({ codes: ['VALIDATION_ERROR'], fields: ['programId'] });
  });
});
