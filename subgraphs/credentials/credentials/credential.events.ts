import type { CatalogueEvent } from '../../../schema/events/record.ts';
import type { Credential } from './credential.ts';

/** What every event of a credential says besides its type. */
export function credentialEvent<Type extends CredentialEventType>(
  type: Type,
  credential: Credential,
  caused: { actor: string; requestId?: string | undefined },
) {
  const { id, organisationId, studentId, programId } = credential;
  return {
    type,
    subject: { type: 'Credential' as const, id },
    audience: [organisationId],
    data: { credential_id: id, student_id: studentId, program_id: programId },
    ...caused,
  };
}

type CredentialEventType = Extract<
  CatalogueEvent['type'],
  | 'credential.issued'
  | 'credential.suspended'
  | 'credential.reinstated'
  | 'credential.revoked'
  | 'credential.expired'
>;
