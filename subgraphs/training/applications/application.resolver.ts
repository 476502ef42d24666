import { Arg, Args, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { type RowsResult, rowsResultType } from '../bulk/rows-result.ts';
import {
  ApplicationFilter,
  CreateApplicationInput,
  CreateApplicationsInput,
  UpdateApplicationStageInput,
  UpdateApplicationStagesInput,
  WithdrawApplicationInput,
} from './application.inputs.ts';
import { ApplicationService } from './application.service.ts';
import { Application } from './application.ts';
import { SubmissionService } from './submission.service.ts';

export const ApplicationConnection = connectionType(Application, 'Application');
export const applicationById = byId(Application);
const CreateApplicationsResult = rowsResultType(Application, {
  mutation: 'createApplications',
  name: 'application',
  count: 'created',
});
const UpdateApplicationStagesResult = rowsResultType(Application, {
  mutation: 'updateApplicationStages',
  name: 'application',
  count: 'updated',
});

@Resolver(() => Application)
export class ApplicationResolver {
  constructor(
    private readonly service: ApplicationService,
    private readonly submissions: SubmissionService,
  ) {}

  @Query(() => Application, {
    nullable: true,
    description: 'One application; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  application(
    @Arg('id', () => ID, { description: 'Id of the application.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Application | null> {
    return context.load(applicationById, id);
  }

  @Query(() => ApplicationConnection, {
    description: 'The applications that the caller may see, newest first.',
  })
  @RequiresScopes('training:read')
  applications(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ApplicationFilter, { nullable: true, description: 'Narrows the list.' })
    filter: ApplicationFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Application>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Application, {
    description:
      'Applies for an opportunity that is open: a learner for themselves, an institution for its student. What was withdrawn is submitted again.',
  })
  @RequiresScopes('training:write', 'training:apply')
  @Idempotent(CreateApplicationInput)
  createApplication(
    @Arg('input', () => CreateApplicationInput, { description: 'The application.' })
    input: CreateApplicationInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Application> {
    return this.submissions.submit(input, context);
  }

  @Mutation(() => CreateApplicationsResult, {
    description: 'Submits up to 1,000 applications; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(CreateApplicationsInput)
  async createApplications(
    @Arg('input', () => CreateApplicationsInput, { description: 'The applications.' })
    input: CreateApplicationsInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<Application, 'application', 'created'>> {
    const outcomes = await this.submissions.submitMany(input.applications, context);
    const { succeeded, ...result } = outcomes.rows('application');
    return { created: succeeded, ...result };
  }

  @Mutation(() => Application, {
    description:
      'Stores how far an application is, with notes. Only the organisation that offers the opportunity does. Said again it changes nothing.',
  })
  @RequiresScopes('training:write')
  @Idempotent(UpdateApplicationStageInput)
  updateApplicationStage(
    @Arg('input', () => UpdateApplicationStageInput, { description: 'Which one, and how far it is.' })
    input: UpdateApplicationStageInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Application> {
    return this.service.updateStage(input, context);
  }

  @Mutation(() => UpdateApplicationStagesResult, {
    description: 'Stores how far up to 1,000 applications are; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(UpdateApplicationStagesInput)
  async updateApplicationStages(
    @Arg('input', () => UpdateApplicationStagesInput, { description: 'Which ones, and how far they are.' })
    input: UpdateApplicationStagesInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<Application, 'application', 'updated'>> {
    const outcomes = await this.service.updateStages(input.applications, context);
    const { succeeded, ...result } = outcomes.rows('application');
    return { updated: succeeded, ...result };
  }

  @Mutation(() => Application, {
    description: 'Takes an application back, by the student or for them, before it has been decided.',
  })
  @RequiresScopes('training:write', 'training:apply')
  @Idempotent(WithdrawApplicationInput)
  withdrawApplication(
    @Arg('input', () => WithdrawApplicationInput, { description: 'Which one.' })
    input: WithdrawApplicationInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Application> {
    return this.service.withdraw(input.applicationId, context);
  }
}
