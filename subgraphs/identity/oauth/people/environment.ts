import { isOfSandbox } from '../../../../platform/environment.ts';
import type { SignedInPerson } from '../../sign-in/signed-in-person.ts';

/**
 * Whether a person is of the environment of an app: those of sandbox organisations sign in to apps of sandbox
 * organisations, and all others to all others.
 */
export function mayMeet(
  { organisationId, organisationIds }: Pick<SignedInPerson, 'organisationId' | 'organisationIds'>,
  organisationOfApp: string,
): boolean {
  const theirs = organisationId === null ? organisationIds : [organisationId];
  return theirs.some(isOfSandbox) === isOfSandbox(organisationOfApp);
}
