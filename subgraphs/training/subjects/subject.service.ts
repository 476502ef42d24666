import { type FilterQuery, LockMode } from '@mikro-orm/postgresql';
import { contains } from '../../../platform/db/contains.ts';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { patch } from '../../../platform/db/patch.ts';
import { HubError, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { owningOrganisation, refuseLearner } from '../organisations/owning-organisation.ts';
import { assertOwnProgram } from '../programs/own-program.ts';
import type { CreateSubjectInput, SubjectFilter, UpdateSubjectInput } from './subject.inputs.ts';
import { Subject } from './subject.ts';

const duplicates = {
  subjects_external_id: () =>
    new HubError('DUPLICATE', {
      message: 'A subject with this externalId exists already in this organisation.',
      details: [{ field: 'externalId', message: 'is taken in this organisation' }],
    }),
};

export class SubjectService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Creates a subject. Throws VALIDATION_ERROR, NOT_FOUND (program), DUPLICATE (externalId), FORBIDDEN. */
  async create(
    { organisationId: requested, ...fields }: CreateSubjectInput,
    context: SubgraphContext,
  ): Promise<Subject> {
    const organisationId = await owningOrganisation(requested, context, this.#neighbours);
    if (fields.programId) await assertOwnProgram(fields.programId, organisationId, context);
    const created = Object.assign(new Subject(), { organisationId });
    patch(created, fields as Partial<Subject>);
    return context.em
      .transactional(async (em) => {
        em.persist(created);
        await em.flush();
        await record(em, eventOf('subject.created', created, context));
        return created;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /** Changes a subject that the caller may see. Throws NOT_FOUND, DUPLICATE, FORBIDDEN. */
  async update({ id, ...changes }: UpdateSubjectInput, context: SubgraphContext): Promise<Subject> {
    refuseLearner(context.principal);
    return context.em
      .transactional(async (em) => {
        const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
        const changed = await em.findOne(Subject, { id }, options);
        if (!changed) throw notFound('subject', id);
        patch(changed, changes as Partial<Subject>);
        await em.flush();
        await record(em, eventOf('subject.updated', changed, context));
        return changed;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  list(filter: SubjectFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Subject>> {
    const { nameContains, ...exact } = given(filter);
    const where = { ...exact, ...(nameContains && { name: contains(nameContains) }) };
    return findPage(context.em, Subject, where as FilterQuery<Subject>, page);
  }
}

function eventOf(
  type: 'subject.created' | 'subject.updated',
  { id, organisationId, name, programId, externalId }: Subject,
  { principal, requestId }: SubgraphContext,
) {
  return {
    type,
    subject: { type: 'Subject' as const, id },
    audience: [organisationId],
    data: { subject_id: id, name, course_id: programId, external_id: externalId },
    actor: principal.id,
    requestId,
  };
}
