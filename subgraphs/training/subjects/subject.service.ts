import type { FilterQuery } from '@mikro-orm/postgresql';
import { contains } from '../../../platform/db/contains.ts';
import { patch } from '../../../platform/db/patch.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import type { RowOutcomes } from '../bulk/row-outcomes.ts';
import { type KeptNoun, updateKept } from '../organisations/kept-noun.ts';
import { createOwned } from '../organisations/owned-noun.ts';
import { taken } from '../organisations/taken.ts';
import type { CreateSubjectInput, SubjectFilter, UpdateSubjectInput } from './subject.inputs.ts';
import { Subject } from './subject.ts';

const kept: KeptNoun<Subject> = {
  entity: Subject,
  name: 'subject',
  externalIds: 'subjects_external_id',
  taken: () => taken('A subject'),
  apply: patch,
  eventOf: (change, { id, organisationId, name, programId, externalId }, { principal, requestId }) => ({
    type: `subject.${change}`,
    subject: { type: 'Subject', id },
    audience: [organisationId],
    data: { subject_id: id, name, course_id: programId, external_id: externalId },
    actor: principal.id,
    requestId,
  }),
};

export class SubjectService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Creates a subject. Throws VALIDATION_ERROR, NOT_FOUND (program), DUPLICATE (externalId), FORBIDDEN. */
  async create(input: CreateSubjectInput, context: SubgraphContext): Promise<Subject> {
    return (await this.createMany([input], context)).only();
  }

  /** Creates what can be created, in one transaction and a handful of statements; the rest fails row by row. */
  createMany(inputs: readonly CreateSubjectInput[], context: SubgraphContext): Promise<RowOutcomes<Subject>> {
    return createOwned(kept, inputs, context, this.#neighbours);
  }

  /** Changes a subject that the caller may see. Throws NOT_FOUND, DUPLICATE, FORBIDDEN. */
  update(input: UpdateSubjectInput, context: SubgraphContext): Promise<Subject> {
    return updateKept(kept, input, context);
  }

  list(filter: SubjectFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Subject>> {
    const { nameContains, ...exact } = given(filter);
    const where = { ...exact, ...(nameContains && { name: contains(nameContains) }) };
    return findPage(context.em, Subject, where as FilterQuery<Subject>, page);
  }
}
