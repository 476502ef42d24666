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
import type { ClassFilter, CreateClassInput, UpdateClassInput } from './class.inputs.ts';
import { Class } from './class.ts';

const duplicates = {
  classes_external_id: () =>
    new HubError('DUPLICATE', {
      message: 'A class with this externalId exists already in this organisation.',
      details: [{ field: 'externalId', message: 'is taken in this organisation' }],
    }),
};

export class ClassService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Creates a class. Throws VALIDATION_ERROR, NOT_FOUND (program), DUPLICATE (externalId), FORBIDDEN. */
  async create(
    { organisationId: requested, ...fields }: CreateClassInput,
    context: SubgraphContext,
  ): Promise<Class> {
    const organisationId = await owningOrganisation(requested, context, this.#neighbours);
    if (fields.programId) await assertOwnProgram(fields.programId, organisationId, context);
    const created = Object.assign(new Class(), { organisationId });
    patch(created, fields as Partial<Class>);
    return context.em
      .transactional(async (em) => {
        em.persist(created);
        await em.flush();
        await record(em, eventOf('class.created', created, context));
        return created;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /** Changes a class that the caller may see. Throws NOT_FOUND, DUPLICATE, FORBIDDEN. */
  async update({ id, ...changes }: UpdateClassInput, context: SubgraphContext): Promise<Class> {
    refuseLearner(context.principal);
    return context.em
      .transactional(async (em) => {
        const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
        const changed = await em.findOne(Class, { id }, options);
        if (!changed) throw notFound('class', id);
        patch(changed, changes as Partial<Class>);
        await em.flush();
        await record(em, eventOf('class.updated', changed, context));
        return changed;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  list(filter: ClassFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Class>> {
    const { nameContains, ...exact } = given(filter);
    const where = { ...exact, ...(nameContains && { name: contains(nameContains) }) };
    return findPage(context.em, Class, where as FilterQuery<Class>, page);
  }
}

function eventOf(
  type: 'class.created' | 'class.updated',
  { id, organisationId, name, programId, externalId }: Class,
  { principal, requestId }: SubgraphContext,
) {
  return {
    type,
    subject: { type: 'Class' as const, id },
    audience: [organisationId],
    data: { class_id: id, name, course_id: programId, external_id: externalId },
    actor: principal.id,
    requestId,
  };
}
