import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';
import { CreateUserInput } from './user.inputs.ts';
import { UserService } from './user.service.ts';
import { User } from './user.ts';

const UserConnection = connectionType(User, 'User');
export const userById = byId(User);

@Resolver(() => User)
export class UserResolver {
  constructor(private readonly service: UserService) {}

  @Query(() => User, {
    nullable: true,
    description: 'One user; null when there is none that the caller may see.',
  })
  @RequiresScopes('identity:read')
  user(
    @Arg('id', () => ID, { description: 'Id of the user.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<User | null> {
    return context.load(userById, id);
  }

  @Query(() => UserConnection, { description: 'The users that the caller may see, newest first.' })
  @RequiresScopes('identity:read')
  users(@Args(() => PageArgs) page: PageArgs, @Ctx() context: SubgraphContext): Promise<Page<User>> {
    return findPage(context.em, User, {}, page);
  }

  @Mutation(() => User, { description: 'Creates a user of an organisation.' })
  @RequiresScopes('admin')
  createUser(
    @Arg('input', () => CreateUserInput, { description: 'The user.' }) input: CreateUserInput,
    @Ctx() context: SubgraphContext,
  ): Promise<User> {
    return this.service.create(input, context);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the person works for.',
  })
  organisation(@Root() user: User, @Ctx() context: SubgraphContext): Promise<Organisation | null> | null {
    return user.organisationId === null ? null : context.load(organisationById, user.organisationId);
  }
}
