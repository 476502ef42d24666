import { Arg, Args, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { type RowsResult, rowsResultType } from '../bulk/rows-result.ts';
import {
  AddStudentsToClassesInput,
  AddStudentToClassInput,
  ClassFilter,
  ClassMembershipFilter,
  CreateClassesInput,
  CreateClassInput,
  RemoveStudentFromClassInput,
  UpdateClassInput,
} from './class.inputs.ts';
import { ClassService } from './class.service.ts';
import { Class } from './class.ts';
import { ClassMembership } from './class-membership.ts';
import { MembershipService } from './membership.service.ts';

export const ClassConnection = connectionType(Class, 'Class');
export const ClassMembershipConnection = connectionType(ClassMembership, 'ClassMembership');
export const classById = byId(Class);
const AddStudentsToClassesResult = rowsResultType(ClassMembership, {
  mutation: 'addStudentsToClasses',
  name: 'membership',
  count: 'added',
});
const CreateClassesResult = rowsResultType(Class, {
  mutation: 'createClasses',
  name: 'class',
  count: 'created',
});

@Resolver(() => Class)
export class ClassResolver {
  constructor(private readonly service: ClassService) {}

  @Query(() => Class, {
    nullable: true,
    description: 'One class; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  class(
    @Arg('id', () => ID, { description: 'Id of the class.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Class | null> {
    return context.load(classById, id);
  }

  @Query(() => ClassConnection, { description: 'The classes that the caller may see, newest first.' })
  @RequiresScopes('training:read')
  classes(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ClassFilter, { nullable: true, description: 'Narrows the list.' })
    filter: ClassFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Class>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Class, { description: 'Creates a class.' })
  @RequiresScopes('training:write')
  @Idempotent(CreateClassInput)
  createClass(
    @Arg('input', () => CreateClassInput, { description: 'The class.' }) input: CreateClassInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Class> {
    return this.service.create(input, context);
  }

  @Mutation(() => CreateClassesResult, {
    description: 'Creates up to 1,000 classes; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(CreateClassesInput)
  async createClasses(
    @Arg('input', () => CreateClassesInput, { description: 'The classes.' }) input: CreateClassesInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<Class, 'class', 'created'>> {
    const outcomes = await this.service.createMany(input.classes, context);
    const { succeeded, ...result } = outcomes.rows('class');
    return { created: succeeded, ...result };
  }

  @Mutation(() => Class, { description: 'Changes a class.' })
  @RequiresScopes('training:write')
  @Idempotent(UpdateClassInput)
  updateClass(
    @Arg('input', () => UpdateClassInput, { description: 'What changes.' }) input: UpdateClassInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Class> {
    return this.service.update(input, context);
  }
}

@Resolver(() => ClassMembership)
export class ClassMembershipResolver {
  constructor(private readonly service: MembershipService) {}

  @Query(() => ClassMembershipConnection, {
    description: 'Who is in which class, as far as the caller may see it, newest first.',
  })
  @RequiresScopes('training:read')
  classMemberships(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ClassMembershipFilter, { nullable: true, description: 'Narrows the list.' })
    filter: ClassMembershipFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ClassMembership>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => ClassMembership, {
    description: 'Adds a student to a class. One who is in it stays, and nothing happens.',
  })
  @RequiresScopes('training:write')
  @Idempotent(AddStudentToClassInput)
  addStudentToClass(
    @Arg('input', () => AddStudentToClassInput, { description: 'Who comes into which class.' })
    input: AddStudentToClassInput,
    @Ctx() context: SubgraphContext,
  ): Promise<ClassMembership> {
    return this.service.add(input, context);
  }

  @Mutation(() => AddStudentsToClassesResult, {
    description: 'Adds up to 1,000 students to classes; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(AddStudentsToClassesInput)
  async addStudentsToClasses(
    @Arg('input', () => AddStudentsToClassesInput, { description: 'Who comes into which classes.' })
    input: AddStudentsToClassesInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<ClassMembership, 'membership', 'added'>> {
    const outcomes = await this.service.addMany(input.memberships, context);
    const { succeeded, ...result } = outcomes.rows('membership');
    return { added: succeeded, ...result };
  }

  @Mutation(() => ClassMembership, {
    description:
      'Takes a student out of a class, and answers with what the membership was. Attendance stays.',
  })
  @RequiresScopes('training:write')
  @Idempotent(RemoveStudentFromClassInput)
  removeStudentFromClass(
    @Arg('input', () => RemoveStudentFromClassInput, { description: 'Who leaves which class.' })
    input: RemoveStudentFromClassInput,
    @Ctx() context: SubgraphContext,
  ): Promise<ClassMembership> {
    return this.service.remove(input, context);
  }
}
