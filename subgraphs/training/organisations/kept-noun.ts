import { LockMode } from '@mikro-orm/postgresql';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { hasChanged } from '../../../platform/db/has-changed.ts';
import { notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { type CatalogueEvent, record } from '../../../schema/events/record.ts';
import type { OwnedNoun } from './owned-noun.ts';
import { refuseLearner } from './owning-organisation.ts';

interface Kept {
  id: string;
  organisationId: string;
  programId: string | null;
}

/** A noun that an organisation keeps, and changes. */
export interface KeptNoun<T extends Kept> extends OwnedNoun<T> {
  /** What it is called in errors, such as `class`. */
  name: string;
  /** The unique rule over ids of the organisation’s own system. */
  externalIds: string;
  eventOf(change: 'created' | 'updated', row: T, context: SubgraphContext): CatalogueEvent;
}

/** Changes one that the caller may see. Throws NOT_FOUND, VALIDATION_ERROR, FORBIDDEN for a learner, and what `taken` says. */
export async function updateKept<T extends Kept>(
  { entity, name, externalIds, taken, apply, eventOf }: KeptNoun<T>,
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
      if (!hasChanged(em, row)) return row;
      await em.flush();
      await record(em, eventOf('updated', row, context));
      return row;
    })
    .catch((error) => duplicateError(error, { [externalIds]: taken }));
}
