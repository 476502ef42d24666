import { UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { HubError } from '../errors.ts';

/**
 * Turns a violated unique constraint into the error of the catalogue that `byConstraint` names for
 * it; anything else is thrown as it is.
 */
export function duplicateError(error: unknown, byConstraint: Record<string, () => HubError>): never {
  if (error instanceof UniqueConstraintViolationException) {
    const constraint = (error as unknown as { constraint?: string }).constraint ?? '';
    const known = byConstraint[constraint];
    if (known) throw known();
  }
  throw error;
}
