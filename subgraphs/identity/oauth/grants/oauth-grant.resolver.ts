import type { EntityManager } from '@mikro-orm/postgresql';
import { IsUUID } from 'class-validator';
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { RequiresScopes } from '../../../../platform/auth/requires-scopes.ts';
import { type Page, PageArgs } from '../../../../platform/federation/connection.ts';
import { connectionType } from '../../../../platform/federation/connection-type.ts';
import { type BatchLoad, SubgraphContext } from '../../../../platform/federation/context.ts';
import { appsBy, OAuthApp } from '../people/oauth-app.ts';
import type { OwnAccessService } from '../people/own-access.service.ts';
import { OAuthGrant } from './oauth-grant.ts';

const OAuthGrantConnection = connectionType(OAuthGrant, 'OAuthGrant');

@InputType({ description: 'Which tokens to end.' })
export class EndMyOAuthGrantInput {
  @Field(() => ID, { description: 'Id of the grant that they are of.' })
  @IsUUID()
  id!: string;
}

@Resolver(() => OAuthGrant)
export class OAuthGrantResolver {
  readonly #apps: BatchLoad<string, OAuthApp | null>;

  /** `em` is not fenced. */
  constructor(
    private readonly service: OwnAccessService,
    em: EntityManager,
  ) {
    this.#apps = appsBy(em);
  }

  @Query(() => OAuthGrantConnection, {
    description: 'The tokens that apps hold of the person who asks, by sign-in, newest first.',
  })
  @RequiresScopes('account')
  myOAuthGrants(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<OAuthGrant>> {
    return this.service.page(OAuthGrant, page, context);
  }

  @Mutation(() => OAuthGrant, {
    description:
      'Ends the tokens that an app holds of one sign-in of the person who asks; they are refused within five seconds.',
  })
  @RequiresScopes('account')
  endMyOAuthGrant(
    @Arg('input', () => EndMyOAuthGrantInput, { description: 'Which tokens.' }) input: EndMyOAuthGrantInput,
    @Ctx() context: SubgraphContext,
  ): Promise<OAuthGrant> {
    return this.service.endGrant(input.id, context);
  }

  @FieldResolver(() => OAuthApp, { nullable: true, description: 'The app that holds them.' })
  app(@Root() grant: OAuthGrant, @Ctx() context: SubgraphContext): Promise<OAuthApp | null> {
    return context.load(this.#apps, grant.clientId);
  }

  @FieldResolver(() => [String], { description: 'The most that the tokens allow.' })
  scopes(@Root() { payload }: OAuthGrant): string[] {
    const { openid } = payload as { openid?: { scope?: string } };
    return openid?.scope?.split(' ') ?? [];
  }
}
