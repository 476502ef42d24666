import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { learnerPrincipal } from '../../../test/subgraph-harness.ts';
import { startTraining, type TrainingUnderTest } from '../training-under-test.ts';

const progress = `mutation($input: UpdateEnrolmentProgressInput!) {
  updateEnrolmentProgress(input: $input) { status progress lastAccessedAt } }`;
const cancel = 'mutation($input: CancelEnrolmentInput!) { cancelEnrolment(input: $input) { status } }';

describe('enrolments', () => {
  let training: TrainingUnderTest;
  beforeAll(async () => {
    training = await startTraining({ siplatih: null });
  });
  afterAll(() => training.close());

  /** An institution with a program and one student enrolled in it. */
  async function enrolment(fields: Record<string, unknown> = {}) {
    const lpk = await training.institution();
    const programId = await training.program(lpk, fields);
    const [studentId] = (await training.students(lpk, 1)) as [string];
    const enrolmentId = await training.enrolled(lpk, programId, studentId);
    return { lpk, programId, studentId, enrolmentId };
  }

  it('put a student of the organisation into a program of it', async () => {
    const { lpk, programId, studentId, enrolmentId } = await enrolment();
    const data = await training.data(
      lpk,
      `query($id: ID!, $of: ID!) {
         enrolment(id: $id) { id status progress finalScore certificateNumber completedAt program { id fee organisation { id } } student { id } }
         program(id: $of) { enrolledCount enrolments { totalCount nodes { id } } } }`,
      { id: enrolmentId, of: programId },
    );
    expect(data.enrolment).toEqual({
      id: enrolmentId,
      status: 'ENROLLED',
      progress: 0,
      finalScore: null,
      certificateNumber: null,
      completedAt: null,
      program: { id: programId, fee: 500_000, organisation: { id: lpk.organisationId } },
      student: { id: studentId },
    });
    expect(data.program).toEqual({
      enrolledCount: 1,
      enrolments: { totalCount: 1, nodes: [{ id: enrolmentId }] },
    });
  });

  it('happen once for each student and program', async () => {
    const { lpk, programId, studentId } = await enrolment();
    expect((await training.enrol(lpk, programId, studentId)).codes).toEqual(['DUPLICATE']);
    const racing = (await training.students(lpk, 1))[0] as string;
    const answers = await Promise.all([1, 2, 3, 4].map(() => training.enrol(lpk, programId, racing)));
    expect(answers.flatMap((answer) => answer.codes)).toEqual(['DUPLICATE', 'DUPLICATE', 'DUPLICATE']);
  });

  it('never overrun the places, whoever comes at the same moment', async () => {
    const lpk = await training.institution();
    const programId = await training.program(lpk, { capacity: 10 });
    const students = await training.students(lpk, 50);
    const answers = await Promise.all(students.map((student) => training.enrol(lpk, programId, student)));
    expect(answers.filter((answer) => answer.codes.length === 0)).toHaveLength(10);
    expect(answers.flatMap((answer) => answer.codes)).toEqual(Array(40).fill('CAPACITY_EXCEEDED'));
    const query = 'query($id: ID!) { program(id: $id) { enrolledCount enrolments { totalCount } } }';
    const { program } = await training.data(lpk, query, { id: programId });
    expect(program).toEqual({ enrolledCount: 10, enrolments: { totalCount: 10 } });
    const shrink = await training.call(
      lpk,
      'mutation($id: ID!) { updateProgram(input: {id: $id, capacity: 9}) { id } }',
      { id: programId },
    );
    expect([shrink.codes, shrink.fields]).toEqual([['VALIDATION_ERROR'], ['capacity']]);
  });

  it('give their place back when they are cancelled, and may be taken up again', async () => {
    const { lpk, programId, studentId, enrolmentId } = await enrolment({ capacity: 1 });
    const other = (await training.students(lpk, 1))[0] as string;
    expect((await training.enrol(lpk, programId, other)).codes).toEqual(['CAPACITY_EXCEEDED']);
    const input = { enrolmentId };
    expect((await training.data(lpk, cancel, { input })).cancelEnrolment.status).toBe('CANCELLED');
    expect((await training.call(lpk, cancel, { input })).codes).toEqual(['CONFLICT']);
    const behind = await training.call(lpk, progress, { input: { enrolmentId, progress: 10 } });
    expect(behind.codes).toEqual(['CONFLICT']);
    expect(await training.enrolled(lpk, programId, studentId)).toBe(enrolmentId);
    expect((await training.enrol(lpk, programId, other)).codes).toEqual(['CAPACITY_EXCEEDED']);
  });

  it('are refused for a student or program of another organisation', async () => {
    const { lpk, programId } = await enrolment();
    const other = await training.institution();
    const [stranger] = (await training.students(other, 1)) as [string];
    expect((await training.enrol(lpk, programId, stranger)).codes).toEqual(['NOT_FOUND']);
    expect((await training.enrol(other, programId, stranger)).codes).toEqual(['NOT_FOUND']);
    const operator = { ...other, kind: 'platform' as const, organisationId: null };
    const mixed = await training.enrol(operator, programId, stranger);
    expect([mixed.codes, mixed.fields]).toEqual([['VALIDATION_ERROR'], ['studentId']]);
    const unknown = '01900000-0000-7000-8000-000000000000';
    expect((await training.enrol(lpk, programId, unknown)).codes).toEqual(['NOT_FOUND']);
    expect((await training.enrol(lpk, programId, 'nobody')).codes).toEqual(['VALIDATION_ERROR']);
  });

  it('are made with a key of training alone', async () => {
    const lpk = await training.institution();
    const programId = await training.program(lpk);
    const [studentId] = (await training.students(lpk, 1)) as [string];
    const narrow = { ...lpk, scopes: ['training:write' as const] };
    expect((await training.enrol(narrow, programId, studentId)).codes).toEqual([]);
  });

  it('begin with the first progress, by id or by student and program', async () => {
    const { lpk, programId, studentId, enrolmentId } = await enrolment();
    const at = '2024-03-01T08:00:00.000Z';
    const first = await training.data(lpk, progress, {
      input: { studentId, programId, progress: 45, lastAccessedAt: at },
    });
    expect(first.updateEnrolmentProgress).toEqual({
      status: 'IN_PROGRESS',
      progress: 45,
      lastAccessedAt: at,
    });
    const late = await training.data(lpk, progress, {
      input: { enrolmentId, progress: 40, lastAccessedAt: '2024-02-01T08:00:00Z' },
    });
    expect(late.updateEnrolmentProgress).toEqual({ status: 'IN_PROGRESS', progress: 40, lastAccessedAt: at });
    const both = await training.call(lpk, progress, { input: { enrolmentId, studentId, progress: 1 } });
    expect([both.codes, both.fields]).toEqual([['VALIDATION_ERROR'], ['enrolmentId']]);
    const ahead = { enrolmentId, progress: 50, lastAccessedAt: '2999-01-01T00:00:00Z' };
    expect((await training.call(lpk, progress, { input: ahead })).fields).toEqual(['lastAccessedAt']);
    const absurd = await training.call(lpk, progress, { input: { enrolmentId, progress: 101 } });
    expect([absurd.codes, absurd.fields]).toEqual([['VALIDATION_ERROR'], ['progress']]);
  });

  it('end with a score and a certificate, and never go back', async () => {
    const { lpk, enrolmentId } = await enrolment();
    const input = { enrolmentId, finalScore: 92.5, certificateNumber: 'CERT-2024-001234' };
    const { data } = await training.complete(lpk, input);
    expect(data.completeEnrolment).toMatchObject({
      status: 'COMPLETED',
      progress: 100,
      finalScore: 92.5,
      certificateNumber: 'CERT-2024-001234',
    });
    const again = await training.complete(lpk, input);
    expect(again.data).toEqual(data);
    expect((await training.complete(lpk, { ...input, finalScore: 95 })).codes).toEqual(['CONFLICT']);
    const back = await training.data(lpk, progress, { input: { enrolmentId, progress: 50 } });
    expect(back.updateEnrolmentProgress).toMatchObject({ status: 'COMPLETED', progress: 100 });
    expect((await training.call(lpk, cancel, { input: { enrolmentId } })).codes).toEqual(['CONFLICT']);
  });

  it('take a certificate that is issued after completion, unique within the organisation', async () => {
    const { lpk, programId, enrolmentId } = await enrolment();
    await training.complete(lpk, { enrolmentId, finalScore: 80 });
    const { data } = await training.complete(lpk, { enrolmentId, certificateNumber: 'CERT-9' });
    expect(data.completeEnrolment).toMatchObject({ finalScore: 80, certificateNumber: 'CERT-9' });
    const [next] = (await training.students(lpk, 1)) as [string];
    const other = await training.enrolled(lpk, programId, next);
    const taken = await training.complete(lpk, { enrolmentId: other, certificateNumber: 'CERT-9' });
    expect([taken.codes, taken.fields]).toEqual([['DUPLICATE'], ['certificateNumber']]);
  });

  it.each([[-0.1], [100.01], [92.555]])('refuse the score %d', async (finalScore) => {
    const { lpk, enrolmentId } = await enrolment();
    const answer = await training.complete(lpk, { enrolmentId, finalScore });
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], ['finalScore']]);
  });

  it('are seen by their learner in each organisation, and by no other', async () => {
    const { lpk, programId, studentId, enrolmentId } = await enrolment();
    const [other] = (await training.students(lpk, 1)) as [string];
    await training.enrolled(lpk, programId, other);
    const learner = learnerPrincipal([studentId], [lpk.organisationId as string]);
    const query = `{ enrolments { nodes { id program { id } student { id } } }
                     programs { nodes { enrolledCount enrolments { nodes { id } } } } }`;
    expect(await training.data(learner, query)).toEqual({
      enrolments: { nodes: [{ id: enrolmentId, program: { id: programId }, student: { id: studentId } }] },
      programs: { nodes: [{ enrolledCount: 2, enrolments: { nodes: [{ id: enrolmentId }] } }] },
    });
    const stranger = await training.institution();
    const foreign = await training.data(stranger, 'query($id: ID!) { enrolment(id: $id) { id } }', {
      id: enrolmentId,
    });
    expect(foreign.enrolment).toBeNull();
  });

  it('are found by program, student and status', async () => {
    const { lpk, programId, studentId, enrolmentId } = await enrolment();
    const [other] = (await training.students(lpk, 1)) as [string];
    const second = await training.enrolled(lpk, programId, other);
    await training.complete(lpk, { enrolmentId: second });
    const found = async (filter: Record<string, unknown>) => {
      const query = 'query($filter: EnrolmentFilter) { enrolments(filter: $filter) { nodes { id } } }';
      return (await training.data(lpk, query, { filter })).enrolments.nodes;
    };
    expect(await found({ programId })).toEqual([{ id: second }, { id: enrolmentId }]);
    expect(await found({ studentId })).toEqual([{ id: enrolmentId }]);
    expect(await found({ programId, status: 'COMPLETED' })).toEqual([{ id: second }]);
  });

  it('are told to the log as the webhooks name them', async () => {
    const lpk = await training.institution();
    const seen = training.hub.events.stream((event) =>
      event.subject.type === 'Enrolment' && event.audience.includes(String(lpk.organisationId))
        ? event
        : undefined,
    );
    const programId = await training.program(lpk);
    const [studentId] = (await training.students(lpk, 1)) as [string];
    const enrolmentId = await training.enrolled(lpk, programId, studentId);
    await training.call(lpk, progress, { input: { enrolmentId, progress: 60 } });
    await training.complete(lpk, { enrolmentId, finalScore: 75.25 });
    const events = [];
    for (let place = 0; place < 3; place++) events.push((await seen.next()).value);
    await seen.return?.();
    const student_id = studentId;
    const course_id = programId;
    expect(events).toMatchObject([
      { type: 'student.enrolled', audience: [lpk.organisationId], data: { student_id, course_id } },
      { type: 'enrolment.progress_updated', data: { student_id, course_id, progress_percentage: 60 } },
      {
        type: 'course.completed',
        data: { student_id, course_id, certificate_url: null },
      },
    ]);
  });

  it('can be entered by reference, as payments and the gateway do', async () => {
    const { lpk, programId, studentId, enrolmentId } = await enrolment();
    const query = `query($of: [_Any!]!) { _entities(representations: $of) {
      ... on Enrolment { id status program { id fee organisation { id } } student { id } }
      ... on Student { enrolments { nodes { id } } }
      ... on Organisation { programs { nodes { id } } }
      ... on Program { name } } }`;
    const { _entities } = await training.data(lpk, query, {
      of: [
        { __typename: 'Enrolment', id: enrolmentId },
        { __typename: 'Student', id: studentId },
        { __typename: 'Organisation', id: lpk.organisationId },
        { __typename: 'Program', id: '01900000-0000-7000-8000-000000000000' },
      ],
    });
    expect(_entities).toEqual([
      {
        id: enrolmentId,
        status: 'ENROLLED',
        program: { id: programId, fee: 500_000, organisation: { id: lpk.organisationId } },
        student: { id: studentId },
      },
      { enrolments: { nodes: [{ id: enrolmentId }] } },
      { programs: { nodes: [{ id: programId }] } },
      null,
    ]);
  });

  it('are read with one statement for each level, however many programs there are', async () => {
    const lpk = await training.institution();
    const students = await training.students(lpk, 2);
    for (let count = 0; count < 50; count++) {
      const programId = await training.program(lpk);
      for (const student of students) await training.enrolled(lpk, programId, student);
    }
    training.hub.statements.length = 0;
    const { programs } = await training.data(
      lpk,
      `{ programs(first: 50) { nodes { enrolledCount organisation { id }
           enrolments { nodes { student { id } program { id name } } } } } }`,
    );
    expect(programs.nodes).toHaveLength(50);
    expect(programs.nodes[49].enrolments.nodes).toHaveLength(2);
    // The programs, their counts, their enrolments, and the programs of those.
    expect(training.hub.statements).toHaveLength(4);
  });
});
