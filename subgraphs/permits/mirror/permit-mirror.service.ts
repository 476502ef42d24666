import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { notFound } from '../../../platform/errors.ts';
import { type CatalogueEvent, record } from '../../../schema/events/record.ts';
import { PermitType } from '../permit-types/permit-type.ts';
import { Permit, PermitStatus } from '../permits/permit.ts';
import type { MirrorState } from './mirror-state.ts';
import { type KnownPermit, lockKnown, type MergedPermit, type PermitRecord, upsert } from './permit-rows.ts';

/** Who changes permits when the registry tells of them. */
const actor = 'service:permits';

/** A kind of permit as the registry tells it. */
export type PermitTypeRecord = Pick<PermitType, 'externalId' | 'code' | 'name'>;

export interface TakenIn {
  new: number;
  changed: number;
  /** Of those, how many the sweep had not been by. */
  unswept: number;
}

/** Takes in what the permit registry tells. What it tells twice is one row; what only the hub knows stays. */
export class PermitMirror {
  readonly #em: EntityManager;

  /** `em` is not fenced: the registry's permits belong to no organisation until they are linked to one. */
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Inserts and updates permits by registration id; the link to an organisation and the documents stay as they are. */
  async upsertPermits(records: readonly PermitRecord[]): Promise<void> {
    await this.#em.fork().transactional((em) => takeIn(em, records, { at: new Date(), announceNew: false }));
  }

  /** Inserts and updates kinds of permit by the registry's id. */
  async upsertPermitTypes(records: readonly PermitTypeRecord[]): Promise<void> {
    await takeInTypes(this.#em.fork(), records);
  }

  /** Says which organisation a permit belongs to. Throws NOT_FOUND for a permit that is not there. */
  async linkPermit(registrationId: string, organisationId: string, by: string = actor): Promise<Permit> {
    return this.#em.fork().transactional(async (em) => {
      const permit = await em.findOne(Permit, { registrationId }, { filters: { fence: false } });
      if (!permit) throw notFound('permit', registrationId);
      const before = permit.organisationId;
      if (before === organisationId) return permit;
      permit.organisationId = organisationId;
      await em.flush();
      await record(em, {
        type: 'permit.linked',
        subject: { type: 'Permit', id: permit.id },
        audience: [organisationId, ...(before === null ? [] : [before])],
        data: { permit_id: permit.id, registration_id: registrationId, organisation_id: organisationId },
        actor: by,
      });
      return permit;
    });
  }
}

/** Inserts and updates kinds of permit in the transaction of `em`. */
export async function takeInTypes(em: EntityManager, records: readonly PermitTypeRecord[]): Promise<void> {
  if (records.length === 0) return;
  await em.upsertMany(
    PermitType,
    [...new Map(records.map((one) => [one.externalId, one])).values()].map((one) =>
      Object.assign(new PermitType(), one),
    ),
    { onConflictFields: ['externalId'], onConflictExcludeFields: ['id', 'createdAt'] },
  );
}

/**
 * Takes a page in, and records what changed, in the transaction of `em`. What is issued stays issued: a
 * registry that lists a permit as in process too says nothing new. What a page leaves out stays known.
 *
 * @param page `sweep` is the number of the sweep that the page belongs to; `announceNew` whether a permit
 *   that was never seen is news
 */
export async function takeIn(
  em: EntityManager,
  records: readonly PermitRecord[],
  page: { at: Date; sweep?: number; announceNew: boolean },
): Promise<TakenIn> {
  const byId = new Map(records.map((one) => [one.registrationId, one]));
  const known = await lockKnown(em, [...byId.keys()]);
  const rows = [...byId.values()].map((told) => merged(told, known.get(told.registrationId)));
  await upsert(em, rows, page);
  const events = rows.flatMap((row) => eventsOf(row, known.get(row.registrationId), page.announceNew));
  await record(em, ...events);
  return {
    new: rows.filter((row) => !known.has(row.registrationId)).length,
    changed: rows.filter((row) => row.changed && known.has(row.registrationId)).length,
    unswept: rows.filter((row) => known.get(row.registrationId)?.sweptIn !== page.sweep).length,
  };
}

function merged(told: PermitRecord, known: KnownPermit | undefined): MergedPermit {
  if (!known) return { ...told, id: uuidv7(), changed: true };
  const stays = known.status === PermitStatus.ISSUED && told.status === PermitStatus.IN_PROCESS;
  const row: PermitRecord = {
    registrationId: told.registrationId,
    applicantName: told.applicantName ?? known.applicantName,
    permitTypeName: told.permitTypeName ?? known.permitTypeName,
    permitNumber: told.permitNumber ?? known.permitNumber,
    receivedOn: told.receivedOn ?? known.receivedOn,
    status: stays ? known.status : told.status,
    rawStatus: stays ? known.rawStatus : told.rawStatus,
  };
  const changed = (Object.keys(row) as (keyof PermitRecord)[]).some((field) => row[field] !== known[field]);
  return { ...row, id: known.id, changed: changed || known.vanished };
}

function eventsOf(row: MergedPermit, known: KnownPermit | undefined, announceNew: boolean): CatalogueEvent[] {
  const issued = row.status === PermitStatus.ISSUED;
  const moved = known !== undefined && (known.status !== row.status || known.rawStatus !== row.rawStatus);
  const events: CatalogueEvent[] = [];
  const common = {
    subject: { type: 'Permit' as const, id: row.id },
    audience: known?.organisationId ? [known.organisationId] : [],
    actor,
  };
  const fields = fieldsOf(row);
  if (moved) {
    const { status: previous_status, rawStatus: previous_raw_status } = known;
    const data = {
      ...fields,
      previous_status,
      status: row.status,
      previous_raw_status,
      raw_status: row.rawStatus,
    };
    events.push({ ...common, type: 'permit.status_changed', data });
  }
  if (issued && (known ? known.status !== row.status : announceNew))
    events.push({ ...common, type: 'permit.issued', data: { ...fields, received_on: row.receivedOn } });
  return events;
}

function fieldsOf(permit: Pick<Permit, 'id' | 'registrationId' | 'permitTypeName' | 'permitNumber'>) {
  return {
    permit_id: permit.id,
    registration_id: permit.registrationId,
    permit_type: permit.permitTypeName,
    permit_number: permit.permitNumber,
  };
}

/**
 * Flags what the sweep that is now complete has not seen, nor anything else since it began; answers how
 * many. Told are those that belong to somebody.
 */
export async function flagVanished(em: EntityManager, state: MirrorState, at: Date): Promise<number> {
  const gone = await em.getConnection().execute<
    {
      id: string;
      registration_id: string;
      organisation_id: string | null;
      permit_type_name: string | null;
      permit_number: string | null;
    }[]
  >(
    `UPDATE permits.permits SET vanished_at = ?, updated_at = ?
     WHERE vanished_at IS NULL AND swept_in IS DISTINCT FROM ? AND coalesce(last_seen_at, created_at) < ?
     RETURNING id, registration_id, permit_type_name, permit_number, organisation_id`,
    [at, at, state.sweep, state.sweepStartedAt],
    'all',
    em.getTransactionContext(),
  );
  const events = gone.flatMap((row): CatalogueEvent[] => {
    const { id, registration_id: registrationId, permit_type_name, permit_number, organisation_id } = row;
    if (organisation_id === null) return [];
    const permit = { id, registrationId, permitTypeName: permit_type_name, permitNumber: permit_number };
    const subject = { type: 'Permit' as const, id };
    return [{ type: 'permit.vanished', subject, audience: [organisation_id], data: fieldsOf(permit), actor }];
  });
  await record(em, ...events);
  return gone.length;
}
