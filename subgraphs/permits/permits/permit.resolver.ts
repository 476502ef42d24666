import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import {
  type ChildPage,
  childPages,
  findPage,
  type Page,
  PageArgs,
} from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { staleness } from '../mirror/permit-mirror.resolver.ts';
import { Organisation } from '../organisation.ts';
import { LinkPermitInput } from './link-permit.inputs.ts';
import { PermitFilter, permitsThat } from './permit.inputs.ts';
import { Permit } from './permit.ts';
import type { PermitLinkService } from './permit-link.service.ts';

const PermitConnection = connectionType(Permit, 'Permit');
export const permitById = byId(Permit);
const permitsOfOrganisation = childPages(Permit, 'organisationId', 'listedOn');

@Resolver(() => Permit)
export class PermitResolver {
  constructor(private readonly links: PermitLinkService) {}

  @Query(() => Permit, {
    nullable: true,
    description: 'One permit; null when there is none that the caller may see.',
  })
  @RequiresScopes('permits:read')
  permit(
    @Arg('registrationId', () => String, { description: 'Registration id in the permit registry.' })
    registrationId: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Permit | null> {
    return context.em.findOne(Permit, { registrationId });
  }

  @Query(() => PermitConnection, {
    description: 'The permits that the caller may see, the latest received first.',
  })
  @RequiresScopes('permits:read')
  permits(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PermitFilter, { nullable: true, description: 'Narrows the list.' })
    filter: PermitFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Permit>> {
    return findPage(context.em, Permit, permitsThat(filter), page, 'listedOn');
  }

  @Mutation(() => Permit, {
    description:
      'Says which organisation a permit belongs to: from then on that organisation sees it. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  linkPermit(
    @Arg('input', () => LinkPermitInput, { description: 'Which permit, and whose.' }) input: LinkPermitInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Permit> {
    return this.links.link(input, context);
  }

  @FieldResolver(() => Date, {
    nullable: true,
    description:
      'From when on what is said here may be out of date, since the registry does not answer; null while it does.',
  })
  staleSince(@Ctx() context: SubgraphContext): Promise<Date | null> {
    return context.load(staleness, 'now');
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation of the hub that it belongs to; null until somebody has linked it.',
  })
  organisation(@Root() permit: Permit): Organisation | null {
    return permit.organisationId === null ? null : Organisation.of(permit.organisationId);
  }
}

@Resolver(() => Organisation)
export class OrganisationPermitsResolver {
  @FieldResolver(() => PermitConnection, { description: 'Its permits, the latest received first.' })
  @RequiresScopes('permits:read')
  permits(
    @Root() organisation: Organisation,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Permit>> {
    return context.load(permitsOfOrganisation, { parentId: organisation.id, args });
  }
}
