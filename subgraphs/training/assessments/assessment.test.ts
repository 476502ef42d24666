import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../platform/auth/principal.ts';
import { type Data, learnerPrincipal } from '../../../test/subgraph-harness.ts';
import { startTraining, type TrainingUnderTest } from '../training-under-test.ts';

const create = `mutation($input: CreateAssessmentInput!) {
  createAssessment(input: $input) { id title maxScore passingScore externalId program { id } }
}`;
const take = `mutation($input: RecordAssessmentResultInput!) {
  recordAssessmentResult(input: $input) { id score passed assessment { title } student { id } }
}`;

describe('assessments', () => {
  let training: TrainingUnderTest;
  let school: Principal;
  let other: Principal;
  beforeAll(async () => {
    training = await startTraining({ siplatih: null });
    [school, other] = [await training.institution(), await training.institution()];
  });
  afterAll(() => training.close());

  const given = async (fields: Record<string, unknown> = {}): Promise<string> =>
    (await training.data(school, create, { input: { title: 'Ujian akhir', ...fields } })).createAssessment.id;
  const student = async (of = school): Promise<string> => (await training.students(of, 1))[0] as string;

  it('belong to a program of the same institution, or to none', async () => {
    const programId = await training.program(school);
    const input = {
      title: 'Ujian akhir',
      programId,
      maxScore: 40,
      passingScore: 24.5,
      externalId: 'LMS-QUIZ-1',
    };
    const made = (await training.data(school, create, { input })).createAssessment;
    expect(made).toMatchObject({ maxScore: 40, passingScore: 24.5, program: { id: programId } });
    const list = 'query($id: ID!) { program(id: $id) { assessments { nodes { id } } } }';
    expect((await training.data(school, list, { id: programId })).program.assessments.nodes).toEqual([
      { id: made.id },
    ]);
    const again = await training.call(school, create, { input });
    expect([again.codes, again.fields]).toEqual([['DUPLICATE'], ['externalId']]);
    const foreign = await training.program(other);
    expect(
      (await training.call(school, create, { input: { title: 'x', programId: foreign } })).codes,
    ).toEqual(['NOT_FOUND']);
    const tooMuch = await training.call(school, create, { input: { title: 'x', passingScore: 101 } });
    expect([tooMuch.codes, tooMuch.fields]).toEqual([['VALIDATION_ERROR'], ['passingScore']]);
  });

  it('that are taken tell the event log who, what and the result', async () => {
    const [assessmentId, studentId] = [await given({ passingScore: 60 }), await student()];
    const seen = training.hub.events.stream((event) =>
      event.type === 'assessment.completed' ? event : undefined,
    );
    const input = { assessmentId, studentId, score: 59.5 };
    const result = (await training.data(school, take, { input })).recordAssessmentResult;
    expect(result).toMatchObject({ score: 59.5, passed: false, student: { id: studentId } });
    const { value } = await seen.next();
    expect(value?.data).toEqual({ student_id: studentId, assessment_id: assessmentId, result_id: result.id });
    await seen.return?.();
    const again = await training.data(school, take, { input: { ...input, score: 60 } });
    expect(again.recordAssessmentResult.passed).toBe(true);
    const lowered =
      'mutation($id: ID!) { updateAssessment(input: { id: $id, passingScore: null }) { passingScore } }';
    await training.data(school, lowered, { id: assessmentId });
    const list =
      'query($of: ID!) { assessmentResults(filter: { studentId: $of }) { totalCount nodes { score passed } } }';
    expect((await training.data(school, list, { of: studentId })).assessmentResults).toEqual({
      totalCount: 2,
      nodes: [
        { score: 60, passed: true },
        { score: 59.5, passed: false },
      ],
    });
  });

  it('have results that the learner sees, and no other learner or institution', async () => {
    const [assessmentId, mine, another] = [await given(), await student(), await student()];
    for (const studentId of [mine, another])
      await training.data(school, take, { input: { assessmentId, studentId, score: 80 } });
    const query = 'query($id: ID!) { assessment(id: $id) { results { nodes { student { id } } } } }';
    const seenBy = async (who: Principal) =>
      (await training.data(who, query, { id: assessmentId })).assessment?.results.nodes.map(
        (node: Data) => node.student.id,
      );
    expect(await seenBy(school)).toEqual([another, mine]);
    expect(await seenBy(learnerPrincipal([mine], [school.organisationId as string]))).toEqual([mine]);
    expect(await seenBy(other)).toBeUndefined();
    const self = { ...learnerPrincipal([mine], [school.organisationId as string], 'read', 'write') };
    const refused = await training.call(self, take, { input: { assessmentId, studentId: mine, score: 100 } });
    expect(refused.codes).toEqual(['FORBIDDEN']);
  });

  it('have a thousand results at a time, each row succeeding or failing by itself', async () => {
    const [assessmentId, foreign] = [await given({ maxScore: 10 }), await student(other)];
    const [mine = ''] = await training.students(school, 1);
    const results: Data[] = Array.from({ length: 1000 }, () => ({ assessmentId, studentId: mine, score: 7 }));
    results[1].score = 11;
    results[2].studentId = foreign;
    results[3].externalId = results[4].externalId = 'LMS-1';
    results[5].completedAt = '2999-01-01T00:00:00Z';
    const bulk = `mutation($input: RecordAssessmentResultsInput!) { recordAssessmentResults(input: $input) {
      recorded failed rows { index result { score } error { code details { field } } } } }`;
    training.hub.statements.length = 0;
    const { recordAssessmentResults: outcome } = await training.data(school, bulk, { input: { results } });
    expect(training.hub.statements.length).toBeLessThan(15);
    expect([outcome.recorded, outcome.failed]).toEqual([996, 4]);
    expect(outcome.rows.filter((row: Data) => row.error)).toMatchObject([
      { index: 1, error: { code: 'VALIDATION_ERROR', details: [{ field: 'score' }] } },
      { index: 2, error: { code: 'NOT_FOUND' } },
      { index: 4, error: { code: 'DUPLICATE', details: [{ field: 'externalId' }] } },
      { index: 5, error: { code: 'VALIDATION_ERROR', details: [{ field: 'completedAt' }] } },
    ]);
  });
});
