import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { childPages, findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import { Organisation } from '../organisation.ts';
import { PermitFilter } from './permit.inputs.ts';
import { Permit } from './permit.ts';

const PermitConnection = connectionType(Permit, 'Permit');
export const permitById = byId(Permit);
const permitsOfOrganisation = childPages(Permit, 'organisationId', 'listedOn');

@Resolver(() => Permit)
export class PermitResolver {
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
    return findPage(context.em, Permit, given(filter), page, 'listedOn');
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
  ): Promise<Page<Permit>> {
    return context.load(permitsOfOrganisation, { parentId: organisation.id, args });
  }
}
