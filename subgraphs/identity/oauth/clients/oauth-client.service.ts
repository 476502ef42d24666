import { allows } from '../../../../platform/auth/scopes.ts';
import { HubError, notFound } from '../../../../platform/errors.ts';
import type { SubgraphContext } from '../../../../platform/federation/context.ts';
import { record } from '../../../../schema/events/record.ts';
import { owningOrganisation } from '../../organisations/owning-organisation.ts';
import { revokeTokensOf } from '../access-tokens/revocations.ts';
import { newClientSecret } from './client-secret.ts';
import type { CreateOAuthClientInput } from './oauth-client.inputs.ts';
import { OAuthClient, type OAuthClientWithSecret } from './oauth-client.ts';

type ChangeOfClient = 'oauth_client.created' | 'oauth_client.secret_rotated' | 'oauth_client.deleted';

export class OAuthClientService {
  /**
   * Makes a client of an organisation. Throws FORBIDDEN for a scope that the caller does not hold and
   * for a learner, VALIDATION_ERROR for an organisation that the caller may not see.
   */
  async create(input: CreateOAuthClientInput, context: SubgraphContext): Promise<OAuthClientWithSecret> {
    const beyond = input.scopes.filter((scope) => !allows(context.principal.scopes, scope));
    if (beyond.length > 0) {
      throw new HubError('FORBIDDEN', {
        message: `A client cannot be allowed more than the caller who makes it: ${beyond.join(', ')}.`,
      });
    }
    const organisationId = await owningOrganisation(input.organisationId, context);
    const { secret, secretHash } = await newClientSecret();
    const scopes = [...new Set(input.scopes)];
    const client = Object.assign(new OAuthClient(), { organisationId, name: input.name, secretHash, scopes });
    await context.em.transactional(async (em) => {
      em.persist(client);
      await em.flush();
      await record(em, eventOf('oauth_client.created', client, context));
    });
    return { secret, client };
  }

  /** Gives a client another secret; the old one gets no more tokens at once. Throws NOT_FOUND. */
  async rotateSecret(id: string, context: SubgraphContext): Promise<OAuthClientWithSecret> {
    const { secret, secretHash } = await newClientSecret();
    const client = await context.em.transactional(async (em) => {
      const found = await em.findOne(OAuthClient, { id });
      if (!found) throw notFound('OAuth client', id);
      Object.assign(found, { secretHash, secretChangedAt: new Date() });
      await em.flush();
      await record(em, eventOf('oauth_client.secret_rotated', found, context));
      return found;
    });
    return { secret, client };
  }

  /** Deletes a client; the tokens that it has are refused within five seconds. Throws NOT_FOUND. */
  async delete(id: string, context: SubgraphContext): Promise<OAuthClient> {
    return context.em.transactional(async (em) => {
      const client = await em.findOne(OAuthClient, { id });
      if (!client) throw notFound('OAuth client', id);
      await revokeTokensOf(em, client.id);
      em.remove(client);
      await em.flush();
      await record(em, eventOf('oauth_client.deleted', client, context));
      return client;
    });
  }
}

function eventOf(type: ChangeOfClient, client: OAuthClient, context: SubgraphContext) {
  return {
    type,
    subject: { type: 'OAuthClient' as const, id: client.id },
    audience: [client.organisationId],
    data: { client_id: client.id, name: client.name },
    actor: context.principal.id,
    requestId: context.requestId,
  };
}
