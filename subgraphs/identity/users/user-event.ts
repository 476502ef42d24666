import type { User } from './user.ts';

/** Who did something, for events. */
export interface By {
  actor: string;
  requestId?: string | undefined;
}

type UserEventType =
  | 'user.created'
  | 'user.invited'
  | 'user.activated'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.password_changed';

/** What is told when something happens to a user. */
export function userEvent<Type extends UserEventType>(type: Type, user: User, by: By) {
  return {
    type,
    subject: { type: 'User' as const, id: user.id },
    audience: user.organisationId === null ? [] : [user.organisationId],
    data: { user_id: user.id, name: user.name, email: user.email, role: user.role },
    ...by,
  };
}
