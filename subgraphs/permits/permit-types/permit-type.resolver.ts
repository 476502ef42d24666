import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { PermitType } from './permit-type.ts';

const PermitTypeConnection = connectionType(PermitType, 'PermitType');
export const permitTypeById = byId(PermitType);

@Resolver(() => PermitType)
export class PermitTypeResolver {
  @Query(() => PermitTypeConnection, { description: 'The kinds of permit that the registry issues.' })
  @RequiresScopes('permits:read')
  permitTypes(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<PermitType>> {
    return findPage(context.em, PermitType, {}, page);
  }
}
