import type { SiplatihCompletion } from '../../../integrations/siplatih/port.ts';
import { type ErrorDetail, HubError } from '../../../platform/errors.ts';
import { EnrolmentStatus } from '../enrolments/enrolment.state.ts';
import type { Enrolment } from '../enrolments/enrolment.ts';

/** A student as identity knows them. The NIK is in clear on the way to the ministry alone. */
export interface Participant {
  id: string;
  name: string;
  nik: string | null;
}

const mostNamed = 20;

/**
 * How a program ended, as the ministry wants it. `enrolments` are all of the program’s; the cancelled
 * ones count for nothing. Throws CONFLICT when nobody completed it, VALIDATION_ERROR for participants
 * of whom something is missing.
 */
export function completionOf(
  completionDate: string,
  enrolments: readonly Enrolment[],
  participants: ReadonlyMap<string, Participant>,
): SiplatihCompletion {
  const enrolled = enrolments.filter((enrolment) => enrolment.status !== EnrolmentStatus.CANCELLED);
  const completed = enrolled.filter((enrolment) => enrolment.status === EnrolmentStatus.COMPLETED);
  if (completed.length === 0)
    throw new HubError('CONFLICT', { message: 'Nobody has completed the program yet.' });
  const certified = completed.filter((enrolment) => enrolment.certificateNumber !== null);
  const problems = completed.flatMap((enrolment) =>
    missing(enrolment, participants.get(enrolment.studentId)),
  );
  if (problems.length > 0) throw incomplete(problems);
  return {
    completion_date: completionDate,
    participants: completed.map((enrolment) => {
      const participant = participants.get(enrolment.studentId) as Participant;
      return {
        nik: participant.nik as string,
        full_name: participant.name,
        completion_status: enrolment.status,
        final_score: enrolment.finalScore as number,
        ...(enrolment.certificateNumber !== null && { certificate_number: enrolment.certificateNumber }),
      };
    }),
    completion_rate: rate(completed.length, enrolled.length),
    certification_rate: rate(certified.length, enrolled.length),
  };
}

function missing(enrolment: Enrolment, participant: Participant | undefined): ErrorDetail[] {
  const of = (field: string, message: string) => ({ field, message });
  if (!participant) return [of('participants', `student ${enrolment.studentId} is not known any more`)];
  return [
    ...(participant.nik ? [] : [of('participants.nik', `student ${participant.id} has no NIK`)]),
    ...(enrolment.finalScore === null
      ? [of('participants.finalScore', `enrolment ${enrolment.id} has no final score`)]
      : []),
  ];
}

function incomplete(problems: ErrorDetail[]): HubError {
  const details = problems.slice(0, mostNamed);
  const more = problems.length - details.length;
  const message = details.map((detail) => detail.message).join('; ') + (more > 0 ? `; and ${more} more` : '');
  return new HubError('VALIDATION_ERROR', { message: `The ministry needs more: ${message}.`, details });
}

/** Per cent with one decimal. */
function rate(part: number, whole: number): number {
  return Math.round((part / whole) * 1000) / 10;
}
