import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { KeyedByService } from '../../../platform/idempotency/keyed-by-service.ts';
import { programById } from '../programs/program.resolver.ts';
import { Program } from '../programs/program.ts';
import { SiplatihSubmissionChange } from './siplatih-submission.change.ts';
import { submissionChanges } from './siplatih-submission.changes.ts';
import {
  RegisterProgramWithSiplatihInput,
  ReportProgramCompletionInput,
} from './siplatih-submission.inputs.ts';
import { SiplatihSubmissionService } from './siplatih-submission.service.ts';
import { SiplatihSubmission } from './siplatih-submission.ts';

const SiplatihSubmissionConnection = connectionType(SiplatihSubmission, 'SiplatihSubmission');
export const submissionById = byId(SiplatihSubmission);
const submissionsOfProgram = childPages(SiplatihSubmission, 'programId');

@Resolver(() => SiplatihSubmission)
export class SiplatihSubmissionResolver {
  constructor(private readonly service: SiplatihSubmissionService) {}

  @Query(() => SiplatihSubmission, {
    nullable: true,
    description: 'One submission to the ministry; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  siplatihSubmission(
    @Arg('id', () => ID, { description: 'Id of the submission.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<SiplatihSubmission | null> {
    return context.load(submissionById, id);
  }

  @Mutation(() => SiplatihSubmission, {
    description:
      'Registers a program at the ministry (SIPLatih). Answers with the outcome when it comes within seconds, and otherwise goes on by itself. Registering twice is the same submission.',
  })
  @RequiresScopes('training:write')
  @KeyedByService({ input: RegisterProgramWithSiplatihInput, entity: SiplatihSubmission })
  registerProgramWithSiplatih(
    @Arg('input', () => RegisterProgramWithSiplatihInput, { description: 'Which program.' })
    input: RegisterProgramWithSiplatihInput,
    @Ctx() context: SubgraphContext,
  ): Promise<SiplatihSubmission> {
    return this.service.register(input.programId, context);
  }

  @Mutation(() => SiplatihSubmission, {
    description:
      'Reports to the ministry (SIPLatih) how a registered program ended: who completed it, and the rates. A program is reported once for each completion date.',
  })
  @RequiresScopes('training:write')
  @KeyedByService({ input: ReportProgramCompletionInput, entity: SiplatihSubmission })
  reportProgramCompletion(
    @Arg('input', () => ReportProgramCompletionInput, { description: 'Which program, and when it ended.' })
    input: ReportProgramCompletionInput,
    @Ctx() context: SubgraphContext,
  ): Promise<SiplatihSubmission> {
    return this.service.reportCompletion(input, context);
  }

  @FieldResolver(() => Program, { description: 'The program that it is about.' })
  program(@Root() submission: SiplatihSubmission, @Ctx() context: SubgraphContext): Promise<Program | null> {
    return context.load(programById, submission.programId);
  }
}

@Resolver(() => Program)
export class ProgramSubmissionsResolver {
  @FieldResolver(() => SiplatihSubmissionConnection, {
    description: 'What was submitted to the ministry about it, newest first.',
  })
  @RequiresScopes('training:read')
  siplatihSubmissions(
    @Root() program: Program,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<SiplatihSubmission>> {
    return context.load(submissionsOfProgram, { parentId: program.id, args });
  }
}

@Resolver(() => SiplatihSubmissionChange)
export class SiplatihSubmissionChangeResolver {
  @Subscription(() => SiplatihSubmissionChange, {
    description: 'Each change of a program’s submissions to the ministry, as it happens.',
    subscribe: ({ args, context }) =>
      submissionChanges(args as { programId: string; after?: string }, context as SubgraphContext),
  })
  @RequiresScopes('training:read')
  siplatihSubmissionChanged(
    @Root() change: SiplatihSubmissionChange,
    @Arg('programId', () => ID, { description: 'Id of the program.' }) _programId: string,
    @Arg('after', () => Cursor, {
      nullable: true,
      description: 'Only what came after this cursor; from now on when absent.',
    })
    _after: string | null,
  ): SiplatihSubmissionChange {
    return change;
  }

  @FieldResolver(() => SiplatihSubmission)
  submission(
    @Root() change: SiplatihSubmissionChange,
    @Ctx() context: SubgraphContext,
  ): Promise<SiplatihSubmission | null> {
    return context.load(submissionById, change.submissionId);
  }
}
