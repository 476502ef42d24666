import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';
import { CreateApiKeyInput, RevokeApiKeyInput } from './api-key.inputs.ts';
import { ApiKeyService } from './api-key.service.ts';
import { ApiKey, CreatedApiKey } from './api-key.ts';

const ApiKeyConnection = connectionType(ApiKey, 'ApiKey');
export const apiKeyById = byId(ApiKey);

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  constructor(private readonly service: ApiKeyService) {}

  @Query(() => ApiKeyConnection, { description: 'The keys that the caller administers, newest first.' })
  @RequiresScopes('admin')
  apiKeys(@Args(() => PageArgs) page: PageArgs, @Ctx() context: SubgraphContext): Promise<Page<ApiKey>> {
    return findPage(context.em, ApiKey, {}, page);
  }

  @Mutation(() => CreatedApiKey, {
    description: 'Makes a key. It is shown this once and cannot be had again.',
  })
  @RequiresScopes('admin')
  createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'The key.' }) input: CreateApiKeyInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CreatedApiKey> {
    return this.service.create(input, context);
  }

  @Mutation(() => ApiKey, { description: 'Revokes a key; it is refused from then on.' })
  @RequiresScopes('admin')
  revokeApiKey(
    @Arg('input', () => RevokeApiKeyInput, { description: 'Which key.' }) input: RevokeApiKeyInput,
    @Ctx() context: SubgraphContext,
  ): Promise<ApiKey> {
    return this.service.revoke(input.id, context);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the key acts for.',
  })
  organisation(@Root() key: ApiKey, @Ctx() context: SubgraphContext): Promise<Organisation | null> | null {
    return key.organisationId === null ? null : context.load(organisationById, key.organisationId);
  }
}
