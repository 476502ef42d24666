import type { FilterQuery } from '@mikro-orm/postgresql';
import { contains } from '../../../platform/db/contains.ts';
import { patch } from '../../../platform/db/patch.ts';
import { invalid } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import type { RowOutcomes } from '../bulk/row-outcomes.ts';
import { type KeptNoun, updateKept } from '../organisations/kept-noun.ts';
import { createOwned } from '../organisations/owned-noun.ts';
import { taken } from '../organisations/taken.ts';
import type { AssessmentFilter, CreateAssessmentInput, UpdateAssessmentInput } from './assessment.inputs.ts';
import { Assessment } from './assessment.ts';

const kept: KeptNoun<Assessment> = {
  entity: Assessment,
  name: 'assessment',
  externalIds: 'assessments_external_id',
  taken: () => taken('An assessment'),
  apply(assessment, fields) {
    patch(assessment, fields);
    if (assessment.passingScore !== null && assessment.passingScore > assessment.maxScore)
      throw invalid('passingScore', `is more than the highest score, ${assessment.maxScore}`);
  },
  eventOf: (change, { id, organisationId, title, programId, externalId }, { principal, requestId }) => ({
    type: `assessment.${change}`,
    subject: { type: 'Assessment', id },
    audience: [organisationId],
    data: { assessment_id: id, title, course_id: programId, external_id: externalId },
    actor: principal.id,
    requestId,
  }),
};

export class AssessmentService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Creates an assessment. Throws VALIDATION_ERROR, NOT_FOUND (program), DUPLICATE (externalId), FORBIDDEN. */
  async create(input: CreateAssessmentInput, context: SubgraphContext): Promise<Assessment> {
    return (await this.createMany([input], context)).only();
  }

  /** Creates what can be created, in one transaction and a handful of statements; the rest fails row by row. */
  createMany(
    inputs: readonly CreateAssessmentInput[],
    context: SubgraphContext,
  ): Promise<RowOutcomes<Assessment>> {
    return createOwned(kept, inputs, context, this.#neighbours);
  }

  /** Changes an assessment that the caller may see. Throws NOT_FOUND, VALIDATION_ERROR, DUPLICATE, FORBIDDEN. */
  update(input: UpdateAssessmentInput, context: SubgraphContext): Promise<Assessment> {
    return updateKept(kept, input, context);
  }

  list(filter: AssessmentFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Assessment>> {
    const { titleContains, ...exact } = given(filter);
    const where = { ...exact, ...(titleContains && { title: contains(titleContains) }) };
    return findPage(context.em, Assessment, where as FilterQuery<Assessment>, page);
  }
}
