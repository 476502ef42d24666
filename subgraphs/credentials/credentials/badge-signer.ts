import type { EntityManager } from '@mikro-orm/postgresql';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { unguessableId } from '../../../platform/unguessable-id.ts';
import type { Achievement } from '../achievements/achievement.ts';
import { inLanguage } from '../achievements/localised-text.ts';
import type { IssuerService } from '../issuers/issuer.service.ts';
import type { KnownOrganisation } from '../issuers/owning-organisation.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { badgeDocument } from '../open-badges/badge-document.ts';
import { signDocument } from '../open-badges/data-integrity.ts';
import { signJwt } from '../open-badges/vc-jwt.ts';
import { allotPlaces } from '../status-lists/allot.ts';
import type { Asking, KnownEnrolment } from './completed-enrolment.ts';
import { Credential, type HolderNameDisplay } from './credential.ts';

/** What the issuer says of a credential besides what training knows. */
export interface IssuingTerms {
  score?: number;
  certificateNumber?: string;
  issuedAt?: Date;
  expiresAt?: Date;
  holderNameDisplay?: HolderNameDisplay;
}

/** One credential to be signed. `program` of `enrolment` is the one whose organisation issues it. */
export interface BadgeOrder {
  enrolment: Omit<KnownEnrolment, 'program'>;
  terms: IssuingTerms;
}

/** Makes signed credentials; storing them is the caller's. */
export class BadgeSigner {
  readonly #neighbours: Neighbours;
  readonly #issuers: IssuerService;
  readonly #addresses: Addresses;

  constructor(neighbours: Neighbours, issuers: IssuerService, addresses: Addresses) {
    this.#neighbours = neighbours;
    this.#issuers = issuers;
    this.#addresses = addresses;
  }

  /**
   * Signs a credential for each of `orders`, all for `achievement` and in the name of its organisation. The
   * id promised at completion is taken unless a credential has it already. Outside of any transaction: it
   * asks neighbours, and signing takes milliseconds each.
   */
  async sign(
    em: EntityManager,
    programId: string,
    achievement: Achievement,
    orders: readonly BadgeOrder[],
    asking: Asking,
  ): Promise<Credential[]> {
    const { organisationId } = achievement;
    const studentIds = orders.map(({ enrolment }) => enrolment.student.id);
    const as = { ...asking, principal: { ...asking.principal, scopes: ['identity:read' as const] } };
    const [[organisation], students, used] = await Promise.all([
      this.#neighbours.entities<KnownOrganisation>(
        'identity',
        'Organisation',
        [organisationId],
        'id name',
        as,
      ),
      this.#neighbours.entities<{ name: string }>('identity', 'Student', studentIds, 'name', as),
      this.#usedIds(em, orders),
    ]);
    if (!organisation) throw new Error(`Organisation ${organisationId} is gone.`);
    const issuer = await this.#issuers.ensure(em, organisation);
    const key = await this.#issuers.signingKey(em, issuer.id);
    const places = await allotPlaces(em, issuer.id, orders.length);
    const signed: Credential[] = [];
    for (const [index, { enrolment, terms }] of orders.entries()) {
      const { credentialId: promised } = enrolment;
      const holderName = students[index]?.name;
      const place = places[index];
      if (holderName === undefined || !place) throw new Error(`Student ${enrolment.student.id} is gone.`);
      const { skkniCode, aqrfLevel } = achievement;
      const credential = Object.assign(new Credential(), {
        id: promised !== null && !used.has(promised) ? promised : unguessableId(),
        organisationId,
        studentId: enrolment.student.id,
        programId,
        enrolmentId: enrolment.id,
        achievementId: achievement.id,
        name: inLanguage(achievement.name, 'id'),
        description: inLanguage(achievement.description, 'id'),
        skkniCode,
        aqrfLevel,
        score: enrolment.finalScore,
        certificateNumber: enrolment.certificateNumber,
        holderName,
        statusListId: place.listId,
        statusPlace: place.place,
        ...terms,
      });
      const { id, score, certificateNumber, issuedAt, expiresAt } = credential;
      const facts = { id, issuer, achievement, holderName, score, certificateNumber, issuedAt, expiresAt };
      const document = badgeDocument({ ...facts, status: place }, this.#addresses);
      credential.document = JSON.stringify(await signDocument(document, key, new Date()));
      credential.jwt = await signJwt(document, key);
      signed.push(credential);
    }
    return signed;
  }

  async #usedIds(em: EntityManager, orders: readonly BadgeOrder[]): Promise<Set<string>> {
    const promised = orders.flatMap(({ enrolment }) => enrolment.credentialId ?? []);
    if (promised.length === 0) return new Set();
    const rows = await em.find(
      Credential,
      { id: { $in: promised } },
      { fields: ['id'], filters: { fence: false } },
    );
    return new Set(rows.map(({ id }) => id));
  }
}
