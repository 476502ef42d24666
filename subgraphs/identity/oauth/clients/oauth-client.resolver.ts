import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../../platform/federation/connection.ts';
import { connectionType } from '../../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../../platform/federation/context.ts';
import { Idempotent } from '../../../../platform/idempotency/idempotent.ts';
import { organisationById } from '../../organisations/organisation.resolver.ts';
import { Organisation } from '../../organisations/organisation.ts';
import {
  CreateOAuthClientInput,
  DeleteOAuthClientInput,
  RotateOAuthClientSecretInput,
  UpdateOAuthClientInput,
} from './oauth-client.inputs.ts';
import { OAuthClientService } from './oauth-client.service.ts';
import { OAuthClient, OAuthClientWithSecret } from './oauth-client.ts';

const OAuthClientConnection = connectionType(OAuthClient, 'OAuthClient');
export const oauthClientById = byId(OAuthClient);

@Resolver(() => OAuthClient)
export class OAuthClientResolver {
  constructor(private readonly service: OAuthClientService) {}

  @Query(() => OAuthClientConnection, {
    description: 'The OAuth clients that the caller administers, newest first.',
  })
  @RequiresScopes('admin')
  oauthClients(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<OAuthClient>> {
    return findPage(context.em, OAuthClient, {}, page);
  }

  @Mutation(() => OAuthClientWithSecret, {
    description:
      'Makes an OAuth client: an app that people sign in to, or a program. Its secret is shown this once and cannot be had again.',
  })
  @RequiresScopes('admin')
  @Idempotent(CreateOAuthClientInput)
  createOAuthClient(
    @Arg('input', () => CreateOAuthClientInput, { description: 'The client.' }) input: CreateOAuthClientInput,
    @Ctx() context: SubgraphContext,
  ): Promise<OAuthClientWithSecret> {
    return this.service.create(input, context);
  }

  @Mutation(() => OAuthClient, {
    description: 'Changes how people sign in to a client: the addresses that they are led back to, and PKCE.',
  })
  @RequiresScopes('admin')
  updateOAuthClient(
    @Arg('input', () => UpdateOAuthClientInput, { description: 'What to change.' })
    input: UpdateOAuthClientInput,
    @Ctx() context: SubgraphContext,
  ): Promise<OAuthClient> {
    return this.service.update(input, context);
  }

  @Mutation(() => OAuthClientWithSecret, {
    description:
      'Gives a client another secret. The old one gets no more tokens; those that it got expire within ten minutes.',
  })
  @RequiresScopes('admin')
  @Idempotent(RotateOAuthClientSecretInput)
  rotateOAuthClientSecret(
    @Arg('input', () => RotateOAuthClientSecretInput, { description: 'Whose secret.' })
    input: RotateOAuthClientSecretInput,
    @Ctx() context: SubgraphContext,
  ): Promise<OAuthClientWithSecret> {
    return this.service.rotateSecret(input.id, context);
  }

  @Mutation(() => OAuthClient, {
    description: 'Deletes a client. The tokens that it has are refused within five seconds.',
  })
  @RequiresScopes('admin')
  deleteOAuthClient(
    @Arg('input', () => DeleteOAuthClientInput, { description: 'Which client.' })
    input: DeleteOAuthClientInput,
    @Ctx() context: SubgraphContext,
  ): Promise<OAuthClient> {
    return this.service.delete(input.id, context);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the client belongs to.',
  })
  organisation(@Root() client: OAuthClient, @Ctx() context: SubgraphContext): Promise<Organisation | null> {
    return context.load(organisationById, client.organisationId);
  }
}
