import { createHash } from 'node:crypto';
import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { type Principal, servicePrincipal } from '../../../platform/auth/principal.ts';
import { databaseTime } from '../../../platform/db/database-time.ts';
import { fencedEntityManager } from '../../../platform/db/fence.ts';
import { isOfSandbox, ofOrganisation, type PerEnvironment } from '../../../platform/environment.ts';
import { HubError, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { onceIfKeyed } from '../../../platform/idempotency/once.ts';
import { Credential } from '../credentials/credential.ts';
import type { LinkedInConnectionService } from '../linkedin-connections/linkedin-connection.service.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { factsOf } from './credential-facts.ts';
import { type Destinations, nikOf, skkniCodeOf } from './destinations.ts';
import type { AddCredentialToLinkedInInput, ShareCredentialOnLinkedInInput } from './export.inputs.ts';
import { ExportDestination, ExportStatus } from './export.state.ts';
import { CredentialExport } from './export.ts';
import { newsOfCredential, waitForOutcome } from './export-outcome.ts';
import { enqueueNext, recordChange, takeStep } from './export-step.ts';
import { assertExportable } from './exportable.ts';

/** One thing that is taken to an outside system once. */
type Intent = Pick<CredentialExport, 'credentialId' | 'destination' | 'variant'> &
  Partial<Pick<CredentialExport, 'comment' | 'language'>>;

/** Sees whether a student has a NIK, and not what it is. */
const reader = servicePrincipal('credentials', ['identity:read', 'credentials:read']);

export interface ExportServiceParts {
  em: EntityManager;
  neighbours: Neighbours;
  destinations: PerEnvironment<Destinations>;
  connections: LinkedInConnectionService;
  addresses: Addresses;
  answerWithinMs: number;
}

/** What is taken where, as the caller wants it. The sending itself is ExportSender’s. */
export class ExportService {
  readonly #parts: ExportServiceParts;

  constructor(parts: ExportServiceParts) {
    this.#parts = parts;
  }

  /**
   * Submits the credential to the ministry. Throws NOT_CONFIGURED, NOT_FOUND, FORBIDDEN for learners, CONFLICT
   * for a credential that does not hold, VALIDATION_ERROR when it has no SKKNI code or the student no NIK.
   */
  async submitForVerification(credentialId: string, context: SubgraphContext): Promise<CredentialExport> {
    const destination = ExportDestination.SIPLATIH;
    const credential = await this.#credentialOf(credentialId, destination, context);
    if (context.principal.kind === 'learner')
      throw new HubError('FORBIDDEN', {
        message: 'What is submitted to the ministry is the issuer’s to submit.',
      });
    const { neighbours, em, addresses } = this.#parts;
    const [facts] = await factsOf(fencedEntityManager(em, reader), [credential], addresses);
    skkniCodeOf(facts ?? { skkniCode: null });
    await nikOf(credential.studentId, neighbours, { principal: reader, requestId: context.requestId });
    return this.#submit({ credentialId, destination, variant: '' }, false, context);
  }

  /**
   * Issues the credential at Europass. Throws NOT_CONFIGURED, NOT_FOUND, CONFLICT for a credential that does
   * not hold.
   */
  async toEuropass(credentialId: string, context: SubgraphContext): Promise<CredentialExport> {
    const destination = ExportDestination.EUROPASS;
    await this.#credentialOf(credentialId, destination, context);
    return this.#submit({ credentialId, destination, variant: '' }, false, context);
  }

  /**
   * Adds the credential to the holder’s profile. Throws NOT_CONFIGURED, NOT_FOUND, FORBIDDEN for everybody but
   * the holder, CONFLICT for a credential that does not hold, or when LinkedIn is not connected.
   */
  async addToLinkedIn(
    input: AddCredentialToLinkedInInput,
    context: SubgraphContext,
  ): Promise<CredentialExport> {
    const destination = ExportDestination.LINKEDIN_PROFILE;
    const { credentialId, again } = input;
    await this.#ownCredential(credentialId, destination, context);
    return this.#submit({ credentialId, destination, variant: '' }, again, context);
  }

  /** Posts the credential on the holder’s feed; the same words in the same language are the same post. Throws as addToLinkedIn. */
  async shareOnLinkedIn(
    input: ShareCredentialOnLinkedInInput,
    context: SubgraphContext,
  ): Promise<CredentialExport> {
    const destination = ExportDestination.LINKEDIN_FEED;
    const { credentialId, comment, language, again } = input;
    await this.#ownCredential(credentialId, destination, context);
    const variant = createHash('sha256')
      .update(JSON.stringify([language, comment]))
      .digest('base64url');
    return this.#submit({ credentialId, destination, variant, comment, language }, again, context);
  }

  async #ownCredential(id: string, destination: ExportDestination, context: SubgraphContext): Promise<void> {
    const credential = await this.#credentialOf(id, destination, context);
    assertHolder(context.principal);
    await this.#parts.connections.use(credential.studentId);
  }

  async #credentialOf(
    id: string,
    destination: ExportDestination,
    context: SubgraphContext,
  ): Promise<Credential> {
    const credential = await context.em.findOne(Credential, { id });
    if (!credential) throw notFound('credential', id);
    const known = ofOrganisation(this.#parts.destinations, credential.organisationId);
    if (!known[destination].configured) throw new HubError('NOT_CONFIGURED');
    assertExportable(credential);
    return credential;
  }

  /** Stores the intent with its job, and answers with the outcome when it comes soon enough. */
  async #submit(intent: Intent, again: boolean, context: SubgraphContext): Promise<CredentialExport> {
    const news = newsOfCredential(context.events, intent.credentialId);
    try {
      const one = await context.em.transactional(async (em) => {
        const made = async () => (await store(em, intent, again, context.principal)).id;
        const { id } = await onceIfKeyed(em, context.keyed, made);
        return em.findOneOrFail(CredentialExport, { id });
      });
      await waitForOutcome(context, one, news, this.#parts.answerWithinMs);
      return one;
    } finally {
      await news.return?.();
    }
  }
}

/**
 * The export of `intent`: pending, unless it is under way or there. One that was REFUSED or FAILED is sent
 * again, one that is UNKNOWN only `again`. The credential’s lock makes it one, and keeps its status.
 */
async function store(
  em: EntityManager,
  intent: Intent,
  again: boolean,
  { id: actor }: Principal,
): Promise<CredentialExport> {
  const { credentialId, destination, variant } = intent;
  const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  const credential = await em.findOneOrFail(Credential, { id: credentialId }, locked);
  assertExportable(credential);
  const nextAttemptAt = new Date(await databaseTime(em));
  const known = await em.findOne(CredentialExport, { credentialId, destination, variant }, { refresh: true });
  if (!known) {
    const { studentId, organisationId } = credential;
    // The holder's own concern; of the sandbox nobody's, and without its organisation it would pass for live.
    const ofHolder = destination.startsWith('LINKEDIN') && !isOfSandbox(organisationId);
    const owner = { studentId, organisationId: ofHolder ? null : organisationId };
    const one = Object.assign(new CredentialExport(), { ...intent, ...owner, nextAttemptAt });
    em.persist(one);
    await em.flush();
    await enqueueNext(em, one);
    await recordChange(em, one, null, actor);
    return one;
  }
  const { status } = known;
  const ended = status === ExportStatus.REFUSED || status === ExportStatus.FAILED;
  if (ended || (again && status === ExportStatus.UNKNOWN))
    await takeStep(em, known, ExportStatus.PENDING, { attempts: 0, failure: null, nextAttemptAt }, actor);
  return known;
}

function assertHolder(principal: Principal): void {
  if (principal.kind !== 'learner')
    throw new HubError('FORBIDDEN', { message: 'Only its holder takes a credential to LinkedIn.' });
}
