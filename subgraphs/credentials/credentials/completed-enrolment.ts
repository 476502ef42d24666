import { HubError, invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';

/** A completed enrolment as training tells it. */
export interface CompletedEnrolment {
  status: string;
  finalScore: number | null;
  certificateNumber: string | null;
  student: { id: string };
  program: {
    id: string;
    name: string;
    description: string | null;
    skkniCode: string | null;
    organisation: { id: string };
  };
}

const selection = `status finalScore certificateNumber student { id }
  program { id name description skkniCode organisation { id } }`;

/**
 * Reads the enrolment that a credential is to attest, as far as the caller may see it, whether or not
 * their key may list enrolments. Throws VALIDATION_ERROR for one that does not exist for them, CONFLICT
 * for one that is not completed.
 */
export async function completedEnrolment(
  id: string,
  { principal, requestId }: SubgraphContext,
  neighbours: Neighbours,
): Promise<CompletedEnrolment> {
  const as = { principal: { ...principal, scopes: ['training:read' as const] }, requestId };
  const enrolment = await neighbours.entity<CompletedEnrolment>('training', 'Enrolment', id, selection, as);
  if (!enrolment) throw invalid('enrolmentId', 'names no enrolment');
  if (enrolment.status !== 'COMPLETED') {
    throw new HubError('CONFLICT', {
      message: 'A credential attests a completed enrolment; this one is not.',
    });
  }
  return enrolment;
}
