import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { allows } from '../../../platform/auth/scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type ChildPage, childPages, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';
import { maskNik } from './nik.ts';
import {
  CreateStudentInput,
  CreateStudentsInput,
  StudentFilter,
  UpdateStudentInput,
} from './student.inputs.ts';
import { CreateStudentsResult } from './student.results.ts';
import { StudentService } from './student.service.ts';
import { Student } from './student.ts';

export const StudentConnection = connectionType(Student, 'Student');
export const studentById = byId(Student);
const studentsOfOrganisation = childPages(Student, 'organisationId');

@Resolver(() => Student)
export class StudentResolver {
  constructor(
    private readonly service: StudentService,
    private readonly shared: BatchLoad<string, Student | null>,
  ) {}

  @Query(() => Student, {
    nullable: true,
    description:
      'One student; null when there is none that the caller may see. One of another organisation who has applied to the caller has name and e-mail address, and nothing else.',
  })
  @RequiresScopes('identity:read')
  async student(
    @Arg('id', () => ID, { description: 'Id of the student.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Student | null> {
    return (await context.load(studentById, id)) ?? context.load(this.shared, id);
  }

  @Query(() => StudentConnection, { description: 'The students that the caller may see, newest first.' })
  @RequiresScopes('identity:read')
  students(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => StudentFilter, { nullable: true, description: 'Narrows the list.' })
    filter: StudentFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Student>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Student, { description: 'Creates a student.' })
  @RequiresScopes('identity:write')
  @Idempotent(CreateStudentInput)
  createStudent(
    @Arg('input', () => CreateStudentInput, { description: 'The student.' }) input: CreateStudentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Student> {
    return this.service.create(input, context);
  }

  @Mutation(() => CreateStudentsResult, {
    description: 'Creates up to 1,000 students; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('identity:write')
  @Idempotent(CreateStudentsInput)
  createStudents(
    @Arg('input', () => CreateStudentsInput, { description: 'The students.' }) input: CreateStudentsInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CreateStudentsResult> {
    return this.service.createMany(input.students, context);
  }

  @Mutation(() => Student, { description: 'Changes a student.' })
  @RequiresScopes('identity:write')
  updateStudent(
    @Arg('input', () => UpdateStudentInput, { description: 'What changes.' }) input: UpdateStudentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Student> {
    return this.service.update(input, context);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation whose student this is.',
  })
  organisation(@Root() student: Student, @Ctx() context: SubgraphContext): Promise<Organisation | null> {
    return context.load(organisationById, student.organisationId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'National identity number; all but the last four digits masked unless the key has the scope `students:nik`.',
  })
  nik(@Root() student: Student, @Ctx() context: SubgraphContext): string | null {
    const nik = this.service.openNik(student);
    return nik === null || allows(context.principal.scopes, 'students:nik') ? nik : maskNik(nik);
  }
}

@Resolver(() => Organisation)
export class OrganisationStudentsResolver {
  @FieldResolver(() => StudentConnection, { description: 'Its students, newest first.' })
  @RequiresScopes('identity:read')
  students(
    @Root() organisation: Organisation,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Student>> {
    return context.load(studentsOfOrganisation, { parentId: organisation.id, args });
  }
}
