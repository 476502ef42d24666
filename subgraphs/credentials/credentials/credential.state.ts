import { HubError } from '../../../platform/errors.ts';
import { CredentialStatus } from './credential.ts';

export type DecidedStatus = Exclude<CredentialStatus, CredentialStatus.EXPIRED>;

/** What an issuer may decide, by what it had decided before. Whether time is up is not decided. */
const steps: Record<DecidedStatus, readonly DecidedStatus[]> = {
  ACTIVE: [CredentialStatus.SUSPENDED, CredentialStatus.REVOKED],
  SUSPENDED: [CredentialStatus.ACTIVE, CredentialStatus.REVOKED],
  REVOKED: [],
};

/** Throws CONFLICT when there is no such step. */
export function assertStep(from: DecidedStatus, to: DecidedStatus): void {
  if (steps[from].includes(to)) return;
  throw new HubError('CONFLICT', { message: `The credential is ${from} and cannot become ${to}.` });
}
