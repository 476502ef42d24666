import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { KeyedByService } from '../../../platform/idempotency/keyed-by-service.ts';
import { credentialById } from '../credentials/credential.resolver.ts';
import { Credential } from '../credentials/credential.ts';
import { CredentialExportChange } from './export.change.ts';
import { exportChanges } from './export.changes.ts';
import {
  AddCredentialToLinkedInInput,
  ExportCredentialInput,
  ShareCredentialOnLinkedInInput,
} from './export.inputs.ts';
import { ExportService } from './export.service.ts';
import { CredentialExport } from './export.ts';

export const exportById = byId(CredentialExport);

@Resolver(() => CredentialExport)
export class CredentialExportResolver {
  constructor(private readonly service: ExportService) {}

  @Query(() => CredentialExport, {
    nullable: true,
    description: 'One export of a credential; null when there is none that the caller may see.',
  })
  @RequiresScopes('credentials:read')
  credentialExport(
    @Arg('id', () => ID, { description: 'Id of the export.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialExport | null> {
    return context.load(exportById, id);
  }

  @Mutation(() => CredentialExport, {
    description:
      'Submits a credential to the ministry (SIPLatih), to be verified. Answers with the outcome when it comes within seconds, and otherwise goes on by itself. Submitting twice is the same export.',
  })
  @RequiresScopes('credentials:write')
  @KeyedByService({ input: ExportCredentialInput, entity: CredentialExport })
  submitCredentialForVerification(
    @Arg('input', () => ExportCredentialInput, { description: 'Which credential.' })
    input: ExportCredentialInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialExport> {
    return this.service.submitForVerification(input.credentialId, context);
  }

  @Mutation(() => CredentialExport, {
    description:
      'Issues a credential as a European one at Europass. Answers with the outcome when it comes within seconds, and otherwise goes on by itself. Issuing twice is the same export.',
  })
  @RequiresScopes('credentials:share')
  @KeyedByService({ input: ExportCredentialInput, entity: CredentialExport })
  exportCredentialToEuropass(
    @Arg('input', () => ExportCredentialInput, { description: 'Which credential.' })
    input: ExportCredentialInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialExport> {
    return this.service.toEuropass(input.credentialId, context);
  }

  @Mutation(() => CredentialExport, {
    description:
      'Adds one’s own credential to the certifications on one’s LinkedIn profile. Answers with the outcome when it comes within seconds, and otherwise goes on by itself. Adding twice is the same export.',
  })
  @RequiresScopes('credentials:share')
  @KeyedByService({ input: AddCredentialToLinkedInInput, entity: CredentialExport })
  addCredentialToLinkedIn(
    @Arg('input', () => AddCredentialToLinkedInInput, { description: 'Which credential.' })
    input: AddCredentialToLinkedInInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialExport> {
    return this.service.addToLinkedIn(input, context);
  }

  @Mutation(() => CredentialExport, {
    description:
      'Posts one’s own credential on LinkedIn. Answers with the outcome when it comes within seconds, and otherwise goes on by itself. The same words twice are the same post.',
  })
  @RequiresScopes('credentials:share')
  @KeyedByService({ input: ShareCredentialOnLinkedInInput, entity: CredentialExport })
  shareCredentialOnLinkedIn(
    @Arg('input', () => ShareCredentialOnLinkedInInput, {
      description: 'Which credential, and what is said of it.',
    })
    input: ShareCredentialOnLinkedInInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialExport> {
    return this.service.shareOnLinkedIn(input, context);
  }

  @FieldResolver(() => Credential, { description: 'The credential that is taken there.' })
  credential(@Root() one: CredentialExport, @Ctx() context: SubgraphContext): Promise<Credential | null> {
    return context.load(credentialById, one.credentialId);
  }
}

@Resolver(() => CredentialExportChange)
export class CredentialExportChangeResolver {
  @Subscription(() => CredentialExportChange, {
    description: 'Each change of a credential’s exports, as it happens.',
    subscribe: ({ args, context }) =>
      exportChanges(args as { credentialId: string; after?: string }, context as SubgraphContext),
  })
  @RequiresScopes('credentials:read')
  credentialExportChanged(
    @Root() change: CredentialExportChange,
    @Arg('credentialId', () => ID, { description: 'Id of the credential.' }) _credentialId: string,
    @Arg('after', () => Cursor, {
      nullable: true,
      description: 'Only what came after this cursor; from now on when absent.',
    })
    _after: string | null,
  ): CredentialExportChange {
    return change;
  }

  @FieldResolver(() => CredentialExport)
  export(
    @Root() change: CredentialExportChange,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialExport | null> {
    return context.load(exportById, change.exportId);
  }
}
