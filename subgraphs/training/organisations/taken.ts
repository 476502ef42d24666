import { HubError } from '../../../platform/errors.ts';

/** That there is one already with this `field` in the same organisation; `what` is such as `A class`. */
export function taken(what: string, field: 'externalId' | 'code' = 'externalId'): HubError {
  return new HubError('DUPLICATE', {
    message: `${what} with this ${field} exists already in this organisation.`,
    details: [{ field, message: 'is taken in this organisation' }],
  });
}
