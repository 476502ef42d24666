import { Arg, Args, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { type RowsResult, rowsResultType } from '../bulk/rows-result.ts';
import {
  AssessmentFilter,
  AssessmentResultFilter,
  CreateAssessmentInput,
  CreateAssessmentsInput,
  RecordAssessmentResultInput,
  RecordAssessmentResultsInput,
  UpdateAssessmentInput,
} from './assessment.inputs.ts';
import { AssessmentService } from './assessment.service.ts';
import { Assessment } from './assessment.ts';
import { AssessmentResult } from './assessment-result.ts';
import { ResultService } from './result.service.ts';

export const AssessmentConnection = connectionType(Assessment, 'Assessment');
export const AssessmentResultConnection = connectionType(AssessmentResult, 'AssessmentResult');
export const assessmentById = byId(Assessment);
export const assessmentResultById = byId(AssessmentResult);
const RecordAssessmentResultsResult = rowsResultType(AssessmentResult, {
  mutation: 'recordAssessmentResults',
  name: 'result',
  count: 'recorded',
});
const CreateAssessmentsResult = rowsResultType(Assessment, {
  mutation: 'createAssessments',
  name: 'assessment',
  count: 'created',
});

@Resolver(() => Assessment)
export class AssessmentResolver {
  constructor(private readonly service: AssessmentService) {}

  @Query(() => Assessment, {
    nullable: true,
    description: 'One assessment; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  assessment(
    @Arg('id', () => ID, { description: 'Id of the assessment.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Assessment | null> {
    return context.load(assessmentById, id);
  }

  @Query(() => AssessmentConnection, {
    description: 'The assessments that the caller may see, newest first.',
  })
  @RequiresScopes('training:read')
  assessments(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AssessmentFilter, { nullable: true, description: 'Narrows the list.' })
    filter: AssessmentFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Assessment>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Assessment, { description: 'Creates an assessment.' })
  @RequiresScopes('training:write')
  @Idempotent(CreateAssessmentInput)
  createAssessment(
    @Arg('input', () => CreateAssessmentInput, { description: 'The assessment.' })
    input: CreateAssessmentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Assessment> {
    return this.service.create(input, context);
  }

  @Mutation(() => CreateAssessmentsResult, {
    description: 'Creates up to 1,000 assessments; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(CreateAssessmentsInput)
  async createAssessments(
    @Arg('input', () => CreateAssessmentsInput, { description: 'The assessments.' })
    input: CreateAssessmentsInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<Assessment, 'assessment', 'created'>> {
    const outcomes = await this.service.createMany(input.assessments, context);
    const { succeeded, ...result } = outcomes.rows('assessment');
    return { created: succeeded, ...result };
  }

  @Mutation(() => Assessment, { description: 'Changes an assessment. Results stay as they were recorded.' })
  @RequiresScopes('training:write')
  @Idempotent(UpdateAssessmentInput)
  updateAssessment(
    @Arg('input', () => UpdateAssessmentInput, { description: 'What changes.' })
    input: UpdateAssessmentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Assessment> {
    return this.service.update(input, context);
  }
}

@Resolver(() => AssessmentResult)
export class AssessmentResultResolver {
  constructor(private readonly service: ResultService) {}

  @Query(() => AssessmentResult, {
    nullable: true,
    description: 'One result; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  assessmentResult(
    @Arg('id', () => ID, { description: 'Id of the result.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<AssessmentResult | null> {
    return context.load(assessmentResultById, id);
  }

  @Query(() => AssessmentResultConnection, {
    description: 'The results that the caller may see, newest first.',
  })
  @RequiresScopes('training:read')
  assessmentResults(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AssessmentResultFilter, { nullable: true, description: 'Narrows the list.' })
    filter: AssessmentResultFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AssessmentResult>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => AssessmentResult, {
    description:
      'Records what a student came to in an assessment; each time that it is taken has its own result.',
  })
  @RequiresScopes('training:write')
  @Idempotent(RecordAssessmentResultInput)
  recordAssessmentResult(
    @Arg('input', () => RecordAssessmentResultInput, { description: 'The result.' })
    input: RecordAssessmentResultInput,
    @Ctx() context: SubgraphContext,
  ): Promise<AssessmentResult> {
    return this.service.record(input, context);
  }

  @Mutation(() => RecordAssessmentResultsResult, {
    description: 'Records up to 1,000 results; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(RecordAssessmentResultsInput)
  async recordAssessmentResults(
    @Arg('input', () => RecordAssessmentResultsInput, { description: 'The results.' })
    input: RecordAssessmentResultsInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<AssessmentResult, 'result', 'recorded'>> {
    const outcomes = await this.service.recordMany(input.results, context);
    const { succeeded, ...result } = outcomes.rows('result');
    return { recorded: succeeded, ...result };
  }
}
