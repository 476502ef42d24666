import { type EntityClass, LockMode } from '@mikro-orm/postgresql';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { type HubError, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { type CatalogueEvent, record } from '../../../schema/events/record.ts';
import { assertOwnProgram } from '../programs/own-program.ts';
import { owningOrganisation, refuseLearner } from './owning-organisation.ts';

interface Kept {
  id: string;
  organisationId: string;
  programId: string | null;
}

/** A noun that an organisation keeps, maybe as a part of one of its programs. */
export interface KeptNoun<T extends Kept> {
  entity: EntityClass<T> & (new () => T);
  /** What it is called in errors, such as `class`. */
  name: string;
  /** Errors by the constraint that is violated. */
  duplicates: Record<string, () => HubError>;
  /** Sets what `fields` gives, and checks the whole. Throws VALIDATION_ERROR. */
  apply(row: T, fields: object): void;
  /** What is told of a change. */
  eventOf(change: 'created' | 'updated', row: T, context: SubgraphContext): CatalogueEvent;
}

/** Creates one. Throws VALIDATION_ERROR, NOT_FOUND (program), FORBIDDEN for a learner, and what `duplicates` says. */
export async function createKept<T extends Kept>(
  { entity, duplicates, apply, eventOf }: KeptNoun<T>,
  { organisationId: requested, ...fields }: { organisationId?: string | null },
  context: SubgraphContext,
  neighbours: Neighbours,
): Promise<T> {
  const organisationId = await owningOrganisation(requested, context, neighbours);
  const row = Object.assign(new entity(), { organisationId });
  apply(row, fields);
  if (row.programId) await assertOwnProgram(row.programId, organisationId, context);
  return context.em
    .transactional(async (em) => {
      em.persist(row);
      await em.flush();
      await record(em, eventOf('created', row, context));
      return row;
    })
    .catch((error) => duplicateError(error, duplicates));
}

/** Changes one that the caller may see. Throws NOT_FOUND, VALIDATION_ERROR, FORBIDDEN for a learner, and what `duplicates` says. */
export async function updateKept<T extends Kept>(
  { entity, name, duplicates, apply, eventOf }: KeptNoun<T>,
  { id, ...changes }: { id: string },
  context: SubgraphContext,
): Promise<T> {
  refuseLearner(context.principal);
  return context.em
    .transactional(async (em) => {
      const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
      const row = (await em.findOne(entity, { id } as never, options)) as T | null;
      if (!row) throw notFound(name, id);
      apply(row, changes);
      await em.flush();
      await record(em, eventOf('updated', row, context));
      return row;
    })
    .catch((error) => duplicateError(error, duplicates));
}
