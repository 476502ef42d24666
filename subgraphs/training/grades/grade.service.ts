import { invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { RowOutcomes } from '../bulk/row-outcomes.ts';
import { type UpsertRule, upsert } from '../bulk/upsert.ts';
import { refuseLearner } from '../organisations/owning-organisation.ts';
import { assertStudentOf } from '../students/student-of.ts';
import { type StudentFacts, studentsSeen } from '../students/students-seen.ts';
import { Subject } from '../subjects/subject.ts';
import type { GradeFilter, RecordGradeInput } from './grade.inputs.ts';
import { Grade } from './grade.ts';

const rule: UpsertRule<Grade> = {
  key: { studentId: 'uuid', subjectId: 'uuid', term: 'text' },
  values: ['score', 'letterGrade'],
};

export class GradeService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /**
   * Records what a student came to in a subject in a term, or replaces it. Throws NOT_FOUND for a subject or student
   * whom the caller does not see, VALIDATION_ERROR, FORBIDDEN for a learner.
   */
  async record(input: RecordGradeInput, context: SubgraphContext): Promise<Grade> {
    return (await this.recordMany([input], context)).only();
  }

  /** Records what can be recorded, in one transaction and a handful of statements; the rest fails row by row. */
  async recordMany(
    inputs: readonly RecordGradeInput[],
    context: SubgraphContext,
  ): Promise<RowOutcomes<Grade>> {
    refuseLearner(context.principal);
    const outcomes = new RowOutcomes<Grade>(inputs.length);
    const rows = await outcomes.wellFormed(inputs);
    const subjectIds = [...new Set(rows.map(({ input }) => input.subjectId))];
    const found = await context.em.find(Subject, { id: { $in: subjectIds } });
    const subjects = new Map(found.map((subject) => [subject.id, subject]));
    const studentIds = rows.map(({ input }) => input.studentId);
    const students = await studentsSeen(this.#neighbours, studentIds, context);
    const candidates = outcomes.made(rows, (input) => gradeOf(input, subjects, students));
    await context.em.transactional(async (em) => {
      const grades = candidates.map(({ made }) => made);
      const { stored, changes } = await upsert(em, Grade, grades, rule);
      for (const { index, made } of candidates) outcomes.succeed(index, stored.get(made) as Grade);
      await record(em, ...changes.map(({ row }) => eventOf(row, context)));
    });
    return outcomes;
  }

  list(filter: GradeFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Grade>> {
    return findPage(context.em, Grade, given(filter), page);
  }
}

/** The grade that `input` means. Throws NOT_FOUND, VALIDATION_ERROR. */
function gradeOf(
  { subjectId, studentId, term, score = null, letterGrade = null }: RecordGradeInput,
  subjects: ReadonlyMap<string, Subject>,
  students: ReadonlyMap<string, StudentFacts>,
): Grade {
  const subject = subjects.get(subjectId);
  if (!subject) throw notFound('subject', subjectId);
  const { organisationId } = subject;
  assertStudentOf(students.get(studentId), studentId, organisationId, 'subject');
  if (score === null && letterGrade === null)
    throw invalid('score', 'is needed where there is no letterGrade');
  const fields = { organisationId, subjectId, term, score, letterGrade };
  return Object.assign(new Grade(), { ...fields, studentId: studentId.toLowerCase() });
}

function eventOf(
  { id, organisationId, studentId, subjectId, term, score, letterGrade }: Grade,
  { principal, requestId }: SubgraphContext,
) {
  return {
    type: 'grade.recorded' as const,
    subject: { type: 'Grade' as const, id },
    audience: [organisationId],
    data: {
      grade_id: id,
      student_id: studentId,
      subject_id: subjectId,
      term,
      score,
      grade: letterGrade,
    },
    actor: principal.id,
    requestId,
  };
}
