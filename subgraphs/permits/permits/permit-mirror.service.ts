import type { EntityManager } from '@mikro-orm/postgresql';
import { notFound } from '../../../platform/errors.ts';
import { PermitType } from '../permit-types/permit-type.ts';
import { Permit } from './permit.ts';

/** A permit as the registry tells it. */
export type PermitRecord = Pick<
  Permit,
  | 'registrationId'
  | 'applicantName'
  | 'permitTypeName'
  | 'permitNumber'
  | 'receivedOn'
  | 'status'
  | 'rawStatus'
>;

/** A kind of permit as the registry tells it. */
export type PermitTypeRecord = Pick<PermitType, 'externalId' | 'code' | 'name'>;

/** Takes in what the permit registry tells. What it tells twice is one row; what only the hub knows stays. */
export class PermitMirror {
  readonly #em: EntityManager;

  /** `em` is not fenced: the registry's permits belong to no organisation until they are linked to one. */
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** Inserts and updates permits by registration id; the link to an organisation and the documents stay as they are. */
  async upsertPermits(records: readonly PermitRecord[]): Promise<void> {
    await this.#em.fork().upsertMany(
      Permit,
      records.map((record) => Object.assign(new Permit(), record)),
      {
        onConflictFields: ['registrationId'],
        onConflictExcludeFields: ['id', 'organisationId', 'pdfImported', 'pdfSigned', 'qrCode', 'createdAt'],
      },
    );
  }

  /** Inserts and updates kinds of permit by the registry's id. */
  async upsertPermitTypes(records: readonly PermitTypeRecord[]): Promise<void> {
    await this.#em.fork().upsertMany(
      PermitType,
      records.map((record) => Object.assign(new PermitType(), record)),
      { onConflictFields: ['externalId'], onConflictExcludeFields: ['id', 'createdAt'] },
    );
  }

  /** Says which organisation a permit belongs to. Throws NOT_FOUND for a permit that is not there. */
  async linkPermit(registrationId: string, organisationId: string): Promise<void> {
    const changed = await this.#em
      .fork()
      .nativeUpdate(Permit, { registrationId }, { organisationId }, { filters: { fence: false } });
    if (changed === 0) throw notFound('permit', registrationId);
  }
}
