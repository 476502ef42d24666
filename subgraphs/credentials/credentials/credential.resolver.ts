import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { stubOf } from '../../../platform/federation/reference.ts';
import { CredentialFilter, IssueCredentialInput } from './credential.inputs.ts';
import { CredentialService } from './credential.service.ts';
import { Credential } from './credential.ts';
import { Enrolment, Organisation, Program, Student } from './neighbours.ts';

export const CredentialConnection = connectionType(Credential, 'Credential');
export const credentialById = byId(Credential);

@Resolver(() => Credential)
export class CredentialResolver {
  constructor(private readonly service: CredentialService) {}

  @Query(() => Credential, {
    nullable: true,
    description: 'One credential; null when there is none that the caller may see.',
  })
  @RequiresScopes('credentials:read')
  credential(
    @Arg('id', () => ID, { description: 'Id of the credential.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Credential | null> {
    return context.load(credentialById, id);
  }

  @Query(() => CredentialConnection, {
    description: 'The credentials that the caller may see, newest first.',
  })
  @RequiresScopes('credentials:read')
  credentials(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => CredentialFilter, { nullable: true, description: 'Narrows the list.' })
    filter: CredentialFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Credential>> {
    return this.service.list(filter, page, context);
  }

  @Mutation(() => Credential, { description: 'Issues the credential of a completed enrolment.' })
  @RequiresScopes('credentials:write')
  issueCredential(
    @Arg('input', () => IssueCredentialInput, { description: 'The credential.' })
    input: IssueCredentialInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Credential> {
    return this.service.issue(input, context);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation that issued it.' })
  organisation(@Root() credential: Credential): Organisation {
    return stubOf(Organisation, credential.organisationId);
  }

  @FieldResolver(() => Student, { nullable: true, description: 'Who holds it.' })
  student(@Root() credential: Credential): Student {
    return stubOf(Student, credential.studentId);
  }

  @FieldResolver(() => Program, { nullable: true, description: 'The program that was completed.' })
  program(@Root() credential: Credential): Program {
    return stubOf(Program, credential.programId);
  }

  @FieldResolver(() => Enrolment, { nullable: true, description: 'The enrolment that it attests.' })
  enrolment(@Root() credential: Credential): Enrolment {
    return stubOf(Enrolment, credential.enrolmentId);
  }
}
