import { insertNew } from '../../../platform/db/insert-new.ts';
import { invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { RowOutcomes } from '../bulk/row-outcomes.ts';
import { refuseLearner } from '../organisations/owning-organisation.ts';
import { taken } from '../organisations/taken.ts';
import { type StudentFacts, studentsSeen } from '../students/students-seen.ts';
import type { AssessmentResultFilter, RecordAssessmentResultInput } from './assessment.inputs.ts';
import { Assessment } from './assessment.ts';
import { AssessmentResult } from './assessment-result.ts';

/** How far ahead the clock of somebody’s LMS may be. */
const clockToleranceMs = 5 * 60_000;

export class ResultService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /**
   * Records what a student came to. Throws NOT_FOUND for an assessment or student whom the caller does not see,
   * VALIDATION_ERROR, DUPLICATE (externalId), FORBIDDEN for a learner.
   */
  async record(input: RecordAssessmentResultInput, context: SubgraphContext): Promise<AssessmentResult> {
    return (await this.recordMany([input], context)).only();
  }

  /** Records what can be recorded, in one transaction and a handful of statements; the rest fails row by row. */
  async recordMany(
    inputs: readonly RecordAssessmentResultInput[],
    context: SubgraphContext,
  ): Promise<RowOutcomes<AssessmentResult>> {
    refuseLearner(context.principal);
    const outcomes = new RowOutcomes<AssessmentResult>(inputs.length);
    const rows = await outcomes.wellFormed(inputs);
    const assessmentIds = [...new Set(rows.map(({ input }) => input.assessmentId))];
    const found = await context.em.find(Assessment, { id: { $in: assessmentIds } });
    const assessments = new Map(found.map((assessment) => [assessment.id, assessment]));
    const studentIds = rows.map(({ input }) => input.studentId);
    const students = await studentsSeen(this.#neighbours, studentIds, context);
    const candidates = outcomes.made(rows, (input) =>
      resultOf(input, assessments.get(input.assessmentId), students.get(input.studentId)),
    );
    await context.em.transactional(async (em) => {
      const inserted = await insertNew(
        em,
        AssessmentResult,
        candidates.map(({ made }) => made),
      );
      for (const { index, made } of candidates) {
        if (inserted.has(made.id)) outcomes.succeed(index, made);
        else outcomes.fail(index, taken('A result'));
      }
      const recorded = candidates.filter(({ made }) => inserted.has(made.id));
      await record(em, ...recorded.map(({ made }) => eventOf(made, context)));
    });
    return outcomes;
  }

  list(
    filter: AssessmentResultFilter,
    page: PageArgs,
    context: SubgraphContext,
  ): Promise<Page<AssessmentResult>> {
    return findPage(context.em, AssessmentResult, given(filter), page);
  }
}

/** The result that `input` means. Throws NOT_FOUND, VALIDATION_ERROR. */
function resultOf(
  { assessmentId, studentId, score, completedAt, externalId = null }: RecordAssessmentResultInput,
  assessment: Assessment | undefined,
  student: StudentFacts | undefined,
): AssessmentResult {
  if (!assessment) throw notFound('assessment', assessmentId);
  if (!student) throw notFound('student', studentId);
  const { organisationId, maxScore, passingScore } = assessment;
  if (student.organisation?.id !== organisationId)
    throw invalid('studentId', 'is not a student of the organisation that gives the assessment');
  if (score > maxScore) throw invalid('score', `is more than the highest score, ${maxScore}`);
  const now = Date.now();
  const doneAt = completedAt ?? new Date(now);
  if (doneAt.getTime() > now + clockToleranceMs) throw invalid('completedAt', 'is in the future');
  const passed = passingScore === null ? null : score >= passingScore;
  const fields = { organisationId, assessmentId, studentId, score, passed, externalId, completedAt: doneAt };
  return Object.assign(new AssessmentResult(), fields);
}

function eventOf(
  { id, organisationId, studentId, assessmentId }: AssessmentResult,
  { principal, requestId }: SubgraphContext,
) {
  return {
    type: 'assessment.completed' as const,
    subject: { type: 'AssessmentResult' as const, id },
    audience: [organisationId],
    data: { student_id: studentId, assessment_id: assessmentId, result_id: id },
    actor: principal.id,
    requestId,
  };
}
