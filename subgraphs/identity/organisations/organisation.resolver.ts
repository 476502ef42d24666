import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import {
  CreateOrganisationInput,
  SetOrganisationTierInput,
  UpdateOrganisationInput,
} from './organisation.inputs.ts';
import { OrganisationService } from './organisation.service.ts';
import { Organisation, OrganisationKind } from './organisation.ts';

export const OrganisationConnection = connectionType(Organisation, 'Organisation');
export const organisationById = byId(Organisation);

@Resolver(() => Organisation)
export class OrganisationResolver {
  constructor(private readonly service: OrganisationService) {}

  @Query(() => Organisation, {
    nullable: true,
    description: 'One organisation; null when there is none that the caller may see.',
  })
  @RequiresScopes('identity:read')
  organisation(
    @Arg('id', () => ID, { description: 'Id of the organisation.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation | null> {
    return context.load(organisationById, id);
  }

  @Query(() => OrganisationConnection, {
    description: 'The organisations that the caller may see, newest first.',
  })
  @RequiresScopes('identity:read')
  organisations(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('kind', () => OrganisationKind, { nullable: true, description: 'Only of this kind.' })
    kind: OrganisationKind | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Organisation>> {
    return findPage(context.em, Organisation, kind ? { kind } : {}, page);
  }

  @Mutation(() => Organisation, { description: 'Creates an organisation. For the operator of the hub.' })
  @RequiresScopes('admin')
  @Idempotent(CreateOrganisationInput)
  createOrganisation(
    @Arg('input', () => CreateOrganisationInput, { description: 'The organisation.' })
    input: CreateOrganisationInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation> {
    return this.service.create(input, context);
  }

  @Mutation(() => Organisation, { description: 'Changes an organisation.' })
  @RequiresScopes('admin', 'identity:write')
  updateOrganisation(
    @Arg('input', () => UpdateOrganisationInput, { description: 'What changes.' })
    input: UpdateOrganisationInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation> {
    return this.service.update(input, context);
  }

  @Mutation(() => Organisation, {
    description:
      'Sets how much the keys and clients of an organisation may ask for. For the operator of the hub. Access tokens follow when they are next issued.',
  })
  @RequiresScopes('admin')
  setOrganisationTier(
    @Arg('input', () => SetOrganisationTierInput, { description: 'Which organisation, and the tier.' })
    input: SetOrganisationTierInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation> {
    return this.service.setTier(input, context);
  }
}
