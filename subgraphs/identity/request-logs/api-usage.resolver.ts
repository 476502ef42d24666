import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';
import { apiUsage } from './api-usage.service.ts';
import { ApiUsage, ApiUsageArgs } from './api-usage.ts';

@Resolver(() => ApiUsage)
export class ApiUsageResolver {
  @Query(() => [ApiUsage], {
    description:
      'How much each OAuth client and key has asked for, and how it went, by the earliest time and then by the most calls. For the admins of an organisation, of its own callers, and for the operator.',
  })
  @Directive('@cost(weight: 20)')
  @RequiresScopes('admin')
  apiUsage(
    @Args(() => ApiUsageArgs) args: ApiUsageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ApiUsage[]> {
    return apiUsage(args, context);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation that it acts for.' })
  organisation(
    @Root() usage: ApiUsage,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation | null> | null {
    return usage.organisationId === null ? null : context.load(organisationById, usage.organisationId);
  }
}
