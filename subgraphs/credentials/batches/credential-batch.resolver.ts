import { Arg, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { stubOf } from '../../../platform/federation/reference.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { Program } from '../credentials/neighbours.ts';
import { IssueCredentialsInput } from './credential-batch.inputs.ts';
import { CredentialBatchService } from './credential-batch.service.ts';
import { CredentialBatch } from './credential-batch.ts';

export const batchById = byId(CredentialBatch);

@Resolver(() => CredentialBatch)
export class CredentialBatchResolver {
  constructor(private readonly service: CredentialBatchService) {}

  @Query(() => CredentialBatch, {
    nullable: true,
    description: 'One batch; null when there is none that the caller may see.',
  })
  @RequiresScopes('credentials:read')
  credentialBatch(
    @Arg('id', () => ID, { description: 'Id of the batch.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialBatch | null> {
    return context.load(batchById, id);
  }

  @Mutation(() => CredentialBatch, {
    description:
      'Issues credentials for all who completed a program and have none, in the background: `credentialBatch` tells how far it is. Called again it issues for those who have come since.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('credentials:write')
  @Idempotent(IssueCredentialsInput)
  issueCredentials(
    @Arg('input', () => IssueCredentialsInput, { description: 'For which program.' })
    input: IssueCredentialsInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialBatch> {
    return this.service.start(input, context);
  }

  @FieldResolver(() => Program, { nullable: true, description: 'The program.' })
  program(@Root() batch: CredentialBatch): Program {
    return stubOf(Program, batch.programId);
  }
}
