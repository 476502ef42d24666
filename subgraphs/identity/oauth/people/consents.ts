import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Grant, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { v7 as uuidv7 } from 'uuid';
import type { Scope } from '../../../../platform/auth/scopes.ts';
import { record } from '../../../../schema/events/record.ts';
import type { SignedInPerson } from '../../sign-in/signed-in-person.ts';
import { OAuthClient } from '../clients/oauth-client.ts';
import { OAuthConsent } from '../consents/oauth-consent.ts';
import { personOf } from './account.ts';
import { scopesFor } from './scopes-of-person.ts';

/** What an app asks of a person. */
export interface Asked {
  clientId: string;
  person: SignedInPerson;
  scopes: readonly string[];
}

/**
 * The family of tokens that an authorisation goes on with, stored: of what is asked, it holds what the person
 * can give.
 *
 * @param before the one that the browser has, which is extended
 */
export async function storeGrant(provider: Provider, asked: Asked, before?: Grant): Promise<Grant> {
  const { clientId, person, scopes } = asked;
  const grant = before ?? new provider.Grant({ clientId, accountId: person.userId });
  if (!before) grant.jti = uuidv7();
  const given = scopes.filter((scope) => scopesFor(person, [scope]).length > 0);
  const rejected = scopes.filter((scope) => !given.includes(scope));
  if (given.length > 0) {
    grant.addOIDCScope(given);
    grant.addResourceScope(provider.issuer, given);
  }
  if (rejected.length > 0) {
    grant.rejectOIDCScope(rejected);
    grant.rejectResourceScope(provider.issuer, rejected);
  }
  await grant.save();
  return grant;
}

/** What people have agreed to. */
export class Consents {
  readonly #em: EntityManager;

  /** `em` is not fenced. */
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Remembers that a person agreed. */
  async remember({ clientId, person, scopes }: Asked): Promise<void> {
    const agreed = scopesFor(person, scopes);
    await this.#em.fork().transactional(async (em) => {
      const client = await em.findOneOrFail(OAuthClient, { id: clientId }, { filters: { fence: false } });
      const whose = { userId: person.userId, clientId };
      await em.upsert(
        OAuthConsent,
        Object.assign(new OAuthConsent(), { ...whose, organisationId: client.organisationId, scopes: [] }),
        { onConflictFields: ['userId', 'clientId'], onConflictAction: 'ignore' },
      );
      const consent = await em.findOneOrFail(OAuthConsent, whose, {
        filters: { fence: false },
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      const more = agreed.filter((scope) => !consent.scopes.includes(scope));
      if (more.length === 0) return;
      Object.assign(consent, { scopes: [...consent.scopes, ...more], updatedAt: new Date() });
      await em.flush();
      await record(em, {
        type: 'oauth_consent.given',
        subject: { type: 'OAuthConsent', id: consent.id },
        audience: [...new Set([client.organisationId, person.organisationId ?? client.organisationId])],
        data: {
          consent_id: consent.id,
          client_id: clientId,
          user_id: person.userId,
          scope: consent.scopes.join(' '),
        },
        actor: person.userId,
      });
    });
  }

  /** Whether a person has agreed to all that comes of `scopes` for them. */
  async covers({ clientId, person, scopes }: Asked): Promise<boolean> {
    const whose = { userId: person.userId, clientId };
    const consent = await this.#em.fork().findOne(OAuthConsent, whose, { filters: { fence: false } });
    return (
      consent !== null && scopesFor(person, scopes).every((scope: Scope) => consent.scopes.includes(scope))
    );
  }

  /**
   * The grant that an authorisation goes on with: that of the browser's session, or a new one when the
   * person agreed before. An app on a device could be anyone's, so its people are asked each time
   * (RFC 8252 section 8.6).
   */
  async grantFor(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
    const { provider, session, client, result, requestParamScopes, params } = ctx.oidc;
    if (!session || !client) return undefined;
    const known = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
    const found = known === undefined ? undefined : await provider.Grant.find(known);
    // One of another person, who was signed in here before, is not theirs.
    if (found && found.accountId === session.accountId) return found;
    const person = personOf(ctx);
    const asksAnyway = String(params?.prompt ?? '')
      .split(' ')
      .includes('consent');
    if (!person || asksAnyway || client.applicationType === 'native') return undefined;
    const asked = { clientId: client.clientId, person, scopes: [...requestParamScopes] };
    return (await this.covers(asked)) ? storeGrant(provider, asked) : undefined;
  }
}
