import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Organisation } from '../organisations/organisation.ts';
import { programById } from '../programs/program.resolver.ts';
import { Program } from '../programs/program.ts';
import { Student } from '../students/student.ts';
import { ClassConnection, ClassMembershipConnection, classById } from './class.resolver.ts';
import { Class } from './class.ts';
import { ClassMembership } from './class-membership.ts';

const ofProgram = childPages(Class, 'programId');
const ofClass = childPages(ClassMembership, 'classId');
const ofStudent = childPages(ClassMembership, 'studentId');

@Resolver(() => Class)
export class ClassJoinsResolver {
  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation that it is of.' })
  organisation(@Root() { organisationId }: Class): Organisation {
    return new Organisation(organisationId);
  }

  @FieldResolver(() => Program, { nullable: true, description: 'The program that it is taught, if any.' })
  async program(@Root() { programId }: Class, @Ctx() context: SubgraphContext): Promise<Program | null> {
    return programId === null ? null : context.load(programById, programId);
  }

  @FieldResolver(() => ClassMembershipConnection, {
    description: 'Who is in it, as far as the caller may see it, newest first.',
  })
  @RequiresScopes('training:read')
  memberships(
    @Root() { id }: Class,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<ClassMembership>> {
    return context.load(ofClass, { parentId: id, args });
  }
}

@Resolver(() => ClassMembership)
export class ClassMembershipJoinsResolver {
  @FieldResolver(() => Class, { name: 'class', nullable: true, description: 'The class.' })
  classOf(@Root() { classId }: ClassMembership, @Ctx() context: SubgraphContext): Promise<Class | null> {
    return context.load(classById, classId);
  }

  @FieldResolver(() => Student, { nullable: true, description: 'The student.' })
  student(@Root() { studentId }: ClassMembership): Student {
    return new Student(studentId);
  }
}

@Resolver(() => Program)
export class ProgramClassesResolver {
  @FieldResolver(() => ClassConnection, { description: 'The classes that it is taught to, newest first.' })
  @RequiresScopes('training:read')
  classes(
    @Root() { id }: Program,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Class>> {
    return context.load(ofProgram, { parentId: id, args });
  }
}

@Resolver(() => Student)
export class StudentClassesResolver {
  @FieldResolver(() => ClassMembershipConnection, {
    description: 'The classes that the student is in, as far as the caller may see it, newest first.',
  })
  @RequiresScopes('training:read')
  classMemberships(
    @Root() { id }: Student,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<ClassMembership>> {
    return context.load(ofStudent, { parentId: id, args });
  }
}
