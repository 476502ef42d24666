import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { CredentialConnection } from './credential.resolver.ts';
import { Credential } from './credential.ts';
import { IssuanceFailure } from './issuance-failure.ts';
import { Enrolment, Program, Student } from './neighbours.ts';

const ofStudent = childPages(Credential, 'studentId');
const ofProgram = childPages(Credential, 'programId');

/** The newest of each enrolment: one that was issued anew stands for the revoked one before it. */
const ofEnrolment: BatchLoad<string, Credential | null> = {
  async load(ids, { em }) {
    const rows = await em.find(Credential, { enrolmentId: { $in: [...ids] } }, { orderBy: { id: 'asc' } });
    const newest = new Map(rows.map((row) => [row.enrolmentId, row]));
    return ids.map((id) => newest.get(id) ?? null);
  },
};

const failureOfEnrolment: BatchLoad<string, IssuanceFailure | null> = {
  async load(ids, { em }) {
    const rows = await em.find(IssuanceFailure, { enrolmentId: { $in: [...ids] } });
    const found = new Map(rows.map((row) => [row.enrolmentId, row]));
    return ids.map((id) => found.get(id) ?? null);
  },
};

@Resolver(() => Student)
export class StudentCredentialsResolver {
  @FieldResolver(() => CredentialConnection, { description: 'What the student has achieved, newest first.' })
  @RequiresScopes('credentials:read')
  credentials(
    @Root() student: Student,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Credential>> {
    return context.load(ofStudent, { parentId: student.id, args });
  }
}

@Resolver(() => Program)
export class ProgramCredentialsResolver {
  @FieldResolver(() => CredentialConnection, { description: 'Credentials of the program, newest first.' })
  @RequiresScopes('credentials:read')
  credentials(
    @Root() program: Program,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Credential>> {
    return context.load(ofProgram, { parentId: program.id, args });
  }
}

@Resolver(() => Enrolment)
export class EnrolmentCredentialResolver {
  @FieldResolver(() => Credential, {
    nullable: true,
    description: 'The credential that attests the enrolment; null when none was issued.',
  })
  @RequiresScopes('credentials:read')
  credential(@Root() enrolment: Enrolment, @Ctx() context: SubgraphContext): Promise<Credential | null> {
    return context.load(ofEnrolment, enrolment.id);
  }

  @FieldResolver(() => IssuanceFailure, {
    nullable: true,
    description:
      'Why the credential that was promised at completion could not be issued; null when all is well.',
  })
  @RequiresScopes('credentials:read')
  credentialFailure(
    @Root() enrolment: Enrolment,
    @Ctx() context: SubgraphContext,
  ): Promise<IssuanceFailure | null> {
    return context.load(failureOfEnrolment, enrolment.id);
  }
}
