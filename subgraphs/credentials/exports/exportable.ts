import { HubError } from '../../../platform/errors.ts';
import { type Credential, CredentialStatus } from '../credentials/credential.ts';

/** Throws CONFLICT for a credential that does not hold: it is taken nowhere. */
export function assertExportable({ status }: Pick<Credential, 'status'>): void {
  if (status !== CredentialStatus.ACTIVE)
    throw new HubError('CONFLICT', { message: `The credential is ${status}, and is taken nowhere.` });
}
