import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type ChildPage, childPages, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { type RowsResult, rowsResultType } from '../bulk/rows-result.ts';
import { Organisation } from '../organisations/organisation.ts';
import {
  CloseOpportunityInput,
  CreateOpportunitiesInput,
  CreateOpportunityInput,
  OpportunityFilter,
  ReopenOpportunityInput,
  UpdateOpportunityInput,
} from './opportunity.inputs.ts';
import { OpportunityService } from './opportunity.service.ts';
import { acceptsApplications, Opportunity, OpportunityStatus } from './opportunity.ts';

const OpportunityConnection = connectionType(Opportunity, 'Opportunity');
export const opportunityById = byId(Opportunity);
const opportunitiesOfOrganisation = childPages(Opportunity, 'organisationId');
const CreateOpportunitiesResult = rowsResultType(Opportunity, {
  mutation: 'createOpportunities',
  name: 'opportunity',
  count: 'created',
});

@Resolver(() => Opportunity)
export class OpportunityResolver {
  constructor(private readonly service: OpportunityService) {}

  @Query(() => Opportunity, {
    nullable: true,
    description: 'One opportunity; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  opportunity(
    @Arg('id', () => ID, { description: 'Id of the opportunity.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Opportunity | null> {
    return context.load(opportunityById, id);
  }

  @Query(() => OpportunityConnection, {
    description: 'The opportunities that are open, and the caller’s own, newest first.',
  })
  @RequiresScopes('training:read')
  opportunities(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => OpportunityFilter, { nullable: true, description: 'Narrows the list.' })
    filter: OpportunityFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Opportunity>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Opportunity, { description: 'Offers a job or internship.' })
  @RequiresScopes('training:write')
  @Idempotent(CreateOpportunityInput)
  createOpportunity(
    @Arg('input', () => CreateOpportunityInput, { description: 'The opportunity.' })
    input: CreateOpportunityInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Opportunity> {
    return this.service.create(input, context);
  }

  @Mutation(() => CreateOpportunitiesResult, {
    description: 'Offers up to 1,000 jobs and internships; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(CreateOpportunitiesInput)
  async createOpportunities(
    @Arg('input', () => CreateOpportunitiesInput, { description: 'The opportunities.' })
    input: CreateOpportunitiesInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<Opportunity, 'opportunity', 'created'>> {
    const outcomes = await this.service.createMany(input.opportunities, context);
    const { succeeded, ...result } = outcomes.rows('opportunity');
    return { created: succeeded, ...result };
  }

  @Mutation(() => Opportunity, { description: 'Changes an opportunity.' })
  @RequiresScopes('training:write')
  @Idempotent(UpdateOpportunityInput)
  updateOpportunity(
    @Arg('input', () => UpdateOpportunityInput, { description: 'What changes.' })
    input: UpdateOpportunityInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Opportunity> {
    return this.service.update(input, context);
  }

  @Mutation(() => Opportunity, {
    description: 'Closes an opportunity: nobody may apply any more. Applications go on.',
  })
  @RequiresScopes('training:write')
  @Idempotent(CloseOpportunityInput)
  closeOpportunity(
    @Arg('input', () => CloseOpportunityInput, { description: 'Which one.' }) input: CloseOpportunityInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Opportunity> {
    return this.service.close(input.opportunityId, context);
  }

  @Mutation(() => Opportunity, { description: 'Opens an opportunity that was closed.' })
  @RequiresScopes('training:write')
  @Idempotent(ReopenOpportunityInput)
  reopenOpportunity(
    @Arg('input', () => ReopenOpportunityInput, { description: 'Which one.' }) input: ReopenOpportunityInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Opportunity> {
    return this.service.reopen(input.opportunityId, context);
  }

  @FieldResolver(() => OpportunityStatus, { description: 'Whether it is offered.' })
  status(@Root() { isOpen }: Opportunity): OpportunityStatus {
    return isOpen ? OpportunityStatus.OPEN : OpportunityStatus.CLOSED;
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether one may apply now: it is open, and the last day for it is not past.',
  })
  acceptsApplications(@Root() opportunity: Opportunity): boolean {
    return acceptsApplications(opportunity);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that offers it; null for callers who do not see that one.',
  })
  organisation(@Root() opportunity: Opportunity): Organisation {
    return new Organisation(opportunity.organisationId);
  }
}

@Resolver(() => Organisation)
export class OrganisationOpportunitiesResolver {
  @FieldResolver(() => OpportunityConnection, {
    description: 'What it offers, as far as the caller may see it, newest first.',
  })
  @RequiresScopes('training:read')
  opportunities(
    @Root() organisation: Organisation,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Opportunity>> {
    return context.load(opportunitiesOfOrganisation, { parentId: organisation.id, args });
  }
}
