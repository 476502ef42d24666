import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Organisation } from '../organisations/organisation.ts';
import { programById } from '../programs/program.resolver.ts';
import { Program } from '../programs/program.ts';
import { Student } from '../students/student.ts';
import { AssessmentConnection, AssessmentResultConnection, assessmentById } from './assessment.resolver.ts';
import { Assessment } from './assessment.ts';
import { AssessmentResult } from './assessment-result.ts';

const ofProgram = childPages(Assessment, 'programId');
const ofAssessment = childPages(AssessmentResult, 'assessmentId');
const ofStudent = childPages(AssessmentResult, 'studentId');

@Resolver(() => Assessment)
export class AssessmentJoinsResolver {
  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation that gives it.' })
  organisation(@Root() assessment: Assessment): Organisation {
    return new Organisation(assessment.organisationId);
  }

  @FieldResolver(() => Program, { nullable: true, description: 'The program that it belongs to, if any.' })
  async program(@Root() { programId }: Assessment, @Ctx() context: SubgraphContext): Promise<Program | null> {
    return programId === null ? null : context.load(programById, programId);
  }

  @FieldResolver(() => AssessmentResultConnection, {
    description: 'Its results that the caller may see, newest first.',
  })
  @RequiresScopes('training:read')
  results(
    @Root() assessment: Assessment,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<AssessmentResult>> {
    return context.load(ofAssessment, { parentId: assessment.id, args });
  }
}

@Resolver(() => AssessmentResult)
export class AssessmentResultJoinsResolver {
  @FieldResolver(() => Assessment, { nullable: true, description: 'The assessment.' })
  assessment(@Root() result: AssessmentResult, @Ctx() context: SubgraphContext): Promise<Assessment | null> {
    return context.load(assessmentById, result.assessmentId);
  }

  @FieldResolver(() => Student, { nullable: true, description: 'The student.' })
  student(@Root() result: AssessmentResult): Student {
    return new Student(result.studentId);
  }
}

@Resolver(() => Program)
export class ProgramAssessmentsResolver {
  @FieldResolver(() => AssessmentConnection, { description: 'Its assessments, newest first.' })
  @RequiresScopes('training:read')
  assessments(
    @Root() program: Program,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Assessment>> {
    return context.load(ofProgram, { parentId: program.id, args });
  }
}

@Resolver(() => Student)
export class StudentAssessmentResultsResolver {
  @FieldResolver(() => AssessmentResultConnection, {
    description: 'What the student came to in assessments, as far as the caller may see it, newest first.',
  })
  @RequiresScopes('training:read')
  assessmentResults(
    @Root() student: Student,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<AssessmentResult>> {
    return context.load(ofStudent, { parentId: student.id, args });
  }
}
