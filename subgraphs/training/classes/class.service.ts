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
import type { ClassFilter, CreateClassInput, UpdateClassInput } from './class.inputs.ts';
import { Class } from './class.ts';

const kept: KeptNoun<Class> = {
  entity: Class,
  name: 'class',
  externalIds: 'classes_external_id',
  taken: () => taken('A class'),
  apply: patch,
  eventOf: (change, { id, organisationId, name, programId, externalId }, { principal, requestId }) => ({
    type: `class.${change}`,
    subject: { type: 'Class', id },
    audience: [organisationId],
    data: { class_id: id, name, course_id: programId, external_id: externalId },
    actor: principal.id,
    requestId,
  }),
};

export class ClassService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Creates a class. Throws VALIDATION_ERROR, NOT_FOUND (program), DUPLICATE (externalId), FORBIDDEN. */
  async create(input: CreateClassInput, context: SubgraphContext): Promise<Class> {
    return (await this.createMany([input], context)).only();
  }

  /** Creates what can be created, in one transaction and a handful of statements; the rest fails row by row. */
  createMany(inputs: readonly CreateClassInput[], context: SubgraphContext): Promise<RowOutcomes<Class>> {
    return createOwned(kept, inputs, context, this.#neighbours);
  }

  /** Changes a class that the caller may see. Throws NOT_FOUND, DUPLICATE, FORBIDDEN. */
  update(input: UpdateClassInput, context: SubgraphContext): Promise<Class> {
    return updateKept(kept, input, context);
  }

  list(filter: ClassFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Class>> {
    const { nameContains, ...exact } = given(filter);
    const where = { ...exact, ...(nameContains && { name: contains(nameContains) }) };
    return findPage(context.em, Class, where as FilterQuery<Class>, page);
  }
}
