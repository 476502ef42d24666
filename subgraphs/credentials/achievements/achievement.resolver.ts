import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { stubOf } from '../../../platform/federation/reference.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { Organisation, Program } from '../credentials/neighbours.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { CreateAchievementInput } from './achievement.inputs.ts';
import { AchievementService } from './achievement.service.ts';
import { Achievement } from './achievement.ts';

const AchievementConnection = connectionType(Achievement, 'Achievement');
export const achievementById = byId(Achievement);

@Resolver(() => Achievement)
export class AchievementResolver {
  constructor(
    private readonly service: AchievementService,
    private readonly addresses: Addresses,
  ) {}

  @Query(() => Achievement, {
    nullable: true,
    description: 'One achievement; null when there is none that the caller may see.',
  })
  @RequiresScopes('credentials:read')
  achievement(
    @Arg('id', () => ID, { description: 'Id of the achievement.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Achievement | null> {
    return context.load(achievementById, id);
  }

  @Query(() => AchievementConnection, {
    description: 'The achievements that the caller may see, newest first.',
  })
  @RequiresScopes('credentials:read')
  achievements(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Achievement>> {
    return findPage(context.em, Achievement, {}, page);
  }

  @Mutation(() => Achievement, { description: 'Creates an achievement, for credentials to attest.' })
  @RequiresScopes('credentials:write')
  @Idempotent(CreateAchievementInput)
  createAchievement(
    @Arg('input', () => CreateAchievementInput, { description: 'The achievement.' })
    input: CreateAchievementInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Achievement> {
    return this.service.create(input, context);
  }

  @FieldResolver(() => String, { description: 'Address of its public page.' })
  publicUrl(@Root() achievement: Achievement): string {
    return this.addresses.achievement(achievement.id);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation that awards it.' })
  organisation(@Root() achievement: Achievement): Organisation {
    return stubOf(Organisation, achievement.organisationId);
  }

  @FieldResolver(() => Program, { nullable: true, description: 'The program that leads to it.' })
  program(@Root() achievement: Achievement): Program | null {
    return achievement.programId === null ? null : stubOf(Program, achievement.programId);
  }
}
