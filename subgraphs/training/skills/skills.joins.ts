import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { Applicant } from '../applications/applicant.ts';
import { Student } from '../students/student.ts';

type Skills = BatchLoad<string, string[]>;

@Resolver(() => Student)
export class StudentSkillsResolver {
  constructor(private readonly skillsOf: Skills) {}

  @FieldResolver(() => [String], {
    description:
      'What the student can do: the skills of completed programs, and those that credentials attest which hold. In alphabetical order.',
  })
  @RequiresScopes('training:read')
  skills(@Root() student: Student, @Ctx() context: SubgraphContext): Promise<string[]> {
    return context.load(this.skillsOf, student.id);
  }
}

@Resolver(() => Applicant)
export class ApplicantSkillsResolver {
  constructor(private readonly skillsOf: Skills) {}

  @FieldResolver(() => [String], {
    description:
      'What the applicant can do: the skills of completed programs, and those that credentials attest which hold. In alphabetical order.',
  })
  @RequiresScopes('training:read')
  skills(@Root() applicant: Applicant, @Ctx() context: SubgraphContext): Promise<string[]> {
    return context.load(this.skillsOf, applicant.studentId);
  }
}
