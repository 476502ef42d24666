import { type FilterQuery, LockMode } from '@mikro-orm/postgresql';
import { contains } from '../../../platform/db/contains.ts';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { patch } from '../../../platform/db/patch.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { owningOrganisation, refuseLearner } from '../organisations/owning-organisation.ts';
import { assertOwnProgram } from '../programs/own-program.ts';
import type { AssessmentFilter, CreateAssessmentInput, UpdateAssessmentInput } from './assessment.inputs.ts';
import { Assessment } from './assessment.ts';

const duplicates = {
  assessments_external_id: () =>
    new HubError('DUPLICATE', {
      message: 'An assessment with this externalId exists already in this organisation.',
      details: [{ field: 'externalId', message: 'is taken in this organisation' }],
    }),
};

export class AssessmentService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Creates an assessment. Throws VALIDATION_ERROR, NOT_FOUND (program), DUPLICATE (externalId), FORBIDDEN. */
  async create(input: CreateAssessmentInput, context: SubgraphContext): Promise<Assessment> {
    const { organisationId: requested, ...fields } = input;
    const organisationId = await owningOrganisation(requested, context, this.#neighbours);
    const assessment = Object.assign(new Assessment(), { organisationId });
    apply(assessment, fields);
    if (assessment.programId) await assertOwnProgram(assessment.programId, organisationId, context);
    return context.em
      .transactional(async (em) => {
        em.persist(assessment);
        await em.flush();
        await record(em, eventOf('assessment.created', assessment, context));
        return assessment;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /** Changes an assessment that the caller may see. Throws NOT_FOUND, VALIDATION_ERROR, DUPLICATE, FORBIDDEN. */
  async update({ id, ...changes }: UpdateAssessmentInput, context: SubgraphContext): Promise<Assessment> {
    refuseLearner(context.principal);
    return context.em
      .transactional(async (em) => {
        const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
        const assessment = await em.findOne(Assessment, { id }, options);
        if (!assessment) throw notFound('assessment', id);
        apply(assessment, changes);
        await em.flush();
        await record(em, eventOf('assessment.updated', assessment, context));
        return assessment;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  list(filter: AssessmentFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Assessment>> {
    const { titleContains, ...exact } = given(filter);
    const where = { ...exact, ...(titleContains && { title: contains(titleContains) }) };
    return findPage(context.em, Assessment, where as FilterQuery<Assessment>, page);
  }
}

function apply(
  assessment: Assessment,
  fields: Omit<CreateAssessmentInput | UpdateAssessmentInput, 'id' | 'organisationId'>,
): void {
  patch(assessment, fields as Partial<Assessment>);
  if (assessment.passingScore !== null && assessment.passingScore > assessment.maxScore)
    throw invalid('passingScore', `is more than the highest score, ${assessment.maxScore}`);
}

function eventOf(
  type: 'assessment.created' | 'assessment.updated',
  { id, organisationId, title, programId, externalId }: Assessment,
  { principal, requestId }: SubgraphContext,
) {
  return {
    type,
    subject: { type: 'Assessment' as const, id },
    audience: [organisationId],
    data: { assessment_id: id, title, course_id: programId, external_id: externalId },
    actor: principal.id,
    requestId,
  };
}
