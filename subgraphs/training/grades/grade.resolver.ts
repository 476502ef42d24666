import { Arg, Args, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { type RowsResult, rowsResultType } from '../bulk/rows-result.ts';
import { GradeFilter, RecordGradeInput, RecordGradesInput } from './grade.inputs.ts';
import { GradeService } from './grade.service.ts';
import { Grade } from './grade.ts';

export const GradeConnection = connectionType(Grade, 'Grade');
export const gradeById = byId(Grade);
const RecordGradesResult = rowsResultType(Grade, {
  mutation: 'recordGrades',
  name: 'grade',
  count: 'recorded',
});

@Resolver(() => Grade)
export class GradeResolver {
  constructor(private readonly service: GradeService) {}

  @Query(() => Grade, {
    nullable: true,
    description: 'One grade; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  grade(
    @Arg('id', () => ID, { description: 'Id of the grade.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Grade | null> {
    return context.load(gradeById, id);
  }

  @Query(() => GradeConnection, {
    description: 'The grades that the caller may see, what was recorded last first.',
  })
  @RequiresScopes('training:read')
  grades(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => GradeFilter, { nullable: true, description: 'Narrows the list.' })
    filter: GradeFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Grade>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Grade, {
    description:
      'Records what a student came to in a subject in a term. What is recorded for that term already is replaced.',
  })
  @RequiresScopes('training:write')
  @Idempotent(RecordGradeInput)
  recordGrade(
    @Arg('input', () => RecordGradeInput, { description: 'The grade.' }) input: RecordGradeInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Grade> {
    return this.service.record(input, context);
  }

  @Mutation(() => RecordGradesResult, {
    description: 'Records or replaces up to 1,000 grades; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(RecordGradesInput)
  async recordGrades(
    @Arg('input', () => RecordGradesInput, { description: 'The grades.' }) input: RecordGradesInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<Grade, 'grade', 'recorded'>> {
    const outcomes = await this.service.recordMany(input.grades, context);
    const { succeeded, ...result } = outcomes.rows('grade');
    return { recorded: succeeded, ...result };
  }
}
