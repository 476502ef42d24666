import { invalid, notFound } from '../../../platform/errors.ts';
import type { StudentFacts } from './students-seen.ts';

/**
 * Throws NOT_FOUND for a student whom the caller does not see, VALIDATION_ERROR for one of another organisation than
 * what they are put down for: `ofWhat` is its name.
 */
export function assertStudentOf(
  student: StudentFacts | undefined,
  studentId: string,
  organisationId: string,
  ofWhat: string,
): void {
  if (!student) throw notFound('student', studentId);
  if (student.organisation?.id !== organisationId)
    throw invalid('studentId', `is not a student of the organisation of the ${ofWhat}`);
}
