import { allows, isPersonal, type Scope } from '../../../../platform/auth/scopes.ts';
import { HubError, invalid, notFound } from '../../../../platform/errors.ts';
import type { SubgraphContext } from '../../../../platform/federation/context.ts';
import { record } from '../../../../schema/events/record.ts';
import { owningOrganisation } from '../../organisations/owning-organisation.ts';
import { revokeTokensOf } from '../access-tokens/revocations.ts';
import { newClientSecret } from './client-secret.ts';
import type { CreateOAuthClientInput, UpdateOAuthClientInput } from './oauth-client.inputs.ts';
import { OAuthClient, type OAuthClientWithSecret } from './oauth-client.ts';
import { OAuthClientType } from './oauth-client-type.ts';
import { whyNoRedirectUri } from './redirect-uri.ts';

type ChangeOfClient =
  | 'oauth_client.created'
  | 'oauth_client.updated'
  | 'oauth_client.secret_rotated'
  | 'oauth_client.deleted';

type Addresses = 'redirectUris' | 'postLogoutRedirectUris';

export class OAuthClientService {
  /**
   * Makes a client of an organisation. Throws FORBIDDEN for a scope that the caller does not hold and
   * for a learner, VALIDATION_ERROR for an organisation that the caller may not see, a personal scope of a
   * program that calls for itself, addresses that nobody can be led back to, and PKCE left to an app that keeps no secret.
   */
  async create(input: CreateOAuthClientInput, context: SubgraphContext): Promise<OAuthClientWithSecret> {
    const type = input.type ?? OAuthClientType.MACHINE;
    checkScopes(input.scopes, type, context);
    if (type !== OAuthClientType.MACHINE && !input.redirectUris) {
      throw invalid('redirectUris', `is needed for ${type}`);
    }
    const requiresPkce = checkedPkce(input.requiresPkce ?? true, type);
    const redirectUris = checked('redirectUris', input.redirectUris ?? [], type);
    const postLogoutRedirectUris = checked(
      'postLogoutRedirectUris',
      input.postLogoutRedirectUris ?? [],
      type,
    );
    const organisationId = await owningOrganisation(input.organisationId, context);
    const made = type === OAuthClientType.NATIVE ? null : await newClientSecret();
    const client = Object.assign(new OAuthClient(), {
      organisationId,
      type,
      name: input.name,
      secretHash: made?.secretHash ?? null,
      secretChangedAt: made && new Date(),
      redirectUris,
      postLogoutRedirectUris,
      requiresPkce,
      scopes: [...new Set(input.scopes)],
    });
    await context.em.transactional(async (em) => {
      em.persist(client);
      await em.flush();
      await record(em, eventOf('oauth_client.created', client, context));
    });
    return { secret: made?.secret ?? null, client };
  }

  /** Changes how people sign in to it. Throws NOT_FOUND, and VALIDATION_ERROR as `create` does. */
  async update(input: UpdateOAuthClientInput, context: SubgraphContext): Promise<OAuthClient> {
    return context.em.transactional(async (em) => {
      const client = await em.findOne(OAuthClient, { id: input.id });
      if (!client) throw notFound('OAuth client', input.id);
      for (const field of ['redirectUris', 'postLogoutRedirectUris'] as const) {
        const addresses = input[field];
        if (addresses) client[field] = checked(field, addresses, client.type);
      }
      client.requiresPkce = checkedPkce(input.requiresPkce ?? client.requiresPkce, client.type);
      await em.flush();
      await record(em, eventOf('oauth_client.updated', client, context));
      return client;
    });
  }

  /** Gives a client another secret; the old one gets no more tokens at once. Throws NOT_FOUND, and CONFLICT for one that has none. */
  async rotateSecret(id: string, context: SubgraphContext): Promise<OAuthClientWithSecret> {
    const { secret, secretHash } = await newClientSecret();
    const client = await context.em.transactional(async (em) => {
      const found = await em.findOne(OAuthClient, { id });
      if (!found) throw notFound('OAuth client', id);
      if (found.secretHash === null) {
        throw new HubError('CONFLICT', { message: 'A client of the type NATIVE has no secret.' });
      }
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

function checkScopes(scopes: readonly Scope[], type: OAuthClientType, { principal }: SubgraphContext): void {
  const personal = scopes.filter(isPersonal);
  if (type === OAuthClientType.MACHINE && personal.length > 0) {
    throw invalid('scopes', `${personal.join(', ')} can only be given by people who sign in`);
  }
  const beyond = scopes.filter((scope) => !isPersonal(scope) && !allows(principal.scopes, scope));
  if (beyond.length > 0) {
    throw new HubError('FORBIDDEN', {
      message: `A client cannot be allowed more than the caller who makes it: ${beyond.join(', ')}.`,
    });
  }
}

function checked(field: Addresses, addresses: readonly string[], type: OAuthClientType): string[] {
  if (type === OAuthClientType.MACHINE && addresses.length > 0) {
    throw invalid(field, 'is for WEB and NATIVE: nobody signs in to a program that calls for itself');
  }
  const details = addresses.flatMap((address, place) => {
    const why = whyNoRedirectUri(address, type);
    return why === null ? [] : [{ field: `${field}.${place}`, message: why }];
  });
  const [first] = details;
  if (first) {
    throw new HubError('VALIDATION_ERROR', { message: `${first.field}: ${first.message}`, details });
  }
  return [...new Set(addresses)];
}

/** What has no secret has PKCE alone to show that a code is its own (RFC 9700 section 2.1.1). */
function checkedPkce(required: boolean, type: OAuthClientType): boolean {
  if (!required && type !== OAuthClientType.WEB) throw invalid('requiresPkce', 'may be false for WEB alone');
  return required;
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
