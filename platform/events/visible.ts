import type { Principal } from '../auth/principal.ts';
import type { LoggedEvent } from './event.ts';

/** Whether a principal may see an event: by its audience, or, for a learner, because it is about one of their student rows. */
export function sees(principal: Principal, event: LoggedEvent): boolean {
  switch (principal.kind) {
    case 'platform':
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
