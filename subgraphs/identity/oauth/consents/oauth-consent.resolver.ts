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
import { findPage, type Page, PageArgs } from '../../../../platform/federation/connection.ts';
import { connectionType } from '../../../../platform/federation/connection-type.ts';
import { type BatchLoad, SubgraphContext } from '../../../../platform/federation/context.ts';
import { appsBy, OAuthApp } from '../people/oauth-app.ts';
import type { OwnAccessService } from '../people/own-access.service.ts';
import { OAuthConsent } from './oauth-consent.ts';

const OAuthConsentConnection = connectionType(OAuthConsent, 'OAuthConsent');

@InputType({ description: 'What to take back.' })
export class WithdrawOAuthConsentInput {
  @Field(() => ID, { description: 'Id of the consent.' })
  @IsUUID()
  id!: string;
}

@Resolver(() => OAuthConsent)
export class OAuthConsentResolver {
  readonly #apps: BatchLoad<string, OAuthApp | null>;

  /** `em` is not fenced. */
  constructor(
    private readonly service: OwnAccessService,
    em: EntityManager,
  ) {
    this.#apps = appsBy(em);
  }

  @Query(() => OAuthConsentConnection, {
    description: 'What the person who asks has agreed that apps may do, newest first.',
  })
  @RequiresScopes('account')
  myOAuthConsents(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<OAuthConsent>> {
    return this.service.page(OAuthConsent, page, context);
  }

  @Query(() => OAuthConsentConnection, {
    description: 'What people have agreed that the apps of the organisation may do, newest first.',
  })
  @RequiresScopes('admin')
  oauthConsents(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
    @Arg('clientId', () => ID, { nullable: true, description: 'Only of this app.' }) clientId?: string | null,
  ): Promise<Page<OAuthConsent>> {
    return findPage(context.em, OAuthConsent, clientId ? { clientId } : {}, page);
  }

  @Mutation(() => OAuthConsent, {
    description:
      'Takes back what a person has agreed to: one’s own, or as an administrator for an app of the organisation. The app’s tokens of that person are refused within five seconds.',
  })
  @RequiresScopes('account', 'admin')
  withdrawOAuthConsent(
    @Arg('input', () => WithdrawOAuthConsentInput, { description: 'What to take back.' })
    input: WithdrawOAuthConsentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<OAuthConsent> {
    return this.service.withdraw(input.id, context);
  }

  @FieldResolver(() => OAuthApp, { nullable: true, description: 'The app.' })
  app(@Root() consent: OAuthConsent, @Ctx() context: SubgraphContext): Promise<OAuthApp | null> {
    return context.load(this.#apps, consent.clientId);
  }
}
