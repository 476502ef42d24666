import { IsUUID } from 'class-validator';
import { Arg, Args, Ctx, Field, ID, InputType, Mutation, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/auth/requires-scopes.ts';
import { type Page, PageArgs } from '../../../../platform/federation/connection.ts';
import { connectionType } from '../../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../../platform/federation/context.ts';
import type { OwnAccessService } from '../people/own-access.service.ts';
import { SignInSession } from './sign-in-session.ts';

const SignInSessionConnection = connectionType(SignInSession, 'SignInSession');

@InputType({ description: 'Which session to end.' })
export class EndMySessionInput {
  @Field(() => ID, { description: 'Id of the session.' })
  @IsUUID()
  id!: string;
}

@Resolver(() => SignInSession)
export class SignInSessionResolver {
  constructor(private readonly service: OwnAccessService) {}

  @Query(() => SignInSessionConnection, {
    description: 'The browsers in which the person who asks has signed in, newest first.',
  })
  @RequiresScopes('account')
  mySessions(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SignInSession>> {
    return this.service.page(SignInSession, page, context);
  }

  @Mutation(() => SignInSession, {
    description:
      'Signs the person who asks out of a browser. Apps that were not let go on without it lose their access within five seconds.',
  })
  @RequiresScopes('account')
  endMySession(
    @Arg('input', () => EndMySessionInput, { description: 'Which session.' }) input: EndMySessionInput,
    @Ctx() context: SubgraphContext,
  ): Promise<SignInSession> {
    return this.service.endSession(input.id, context);
  }
}
