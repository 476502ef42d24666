import type { Principal } from '../auth/principal.ts';
import { isOfSandbox } from '../environment.ts';
import type { LoggedEvent } from './event.ts';

/** Whether a principal may see an event: by its audience, of which operators see those of their environment, or, for a learner, because it is about one of their student rows. */
export function sees(principal: Principal, event: LoggedEvent): boolean {
  switch (principal.kind) {
    case 'platform':
      return event.audience.some(isOfSandbox) === (principal.sandbox ?? false);
    case 'service':
      return true;
    case 'organisation':
      return principal.organisationId !== null && event.audience.includes(principal.organisationId);
    case 'learner':
      return principal.studentIds.includes(String(event.data.student_id));
    case 'anonymous':
      return false;
  }
}
