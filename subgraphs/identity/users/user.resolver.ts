import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { HubError } from '../../../platform/errors.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';
import type { PasswordService } from '../passwords/password.service.ts';
import { studentById } from '../students/student.resolver.ts';
import { Student } from '../students/student.ts';
import { ChangePasswordInput, ChangeUserRoleInput, InviteUserInput, UserIdInput } from './user.inputs.ts';
import type { UserService } from './user.service.ts';
import { User, UserStatus } from './user.ts';

const UserConnection = connectionType(User, 'User');
export const userById = byId(User);

@Resolver(() => User)
export class UserResolver {
  readonly #service: UserService;
  readonly #passwords: PasswordService;

  constructor(service: UserService, passwords: PasswordService) {
    this.#service = service;
    this.#passwords = passwords;
  }

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

  @Mutation(() => User, {
    description:
      'Makes a user, and mails them a link to accept and set a password. It holds for seven days and is used once.',
  })
  @RequiresScopes('admin')
  @Idempotent(InviteUserInput)
  inviteUser(
    @Arg('input', () => InviteUserInput, { description: 'The user.' }) input: InviteUserInput,
    @Ctx() context: SubgraphContext,
  ): Promise<User> {
    return this.#service.invite(input, context);
  }

  @Mutation(() => User, {
    description: 'Mails another link to who has not accepted yet; the one before no longer holds.',
  })
  @RequiresScopes('admin')
  @Idempotent(UserIdInput)
  resendInvitation(
    @Arg('input', () => UserIdInput, { description: 'Which user.' }) input: UserIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<User> {
    return this.#service.resendInvitation(input.id, context);
  }

  @Mutation(() => User, {
    description: 'Gives a user another role. It ends their sessions and tokens: they sign in again.',
  })
  @RequiresScopes('admin')
  changeUserRole(
    @Arg('input', () => ChangeUserRoleInput, { description: 'Which user, and the role.' })
    input: ChangeUserRoleInput,
    @Ctx() context: SubgraphContext,
  ): Promise<User> {
    return this.#service.changeRole(input, context);
  }

  @Mutation(() => User, {
    description: 'Ends what a user may do, with their sessions, tokens and links, at once.',
  })
  @RequiresScopes('admin')
  @Idempotent(UserIdInput)
  deactivateUser(
    @Arg('input', () => UserIdInput, { description: 'Which user.' }) input: UserIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<User> {
    return this.#service.deactivate(input.id, context);
  }

  @Mutation(() => User, {
    description: 'Lets a deactivated user in again, with the password and role that they had.',
  })
  @RequiresScopes('admin')
  @Idempotent(UserIdInput)
  reactivateUser(
    @Arg('input', () => UserIdInput, { description: 'Which user.' }) input: UserIdInput,
    @Ctx() context: SubgraphContext,
  ): Promise<User> {
    return this.#service.reactivate(input.id, context);
  }

  @Mutation(() => User, {
    description: 'Changes one’s own password. It ends all one’s sessions and tokens, this one too.',
  })
  @RequiresScopes('account')
  changePassword(
    @Arg('input', () => ChangePasswordInput, { description: 'The passwords.' }) input: ChangePasswordInput,
    @Ctx() { principal, requestId }: SubgraphContext,
  ): Promise<User> {
    if (!principal.userId) throw new HubError('FORBIDDEN', { message: 'Only who has signed in can.' });
    return this.#passwords.change(principal.userId, input, { actor: principal.id, requestId });
  }

  @FieldResolver(() => UserStatus, { description: 'Whether the person can sign in.' })
  status(@Root() { accountId, deactivatedAt }: User): UserStatus {
    if (deactivatedAt !== null) return UserStatus.DEACTIVATED;
    return accountId === null ? UserStatus.INVITED : UserStatus.ACTIVE;
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the person belongs to; null for who runs the hub.',
  })
  organisation(@Root() user: User, @Ctx() context: SubgraphContext): Promise<Organisation | null> | null {
    return user.organisationId === null ? null : context.load(organisationById, user.organisationId);
  }

  @FieldResolver(() => Student, { nullable: true, description: 'The student that a learner is.' })
  student(@Root() user: User, @Ctx() context: SubgraphContext): Promise<Student | null> | null {
    return user.studentId === null ? null : context.load(studentById, user.studentId);
  }
}
