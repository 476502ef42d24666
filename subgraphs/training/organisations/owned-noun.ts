import type { EntityClass } from '@mikro-orm/postgresql';
import { insertNew } from '../../../platform/db/insert-new.ts';
import { HubError } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { type CatalogueEvent, record } from '../../../schema/events/record.ts';
import { RowOutcomes } from '../bulk/row-outcomes.ts';
import { assertOwnProgram, programsSeen } from '../programs/own-program.ts';
import type { Program } from '../programs/program.ts';
import { owningOrganisation, refuseLearner } from './owning-organisation.ts';

interface Owned {
  id: string;
  organisationId: string;
  programId?: string | null;
}

interface OwnedInput {
  organisationId?: string | null;
  programId?: string | null;
}

interface OwnedRow {
  organisationId: string;
  fields: Pick<OwnedInput, 'programId'>;
}

/** A noun that an organisation owns, known by ids of the organisation’s own system, maybe a part of one of its programs. */
export interface OwnedNoun<T extends Owned> {
  entity: EntityClass<T> & (new () => T);
  /** The error when there is one already with the same id of the organisation’s own system. */
  taken(): HubError;
  /** Sets what `fields` gives, and checks the whole. Throws VALIDATION_ERROR. */
  apply(row: T, fields: object): void;
  /** What is told of a change. */
  eventOf(change: 'created', row: T, context: SubgraphContext): CatalogueEvent;
}

/**
 * Creates what can be created, in one transaction and a handful of statements; the rest fails row by row, with
 * VALIDATION_ERROR, NOT_FOUND (program) or what `taken` says. Throws FORBIDDEN for a learner.
 */
export async function createOwned<T extends Owned>(
  noun: OwnedNoun<T>,
  inputs: readonly OwnedInput[],
  context: SubgraphContext,
  neighbours: Neighbours,
): Promise<RowOutcomes<T>> {
  refuseLearner(context.principal);
  const outcomes = new RowOutcomes<T>(inputs.length);
  const rows = await withOwners(await outcomes.wellFormed(inputs), outcomes, context, neighbours);
  const programs = await programsSeen(
    rows.map(({ input }) => input.fields.programId),
    context,
  );
  const candidates = outcomes.made(rows, (row) => rowOf(noun, row, programs));
  await context.em.transactional(async (em) => {
    const inserted = await insertNew(
      em,
      noun.entity,
      candidates.map(({ made }) => made),
    );
    const created = candidates.filter(({ made }) => inserted.has(made.id));
    for (const { index, made } of candidates) {
      if (inserted.has(made.id)) outcomes.succeed(index, made);
      else outcomes.fail(index, noun.taken());
    }
    await record(em, ...created.map(({ made }) => noun.eventOf('created', made, context)));
  });
  return outcomes;
}

/** The rows with the organisations that are to own them; each that names one that the caller does not see fails. */
async function withOwners(
  rows: readonly { index: number; input: OwnedInput }[],
  outcomes: RowOutcomes<unknown>,
  context: SubgraphContext,
  neighbours: Neighbours,
): Promise<{ index: number; input: OwnedRow }[]> {
  const owners = new Map<string | null, Promise<string>>();
  const owned: { index: number; input: OwnedRow }[] = [];
  for (const { index, input } of rows) {
    const { organisationId: requested = null, ...fields } = input;
    const owner = owners.get(requested) ?? owningOrganisation(requested, context, neighbours);
    owners.set(requested, owner);
    try {
      owned.push({ index, input: { organisationId: await owner, fields } });
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'VALIDATION_ERROR') throw error;
      outcomes.fail(index, error);
    }
  }
  return owned;
}

function rowOf<T extends Owned>(
  { entity, apply }: OwnedNoun<T>,
  { organisationId, fields }: OwnedRow,
  programs: ReadonlyMap<string, Program>,
): T {
  const row = Object.assign(new entity(), { organisationId });
  apply(row, fields);
  if (row.programId) row.programId = assertOwnProgram(row.programId, programs, organisationId).id;
  return row;
}
