import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { stubOf } from '../../../platform/federation/reference.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { KeyedByService } from '../../../platform/idempotency/keyed-by-service.ts';
import { achievementById } from '../achievements/achievement.resolver.ts';
import { Achievement } from '../achievements/achievement.ts';
import { issuerById } from '../issuers/issuer.resolver.ts';
import { Issuer } from '../issuers/issuer.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import {
  CredentialFilter,
  IssueCredentialInput,
  ReinstateCredentialInput,
  RevokeCredentialInput,
  ShowHolderNameInput,
  SuspendCredentialInput,
} from './credential.inputs.ts';
import { CredentialService } from './credential.service.ts';
import { Credential, CredentialStatus } from './credential.ts';
import { Enrolment, Organisation, Program, Student } from './neighbours.ts';
import { signedCredential } from './signed-credential.ts';

export const CredentialConnection = connectionType(Credential, 'Credential');
export const credentialById = byId(Credential);

@Resolver(() => Credential)
export class CredentialResolver {
  constructor(
    private readonly service: CredentialService,
    private readonly addresses: Addresses,
  ) {}

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
  @KeyedByService({ input: IssueCredentialInput, entity: Credential })
  issueCredential(
    @Arg('input', () => IssueCredentialInput, { description: 'The credential.' })
    input: IssueCredentialInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Credential> {
    return this.service.issue(input, context);
  }

  @Mutation(() => Credential, {
    description: 'Suspends a credential for the time being; nobody is to accept it until it is reinstated.',
  })
  @RequiresScopes('credentials:write')
  @Idempotent(SuspendCredentialInput)
  suspendCredential(
    @Arg('input', () => SuspendCredentialInput, { description: 'Which, and why.' })
    input: SuspendCredentialInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Credential> {
    return this.service.decide(input.id, CredentialStatus.SUSPENDED, input.reason, context);
  }

  @Mutation(() => Credential, { description: 'Lets a credential that was suspended hold again.' })
  @RequiresScopes('credentials:write')
  @Idempotent(ReinstateCredentialInput)
  reinstateCredential(
    @Arg('input', () => ReinstateCredentialInput, { description: 'Which.' }) input: ReinstateCredentialInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Credential> {
    return this.service.decide(input.id, CredentialStatus.ACTIVE, null, context);
  }

  @Mutation(() => Credential, { description: 'Revokes a credential for good.' })
  @RequiresScopes('credentials:write')
  @Idempotent(RevokeCredentialInput)
  revokeCredential(
    @Arg('input', () => RevokeCredentialInput, { description: 'Which, and why.' })
    input: RevokeCredentialInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Credential> {
    return this.service.decide(input.id, CredentialStatus.REVOKED, input.reason, context);
  }

  @Mutation(() => Credential, {
    description:
      'Decides how much of the holder’s name the public page shows. It is the holder’s to decide; an organisation says what the holder has agreed to.',
  })
  @RequiresScopes('credentials:share')
  showHolderName(
    @Arg('input', () => ShowHolderNameInput, { description: 'Which, and how much.' })
    input: ShowHolderNameInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Credential> {
    return this.service.showHolderName(input, context);
  }

  @FieldResolver(() => String, {
    description: 'Address of its public page, which is also the id of the signed credential.',
  })
  publicUrl(@Root() credential: Credential): string {
    return this.addresses.badge(credential.id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The signed credential, Open Badges 3.0 with a Data Integrity proof, as JSON text.',
  })
  async document(@Root() credential: Credential, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await context.load(signedCredential, credential.id)).document;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The signed credential as VC-JWT.' })
  async jwt(@Root() credential: Credential, @Ctx() context: SubgraphContext): Promise<string | null> {
    return (await context.load(signedCredential, credential.id)).jwt;
  }

  @FieldResolver(() => Achievement, { nullable: true, description: 'What it attests.' })
  async achievement(
    @Root() { achievementId }: Credential,
    @Ctx() context: SubgraphContext,
  ): Promise<Achievement | null> {
    return achievementId === null ? null : context.load(achievementById, achievementId);
  }

  @FieldResolver(() => Issuer, { nullable: true, description: 'Who issued it, as it shows itself.' })
  issuer(@Root() credential: Credential, @Ctx() context: SubgraphContext): Promise<Issuer | null> {
    return context.load(issuerById, credential.organisationId);
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
