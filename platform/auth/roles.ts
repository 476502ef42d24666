import type { Principal } from './principal.ts';
import type { Scope } from './scopes.ts';

/** What a person is to an organisation, or to the hub. */
export enum Role {
  PLATFORM_ADMIN = 'PLATFORM_ADMIN',
  ADMIN = 'ADMIN',
  INSTRUCTOR = 'INSTRUCTOR',
  FINANCE = 'FINANCE',
  PARTNER = 'PARTNER',
  LEARNER = 'LEARNER',
}

/**
 * What each role allows whoever has it. A person who signs in through an app has of these what the app
 * asked for and they agreed to.
 */
export const roleScopes: Readonly<Record<Role, readonly Scope[]>> = {
  /** Whoever runs the hub: everything, in every organisation. */
  PLATFORM_ADMIN: ['admin', 'students:nik', 'permits:all'],
  /** Everything of their organisation, but national identity numbers in clear. */
  ADMIN: ['admin'],
  /** Teaches: programs, enrolments and progress, and sees what was earned. */
  INSTRUCTOR: ['identity:read', 'training:read', 'training:write', 'credentials:read'],
  /** Payments and refunds, and whom and what they are for. */
  FINANCE: ['identity:read', 'training:read', 'payments:read', 'payments:write'],
  /** Reads what the organisation may see, and changes nothing. */
  PARTNER: ['read'],
  /** Their own rows: reads them, applies, pays, and takes their credentials elsewhere. */
  LEARNER: ['read', 'training:apply', 'payments:pay', 'credentials:share'],
};

/** As what a person with this role calls. */
export function principalKindOf(role: Role): Principal['kind'] {
  if (role === Role.PLATFORM_ADMIN) return 'platform';
  return role === Role.LEARNER ? 'learner' : 'organisation';
}
