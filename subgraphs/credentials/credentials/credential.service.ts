import { type EntityManager, type FilterQuery, LockMode } from '@mikro-orm/postgresql';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { type IdempotentRequest, onceIfKeyed } from '../../../platform/idempotency/once.ts';
import { record } from '../../../schema/events/record.ts';
import type { AchievementService } from '../achievements/achievement.service.ts';
import { Achievement, type AchievementContent } from '../achievements/achievement.ts';
import { refuseLearner } from '../issuers/owning-organisation.ts';
import { statusChanged } from '../status-lists/status-changed.ts';
import type { BadgeOrder, BadgeSigner } from './badge-signer.ts';
import { type Asking, completedEnrolment, type KnownEnrolment } from './completed-enrolment.ts';
import { credentialEvent } from './credential.events.ts';
import type { CredentialFilter, IssueCredentialInput, ShowHolderNameInput } from './credential.inputs.ts';
import { assertStep, type DecidedStatus } from './credential.state.ts';
import { Credential, CredentialStatus } from './credential.ts';

function hasCredential(): HubError {
  return new HubError('DUPLICATE', {
    message: 'A credential was issued for this enrolment already.',
    details: [{ field: 'enrolmentId', message: 'has a credential' }],
  });
}

const duplicates = {
  credentials_certificate: () =>
    new HubError('DUPLICATE', {
      message: 'This issuer has used the certificate number before.',
      details: [{ field: 'certificateNumber', message: 'is taken' }],
    }),
  credentials_enrolment: hasCredential,
  // The id that was promised at completion: somebody else was faster.
  credentials_pkey: hasCredential,
};

const eventOf = {
  ACTIVE: 'credential.reinstated',
  SUSPENDED: 'credential.suspended',
  REVOKED: 'credential.revoked',
} as const;

export class CredentialService {
  readonly #neighbours: Neighbours;
  readonly #achievements: AchievementService;
  readonly #signer: BadgeSigner;

  constructor(neighbours: Neighbours, achievements: AchievementService, signer: BadgeSigner) {
    this.#neighbours = neighbours;
    this.#achievements = achievements;
    this.#signer = signer;
  }

  /**
   * Issues the credential of a completed enrolment, signed in the name of the organisation whose program
   * it was. The same idempotency key is the same credential. Throws VALIDATION_ERROR, CONFLICT (not completed),
   * DUPLICATE (enrolment or certificate number), FORBIDDEN for learners, IDEMPOTENCY_KEY_REUSED.
   */
  async issue(input: IssueCredentialInput, context: SubgraphContext): Promise<Credential> {
    refuseLearner(context.principal);
    checkValidity(input);
    const { enrolmentId, achievementId, name, description, skkniCode, aqrfLevel, ...terms } = given(input);
    const enrolment = await completedEnrolment(enrolmentId ?? '', context, this.#neighbours);
    const own: Partial<AchievementContent> = given({
      name: name === undefined ? null : { indonesian: name },
      description: description === undefined ? null : { indonesian: description },
      skkniCode: skkniCode ?? null,
      aqrfLevel: aqrfLevel ?? null,
    });
    const { em, keyed } = context;
    const achievement = achievementId
      ? await chosenAchievement(em, achievementId, enrolment, own)
      : await this.#achievements.ofProgram(em, enrolment.program, own);
    return this.#issue(em, { enrolment, terms, keyed }, achievement, context);
  }

  /** Issues what the program of a completed enrolment attests, for the hub itself. Throws as `issue` does. */
  async issueCompleted(em: EntityManager, enrolmentId: string, asking: Asking): Promise<Credential> {
    const enrolment = await completedEnrolment(enrolmentId, asking, this.#neighbours);
    const achievement = await this.#achievements.ofProgram(em, enrolment.program);
    return this.#issue(em, { enrolment, terms: {}, keyed: null }, achievement, asking);
  }

  /**
   * Suspends, reinstates or revokes. Said again it answers the same and tells nobody. Throws NOT_FOUND,
   * CONFLICT, FORBIDDEN for learners.
   */
  async decide(
    id: string,
    status: DecidedStatus,
    reason: string | null,
    { em, principal, requestId }: SubgraphContext,
  ): Promise<Credential> {
    refuseLearner(principal);
    return em.transactional(async (tx) => {
      const credential = await locked(tx, id);
      if (credential.decidedStatus === status) return credential;
      assertStep(credential.decidedStatus, status);
      Object.assign(credential, {
        decidedStatus: status,
        statusReason: reason,
        statusChangedAt: new Date(),
      });
      await tx.flush();
      await statusChanged(tx, credential.statusListId);
      await record(tx, credentialEvent(eventOf[status], credential, { actor: principal.id, requestId }));
      return credential;
    });
  }

  /** Decides how much of the holder's name the public page shows. Throws NOT_FOUND. */
  async showHolderName(input: ShowHolderNameInput, { em }: SubgraphContext): Promise<Credential> {
    return em.transactional(async (tx) => {
      const credential = await locked(tx, input.id);
      credential.holderNameDisplay = input.display;
      return credential;
    });
  }

  list(filter: CredentialFilter | null, page: PageArgs, context: SubgraphContext): Promise<Page<Credential>> {
    const { status, ...exact } = given(filter);
    const where = { $and: [exact, status ? ofStatus(status) : {}] } as FilterQuery<Credential>;
    return findPage(context.em, Credential, where, page);
  }

  async #issue(
    em: EntityManager,
    { enrolment, terms, keyed }: Order,
    achievement: Achievement,
    asking: Asking,
  ): Promise<Credential> {
    const orders = [{ enrolment, terms }];
    const [credential] = await this.#signer.sign(em, enrolment.program.id, achievement, orders, asking);
    if (!credential) throw new Error('Nothing was signed.');
    const { id, repeated } = await em
      .transactional((tx) =>
        onceIfKeyed(tx, keyed, async () => {
          await store(tx, credential, asking);
          return credential.id;
        }),
      )
      .catch((error) => duplicateError(error, duplicates));
    return repeated ? em.findOneOrFail(Credential, { id }) : credential;
  }
}

/** One credential to be issued. */
interface Order extends BadgeOrder {
  enrolment: KnownEnrolment;
  /** Kept with the credential: signing it cannot be within a transaction. */
  keyed: IdempotentRequest | null;
}

async function store(
  tx: EntityManager,
  credential: Credential,
  { principal, requestId }: Asking,
): Promise<void> {
  tx.persist(credential);
  await tx.flush();
  await tx
    .getConnection()
    .execute(
      'DELETE FROM credentials.issuance_failures WHERE enrolment_id = ?',
      [credential.enrolmentId],
      'run',
      tx.getTransactionContext(),
    );
  await record(tx, credentialEvent('credential.issued', credential, { actor: principal.id, requestId }));
}

async function chosenAchievement(
  em: EntityManager,
  id: string,
  { program }: KnownEnrolment,
  own: Partial<AchievementContent>,
): Promise<Achievement> {
  const [field] = Object.keys(own);
  if (field) throw invalid(field, 'is the achievement’s own; leave it out');
  const achievement = await em.findOne(Achievement, { id, organisationId: program.organisation.id });
  if (!achievement) throw invalid('achievementId', 'names no achievement of the organisation');
  return achievement;
}

async function locked(tx: EntityManager, id: string): Promise<Credential> {
  const credential = await tx.findOne(
    Credential,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  if (!credential) throw notFound('credential', id);
  return credential;
}

/** Throws VALIDATION_ERROR for a validity that has not begun, or that ends before it begins. */
export function checkValidity({
  issuedAt,
  expiresAt,
}: {
  issuedAt?: Date | null;
  expiresAt?: Date | null;
}): void {
  const now = new Date();
  if (issuedAt && issuedAt > now) throw invalid('issuedAt', 'must not be in the future');
  if (expiresAt && expiresAt <= (issuedAt ?? now)) throw invalid('expiresAt', 'must be after it is issued');
}

function ofStatus(status: CredentialStatus): FilterQuery<Credential> {
  const now = new Date();
  switch (status) {
    case CredentialStatus.EXPIRED:
      return { decidedStatus: CredentialStatus.ACTIVE, expiresAt: { $lte: now } };
    case CredentialStatus.ACTIVE:
      return { decidedStatus: status, $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] };
    default:
      return { decidedStatus: status };
  }
}
