import { Args, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { PlacementAnalyticsArgs } from './placement-analytics.inputs.ts';
import { placementAnalytics } from './placement-analytics.service.ts';
import { PlacementAnalytics } from './placement-analytics.ts';

@Resolver()
export class PlacementAnalyticsResolver {
  @Query(() => PlacementAnalytics, {
    description:
      'What became of the applications of some days that the caller may see: those for what the caller offers, and those of its own students.',
  })
  @Directive('@cost(weight: 50)')
  @RequiresScopes('training:read')
  placementAnalytics(
    @Args(() => PlacementAnalyticsArgs) args: PlacementAnalyticsArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<PlacementAnalytics> {
    return placementAnalytics(args, context);
  }
}
