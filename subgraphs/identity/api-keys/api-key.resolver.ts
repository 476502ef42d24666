import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';
import {
  CreateApiKeyInput,
  RevokeApiKeyInput,
  RotateApiKeyInput,
  UpdateApiKeyInput,
} from './api-key.inputs.ts';
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
  @Idempotent(CreateApiKeyInput)
  createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'The key.' }) input: CreateApiKeyInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CreatedApiKey> {
    return this.service.create(input, context);
  }

  @Mutation(() => ApiKey, {
    description:
      'Changes the name of a key, when it ends, where it may be used from, or how much it may ask for.',
  })
  @RequiresScopes('admin')
  updateApiKey(
    @Arg('input', () => UpdateApiKeyInput, { description: 'What changes.' }) input: UpdateApiKeyInput,
    @Ctx() context: SubgraphContext,
  ): Promise<ApiKey> {
    return this.service.update(input, context);
  }

  @Mutation(() => CreatedApiKey, {
    description:
      'Makes a key anew, shown this once; what it allows stays. As it was it works until the overlap ends. Rotated again before, only the latest two work.',
  })
  @RequiresScopes('admin')
  @Idempotent(RotateApiKeyInput)
  rotateApiKey(
    @Arg('input', () => RotateApiKeyInput, { description: 'Which key, and the overlap.' })
    input: RotateApiKeyInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CreatedApiKey> {
    return this.service.rotate(input, context);
  }

  @Mutation(() => ApiKey, {
    description: 'Revokes a key; it is refused from then on, also as it was before it was rotated.',
  })
  @RequiresScopes('admin')
  @Idempotent(RevokeApiKeyInput)
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
