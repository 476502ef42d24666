import type { EntityClass, EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import { servicePrincipal } from '../../../../platform/auth/principal.ts';
import { fencedEntityManager } from '../../../../platform/db/fence.ts';
import { HubError, notFound } from '../../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../../platform/federation/context.ts';
import { record } from '../../../../schema/events/record.ts';
import { User } from '../../users/user.ts';
import { type EndedBy, endGrants } from '../access-tokens/revocations.ts';
import { OAuthConsent } from '../consents/oauth-consent.ts';
import { OAuthGrant } from '../grants/oauth-grant.ts';
import { endSessions } from '../sessions/end-sessions.ts';
import { SignInSession } from '../sessions/sign-in-session.ts';

/** What can be a person's own. */
type Own = SignInSession | OAuthGrant | OAuthConsent;

/**
 * What people have signed in to and agreed to, and how they end it. Such rows belong to a person and not to
 * an organisation, so no fence is drawn around them: each statement names the person.
 */
export class OwnAccessService {
  readonly #em: EntityManager;

  /** `em` is not fenced. */
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** One page of what is the caller's own. Throws FORBIDDEN when the caller is nobody who has signed in. */
  async page<T extends Own>(
    entity: EntityClass<T>,
    args: PageArgs,
    context: SubgraphContext,
  ): Promise<Page<T>> {
    const where = { userId: personIn(context) } as FilterQuery<T>;
    return findPage(this.#unfenced(), entity, where, args);
  }

  /** Signs the caller out of a browser. Throws NOT_FOUND for a session that is not theirs. */
  async endSession(id: string, context: SubgraphContext): Promise<SignInSession> {
    const session = await this.#own(SignInSession, id, context);
    if (!session) throw notFound('session', id);
    await this.#em.fork().transactional((em) => endSessions(em, { id }, by(context)));
    return session;
  }

  /** Ends the tokens that an app holds of the caller. Throws NOT_FOUND for those of somebody else. */
  async endGrant(id: string, context: SubgraphContext): Promise<OAuthGrant> {
    const grant = await this.#own(OAuthGrant, id, context);
    if (!grant) throw notFound('OAuth grant', id);
    await this.#em.fork().transactional((em) => endGrants(em, { id }, 'ENDED', by(context)));
    return grant;
  }

  /**
   * Takes back a consent, with all tokens that the app holds of the person: one's own, or as an
   * administrator one to an app of one's organisation. Throws NOT_FOUND for any other.
   */
  async withdraw(id: string, context: SubgraphContext): Promise<OAuthConsent> {
    const { userId, scopes } = context.principal;
    const own = userId === undefined ? null : await this.#own(OAuthConsent, id, context);
    const consent = own ?? (scopes.includes('admin') ? await context.em.findOne(OAuthConsent, { id }) : null);
    if (!consent) throw notFound('consent', id);
    await this.#em.fork().transactional((em) => withdraw(em, consent, by(context)));
    return consent;
  }

  async #own<T extends Own>(entity: EntityClass<T>, id: string, context: SubgraphContext): Promise<T | null> {
    const where = { id, userId: personIn(context) } as FilterQuery<T>;
    return (await this.#unfenced().findOne(entity, where)) as T | null;
  }

  #unfenced(): EntityManager {
    return fencedEntityManager(this.#em, servicePrincipal('identity', []));
  }
}

async function withdraw(em: EntityManager, consent: OAuthConsent, ended: EndedBy): Promise<void> {
  const { id, userId, clientId, organisationId } = consent;
  await em.nativeDelete(OAuthConsent, { id }, { filters: { fence: false } });
  await endGrants(em, { userId, clientId }, 'ENDED', ended);
  const user = await em.findOne(User, { id: userId }, { filters: { fence: false } });
  await record(em, {
    type: 'oauth_consent.withdrawn',
    subject: { type: 'OAuthConsent', id },
    audience: [...new Set([organisationId, user?.organisationId ?? organisationId])],
    data: { consent_id: id, client_id: clientId, user_id: userId, scope: consent.scopes.join(' ') },
    ...ended,
  });
}

function personIn({ principal }: SubgraphContext): string {
  if (principal.userId === undefined) {
    throw new HubError('FORBIDDEN', { message: 'This is for people who have signed in.' });
  }
  return principal.userId;
}

function by({ principal, requestId }: SubgraphContext): EndedBy {
  return { actor: principal.id, requestId };
}
