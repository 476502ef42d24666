import type { Account, KoaContextWithOIDC } from 'oidc-provider';
import type { SignInService } from '../../sign-in/sign-in.service.ts';
import type { SignedInPerson } from '../../sign-in/signed-in-person.ts';
import { mayMeet } from './environment.ts';

/** A person as the OAuth server knows them. */
export interface PersonAccount extends Account {
  person: SignedInPerson;
}

/** What userinfo and id tokens tell of a person, by scope. */
export const claimsByScope = {
  openid: ['sub'],
  profile: ['name', 'role', 'organisation_id'],
  email: ['email'],
};

/** All that could be told of a person. That an e-mail is theirs the hub does not vouch for. */
export function userClaims({ userId, name, role, organisationId, email }: SignedInPerson) {
  return { sub: userId, name, role, organisation_id: organisationId, email };
}

/**
 * Finds the person of a session, code or refresh token as they are now; nobody when they are deactivated, or
 * not of the app's environment.
 */
export function findAccount(signIn: SignInService) {
  return async (ctx: KoaContextWithOIDC, sub: string): Promise<PersonAccount | undefined> => {
    const person = await signIn.personOf(sub);
    const { client } = ctx.oidc;
    if (!person || (client && !mayMeet(person, String(client.organisation_id)))) return undefined;
    return { accountId: sub, person, claims: () => ({ ...userClaims(person), sub }) };
  };
}

/** The person for whom the OAuth server works at the moment. */
export function personOf(ctx: KoaContextWithOIDC): SignedInPerson | null {
  return (ctx.oidc.account as PersonAccount | undefined)?.person ?? null;
}
