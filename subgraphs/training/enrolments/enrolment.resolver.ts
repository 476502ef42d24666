import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type ChildPage, childPages, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { programById } from '../programs/program.resolver.ts';
import { Program } from '../programs/program.ts';
import { Student } from '../students/student.ts';
import {
  CancelEnrolmentInput,
  CompleteEnrolmentInput,
  EnrolmentFilter,
  EnrolStudentInput,
  UpdateEnrolmentProgressInput,
} from './enrolment.inputs.ts';
import { EnrolmentService } from './enrolment.service.ts';
import { Enrolment } from './enrolment.ts';

const EnrolmentConnection = connectionType(Enrolment, 'Enrolment');
export const enrolmentById = byId(Enrolment);
const enrolmentsOfProgram = childPages(Enrolment, 'programId');
const enrolmentsOfStudent = childPages(Enrolment, 'studentId');

@Resolver(() => Enrolment)
export class EnrolmentResolver {
  constructor(private readonly service: EnrolmentService) {}

  @Query(() => Enrolment, {
    nullable: true,
    description: 'One enrolment; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  enrolment(
    @Arg('id', () => ID, { description: 'Id of the enrolment.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Enrolment | null> {
    return context.load(enrolmentById, id);
  }

  @Query(() => EnrolmentConnection, { description: 'The enrolments that the caller may see, newest first.' })
  @RequiresScopes('training:read')
  enrolments(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => EnrolmentFilter, { nullable: true, description: 'Narrows the list.' })
    filter: EnrolmentFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Enrolment>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Enrolment, {
    description: 'Enrols a student in a program of their organisation, while there are places.',
  })
  @RequiresScopes('training:write')
  @Idempotent(EnrolStudentInput)
  enrolStudent(
    @Arg('input', () => EnrolStudentInput, { description: 'Who, and in what.' }) input: EnrolStudentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Enrolment> {
    return this.service.enrol(input, context);
  }

  @Mutation(() => Enrolment, {
    description: 'Stores how far a student is. What is completed stays at 100 per cent.',
  })
  @RequiresScopes('training:write')
  @Idempotent(UpdateEnrolmentProgressInput)
  updateEnrolmentProgress(
    @Arg('input', () => UpdateEnrolmentProgressInput, { description: 'The progress.' })
    input: UpdateEnrolmentProgressInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Enrolment> {
    return this.service.updateProgress(input, context);
  }

  @Mutation(() => Enrolment, {
    description:
      'Completes an enrolment. A score or certificate number that was missing may be added by calling it again.',
  })
  @RequiresScopes('training:write')
  @Idempotent(CompleteEnrolmentInput)
  completeEnrolment(
    @Arg('input', () => CompleteEnrolmentInput, { description: 'How it was completed.' })
    input: CompleteEnrolmentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Enrolment> {
    return this.service.complete(input, context);
  }

  @Mutation(() => Enrolment, {
    description: 'Cancels an enrolment that is not completed; its place is free.',
  })
  @RequiresScopes('training:write')
  @Idempotent(CancelEnrolmentInput)
  cancelEnrolment(
    @Arg('input', () => CancelEnrolmentInput, { description: 'Which one.' }) input: CancelEnrolmentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Enrolment> {
    return this.service.cancel(input.enrolmentId, context);
  }

  @FieldResolver(() => Program, { description: 'The program.' })
  program(@Root() enrolment: Enrolment, @Ctx() context: SubgraphContext): Promise<Program | null> {
    return context.load(programById, enrolment.programId);
  }

  @FieldResolver(() => Student, { nullable: true, description: 'The student.' })
  student(@Root() enrolment: Enrolment): Student {
    return new Student(enrolment.studentId);
  }
}

@Resolver(() => Program)
export class ProgramEnrolmentsResolver {
  @FieldResolver(() => EnrolmentConnection, {
    description: 'Its enrolments that the caller may see, newest first.',
  })
  @RequiresScopes('training:read')
  enrolments(
    @Root() program: Program,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Enrolment>> {
    return context.load(enrolmentsOfProgram, { parentId: program.id, args });
  }
}

@Resolver(() => Student)
export class StudentEnrolmentsResolver {
  @FieldResolver(() => EnrolmentConnection, {
    description: 'The student’s enrolments that the caller may see, newest first.',
  })
  @RequiresScopes('training:read')
  enrolments(
    @Root() student: Student,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Enrolment>> {
    return context.load(enrolmentsOfStudent, { parentId: student.id, args });
  }
}
