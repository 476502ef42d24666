import { principalKindOf, Role } from '../../../../platform/auth/roles.ts';
import { allows, isPersonal, type Scope, scopeRegistry } from '../../../../platform/auth/scopes.ts';
import type { SignedInPerson } from '../../sign-in/signed-in-person.ts';
import type { PersonClaims } from '../access-tokens/access-token.ts';

/**
 * What an app may do for a person of what it asks for: what their role allows them. Where it asks for more
 * (`read`, of who may read nothing but trainings) it gets the part that they have.
 */
export function scopesFor(person: SignedInPerson, asked: Iterable<string>): Scope[] {
  const given = [...asked].filter(isScope).flatMap((scope) => {
    if (scope === 'courses') return person.role === Role.LEARNER ? [scope] : [];
    if (isPersonal(scope) || allows(person.scopes, scope)) return [scope];
    return person.scopes.filter((own) => allows([scope], own));
  });
  return [...new Set(given)];
}

/** What an access token says of a person, so that nobody has to ask the database. */
export function claimsOf(person: SignedInPerson): PersonClaims {
  return {
    kind: principalKindOf(person.role) as PersonClaims['kind'],
    organisation_id: person.organisationId,
    organisation_ids: person.organisationIds,
    student_ids: person.studentIds,
  };
}

function isScope(name: string): name is Scope {
  return Object.hasOwn(scopeRegistry, name);
}
