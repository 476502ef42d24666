import type { FilterQuery } from '@mikro-orm/postgresql';
import { invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { RowOutcomes } from '../bulk/row-outcomes.ts';
import { type UpsertRule, upsert } from '../bulk/upsert.ts';
import type { Class } from '../classes/class.ts';
import { classesSeen } from '../classes/membership.service.ts';
import { refuseLearner } from '../organisations/owning-organisation.ts';
import { assertStudentOf } from '../students/student-of.ts';
import { type StudentFacts, studentsSeen } from '../students/students-seen.ts';
import type { AttendanceFilter, RecordAttendanceInput } from './attendance.inputs.ts';
import { AttendanceRecord } from './attendance-record.ts';

const rule: UpsertRule<AttendanceRecord> = {
  key: { studentId: 'uuid', classId: 'uuid', date: 'date' },
  values: ['status'],
};

export class AttendanceService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /**
   * Records whether a student was in a class on a day, or corrects it. Throws NOT_FOUND for a class or student whom
   * the caller does not see, VALIDATION_ERROR, FORBIDDEN for a learner.
   */
  async record(input: RecordAttendanceInput, context: SubgraphContext): Promise<AttendanceRecord> {
    return (await this.recordMany([input], context)).only();
  }

  /** Records what can be recorded, in one transaction and a handful of statements; the rest fails row by row. */
  async recordMany(
    inputs: readonly RecordAttendanceInput[],
    context: SubgraphContext,
  ): Promise<RowOutcomes<AttendanceRecord>> {
    refuseLearner(context.principal);
    const outcomes = new RowOutcomes<AttendanceRecord>(inputs.length);
    const rows = await outcomes.wellFormed(inputs);
    const classes = await classesSeen(
      rows.map(({ input }) => input.classId),
      context,
    );
    const studentIds = rows.map(({ input }) => input.studentId);
    const students = await studentsSeen(this.#neighbours, studentIds, context);
    const lastDay = latestDay();
    const candidates = outcomes.made(rows, (input) => recordOf(input, classes, students, lastDay));
    await context.em.transactional(async (em) => {
      const records = candidates.map(({ made }) => made);
      const { stored, changes } = await upsert(em, AttendanceRecord, records, rule);
      for (const { index, made } of candidates) outcomes.succeed(index, stored.get(made) as AttendanceRecord);
      await record(em, ...changes.map((change) => eventOf(change, context)));
    });
    return outcomes;
  }

  list(filter: AttendanceFilter, page: PageArgs, context: SubgraphContext): Promise<Page<AttendanceRecord>> {
    const { from, to, ...exact } = given(filter);
    const date = { ...(from && { $gte: from }), ...(to && { $lte: to }) };
    const where = { ...exact, ...((from || to) && { date }) };
    return findPage(context.em, AttendanceRecord, where as FilterQuery<AttendanceRecord>, page);
  }
}

/** The day that it is now where it is latest in Indonesia: nobody there has another one ahead of it. */
function latestDay(now = new Date()): string {
  return now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Jayapura' });
}

/** The record that `input` means. Throws NOT_FOUND, VALIDATION_ERROR. */
function recordOf(
  { classId, studentId, date, status }: RecordAttendanceInput,
  classes: ReadonlyMap<string, Class>,
  students: ReadonlyMap<string, StudentFacts>,
  lastDay: string,
): AttendanceRecord {
  const its = classes.get(classId);
  if (!its) throw notFound('class', classId);
  const { organisationId } = its;
  assertStudentOf(students.get(studentId), studentId, organisationId, 'class');
  if (date > lastDay) throw invalid('date', 'is in the future');
  return Object.assign(new AttendanceRecord(), {
    organisationId,
    classId,
    studentId: studentId.toLowerCase(),
    date,
    status,
  });
}

function eventOf(
  { row, before }: { row: AttendanceRecord; before: AttendanceRecord | null },
  { principal, requestId }: SubgraphContext,
) {
  const { id, organisationId, studentId, classId, date, status } = row;
  return {
    type: 'attendance.recorded' as const,
    subject: { type: 'AttendanceRecord' as const, id },
    audience: [organisationId],
    data: {
      attendance_id: id,
      student_id: studentId,
      class_id: classId,
      date,
      previous_status: before ? before.status.toLowerCase() : null,
      status: status.toLowerCase(),
    },
    actor: principal.id,
    requestId,
  };
}
