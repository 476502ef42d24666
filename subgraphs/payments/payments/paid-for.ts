import type { Scope } from '../../../platform/auth/scopes.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import type { CreatePaymentInput } from './payment.inputs.ts';

/** What a payment is for, as training and identity know it. */
export interface PaidFor {
  organisationId: string;
  programId: string;
  studentId: string;
  enrolmentId: string | null;
  /** The program's fee, whole rupiah. */
  fee: number;
}

interface ProgramAnswer {
  id: string;
  fee: number;
  organisation: { id: string };
}

const needed: Scope[] = ['training:read', 'identity:read'];

/**
 * Reads what is to be paid for, as far as the caller may see it: their rows, whether or not their key
 * may list them. Throws VALIDATION_ERROR for what does not exist for them, CONFLICT for an enrolment
 * that was given up.
 */
export async function paidFor(
  input: CreatePaymentInput,
  { principal, requestId }: SubgraphContext,
  neighbours: Neighbours,
): Promise<PaidFor> {
  const as = { principal: { ...principal, scopes: [...principal.scopes, ...needed] }, requestId };
  if (input.enrolmentId) {
    if (input.programId || input.studentId) throw invalid('enrolmentId', 'excludes programId and studentId');
    const enrolment = await neighbours.entity<{
      status: string;
      program: ProgramAnswer;
      student: { id: string };
    }>(
      'training',
      'Enrolment',
      input.enrolmentId,
      'status program { id fee organisation { id } } student { id }',
      as,
    );
    if (!enrolment) throw invalid('enrolmentId', 'names no enrolment');
    if (enrolment.status === 'CANCELLED')
      throw new HubError('CONFLICT', { message: 'The enrolment was cancelled.' });
    return {
      organisationId: enrolment.program.organisation.id,
      programId: enrolment.program.id,
      studentId: enrolment.student.id,
      enrolmentId: input.enrolmentId,
      fee: enrolment.program.fee,
    };
  }
  if (!input.programId || !input.studentId) {
    throw invalid('enrolmentId', 'is needed, or programId and studentId');
  }
  const [program, student] = await Promise.all([
    neighbours.entity<ProgramAnswer>(
      'training',
      'Program',
      input.programId,
      'id fee organisation { id }',
      as,
    ),
    neighbours.entity<{ id: string; organisation: { id: string } | null }>(
      'identity',
      'Student',
      input.studentId,
      'id organisation { id }',
      as,
    ),
  ]);
  if (!program) throw invalid('programId', 'names no program');
  if (!student || student.organisation?.id !== program.organisation.id) {
    throw invalid('studentId', 'names no student of the program’s organisation');
  }
  return {
    organisationId: program.organisation.id,
    programId: program.id,
    studentId: student.id,
    enrolmentId: null,
    fee: program.fee,
  };
}
