import { HubError, notFound } from '../../../platform/errors.ts';
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
import type {
  AddStudentToClassInput,
  ClassMembershipFilter,
  RemoveStudentFromClassInput,
} from './class.inputs.ts';
import { Class } from './class.ts';
import { ClassMembership } from './class-membership.ts';

/** Who is in the class already stays in it. */
const rule: UpsertRule<ClassMembership> = { key: { studentId: 'uuid', classId: 'uuid' }, values: [] };

export class MembershipService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Adds a student to a class; one who is in it stays. Throws NOT_FOUND, VALIDATION_ERROR, FORBIDDEN for a learner. */
  async add(input: AddStudentToClassInput, context: SubgraphContext): Promise<ClassMembership> {
    return (await this.addMany([input], context)).only();
  }

  /** Adds who can be added, in one transaction and a handful of statements; the rest fails row by row. */
  async addMany(
    inputs: readonly AddStudentToClassInput[],
    context: SubgraphContext,
  ): Promise<RowOutcomes<ClassMembership>> {
    refuseLearner(context.principal);
    const outcomes = new RowOutcomes<ClassMembership>(inputs.length);
    const rows = await outcomes.wellFormed(inputs);
    const classes = await classesSeen(
      rows.map(({ input }) => input.classId),
      context,
    );
    const studentIds = rows.map(({ input }) => input.studentId);
    const students = await studentsSeen(this.#neighbours, studentIds, context);
    const candidates = outcomes.made(rows, (input) => membershipOf(input, classes, students));
    await context.em.transactional(async (em) => {
      const memberships = candidates.map(({ made }) => made);
      const { stored, changes } = await upsert(em, ClassMembership, memberships, rule);
      for (const { index, made } of candidates) outcomes.succeed(index, stored.get(made) as ClassMembership);
      await record(em, ...changes.map(({ row }) => eventOf('class.student_added', row, context)));
    });
    return outcomes;
  }

  /** Takes a student out of a class; attendance stays. Throws NOT_FOUND for one who is not in it, FORBIDDEN for a learner. */
  async remove(
    { classId, studentId }: RemoveStudentFromClassInput,
    context: SubgraphContext,
  ): Promise<ClassMembership> {
    refuseLearner(context.principal);
    return context.em.transactional(async (em) => {
      const membership = await em.findOne(ClassMembership, { classId, studentId });
      const notThere = () => new HubError('NOT_FOUND', { message: 'There is no such student in the class.' });
      if (!membership) throw notThere();
      const removed = await em.nativeDelete(ClassMembership, { id: membership.id });
      if (removed === 0) throw notThere();
      await record(em, eventOf('class.student_removed', membership, context));
      return membership;
    });
  }

  list(
    filter: ClassMembershipFilter,
    page: PageArgs,
    context: SubgraphContext,
  ): Promise<Page<ClassMembership>> {
    return findPage(context.em, ClassMembership, given(filter), page);
  }
}

/** Those of the classes `ids` that the caller sees, by their id. */
export async function classesSeen(
  ids: readonly string[],
  { em }: SubgraphContext,
): Promise<Map<string, Class>> {
  const found = await em.find(Class, { id: { $in: [...new Set(ids)] } });
  return new Map(found.map((each) => [each.id, each]));
}

function membershipOf(
  { classId, studentId }: AddStudentToClassInput,
  classes: ReadonlyMap<string, Class>,
  students: ReadonlyMap<string, StudentFacts>,
): ClassMembership {
  const its = classes.get(classId);
  if (!its) throw notFound('class', classId);
  const { organisationId } = its;
  assertStudentOf(students.get(studentId), studentId, organisationId, 'class');
  return Object.assign(new ClassMembership(), {
    organisationId,
    classId,
    studentId: studentId.toLowerCase(),
  });
}

function eventOf(
  type: 'class.student_added' | 'class.student_removed',
  { organisationId, classId, studentId }: ClassMembership,
  { principal, requestId }: SubgraphContext,
) {
  return {
    type,
    subject: { type: 'Class' as const, id: classId },
    audience: [organisationId],
    data: { class_id: classId, student_id: studentId },
    actor: principal.id,
    requestId,
  };
}
