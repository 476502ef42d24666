import type { Principal } from '../../../platform/auth/principal.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import type { AttestedProgram } from '../achievements/achievement.service.ts';

/** An enrolment as training tells it. */
export interface KnownEnrolment {
  id: string;
  status: string;
  finalScore: number | null;
  certificateNumber: string | null;
  /** Picked at completion, where the program issues credentials at once. */
  credentialId: string | null;
  student: { id: string };
  program: AttestedProgram;
}

export const enrolmentSelection = 'id status finalScore certificateNumber credentialId student { id }';
export const programSelection = 'id name nameEn description skkniCode organisation { id }';

/** On whose behalf, and as part of which request, neighbours are read. */
export interface Asking {
  principal: Principal;
  requestId: string;
}

/**
 * Reads the enrolment that a credential is to attest, as far as the caller may see it, whether or not
 * their key may list enrolments. Throws VALIDATION_ERROR for one that does not exist for them, CONFLICT
 * for one that is not completed.
 */
export async function completedEnrolment(
  id: string,
  { principal, requestId }: Asking,
  neighbours: Neighbours,
): Promise<KnownEnrolment> {
  const enrolment = await neighbours.entity<KnownEnrolment>(
    'training',
    'Enrolment',
    id,
    `${enrolmentSelection} program { ${programSelection} }`,
    { principal: { ...principal, scopes: ['training:read'] }, requestId },
  );
  if (!enrolment) throw invalid('enrolmentId', 'names no enrolment');
  if (enrolment.status !== 'COMPLETED') {
    throw new HubError('CONFLICT', {
      message: 'A credential attests a completed enrolment; this one is not.',
    });
  }
  return enrolment;
}
