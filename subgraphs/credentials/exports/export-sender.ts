import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { servicePrincipal } from '../../../platform/auth/principal.ts';
import { databaseTime } from '../../../platform/db/database-time.ts';
import { fencedEntityManager } from '../../../platform/db/fence.ts';
import { ofOrganisation, type PerEnvironment } from '../../../platform/environment.ts';
import { type RetryPolicy, retryDelayMs } from '../../../platform/jobs/retry-policy.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { currentRequestId } from '../../../platform/log.ts';
import { Credential } from '../credentials/credential.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { factsOf } from './credential-facts.ts';
import type { Destination, Destinations } from './destinations.ts';
import { ExportStatus, openStatuses } from './export.state.ts';
import { CredentialExport } from './export.ts';
import { enqueueNext, exportTask, takeStep } from './export-step.ts';
import { assertExportable } from './exportable.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** Reads NIKs in clear, towards the ministry alone. */
const sender = servicePrincipal('credentials', ['identity:read', 'students:nik', 'credentials:read']);

const lost = {
  code: 'UPSTREAM_UNAVAILABLE',
  message: 'The last attempt ended without an answer that could be stored.',
};

/**
 * Sends exports, one attempt for each job: SENDING is stored, the call is made, its outcome is stored. Between
 * any two of them the process may die: the job that was enqueued with SENDING finds that. What can be repeated
 * is then sent again; what cannot is UNKNOWN.
 */
export class ExportSender {
  readonly #em: EntityManager;
  readonly #destinations: PerEnvironment<Destinations>;
  readonly #addresses: Addresses;
  readonly #policy: RetryPolicy;

  constructor(
    em: EntityManager,
    destinations: PerEnvironment<Destinations>,
    addresses: Addresses,
    policy: RetryPolicy,
  ) {
    this.#em = em;
    this.#destinations = destinations;
    this.#addresses = addresses;
    this.#policy = policy;
  }

  get task(): TaskDefinition {
    return defineTask({
      name: exportTask,
      payload: z.object({ exportId: z.uuid() }),
      run: ({ exportId }) => this.#run(exportId),
    });
  }

  async #run(id: string): Promise<void> {
    const claimed = await this.#claim(id);
    if (!claimed) return;
    const outcome = await this.#attempt(claimed);
    await this.#settle(id, claimed.attempts, outcome);
  }

  /** Stores that the export is sent now; null when there is nothing to send, or not yet. */
  #claim(id: string): Promise<CredentialExport | null> {
    return this.#service().transactional(async (em) => {
      const one = await lockExport(em, id);
      if (!one || !openStatuses.includes(one.status)) return null;
      const now = await databaseTime(em);
      if (one.nextAttemptAt !== null && one.nextAttemptAt.getTime() > now) {
        await enqueueNext(em, one);
        return null;
      }
      if (one.status === ExportStatus.SENDING && !this.#destinations.live[one.destination].repeatable) {
        await takeStep(em, one, ExportStatus.UNKNOWN, { failure: lost }, sender.id);
        return null;
      }
      if (one.attempts >= this.#policy.maxAttempts) {
        await takeStep(em, one, ExportStatus.FAILED, { failure: lost }, sender.id);
        return null;
      }
      const nextAttemptAt = new Date(now + this.#policy.attemptLeaseMs);
      await takeStep(em, one, ExportStatus.SENDING, { attempts: one.attempts + 1, nextAttemptAt }, sender.id);
      return one;
    });
  }

  /** What is exported of a sandbox organisation's credentials goes to stand-ins. */
  #destinationOf({ destination }: CredentialExport, { organisationId }: Credential): Destination {
    return ofOrganisation(this.#destinations, organisationId)[destination];
  }

  async #attempt(one: CredentialExport): Promise<Outcome> {
    const requestId = currentRequestId() ?? uuidv7();
    const em = this.#service();
    const credential = await em.findOneOrFail(Credential, { id: one.credentialId });
    const destination = this.#destinationOf(one, credential);
    try {
      assertExportable(credential);
      const [facts] = await factsOf(em, [credential], this.#addresses);
      if (!facts) throw new Error('A credential without facts.');
      const asking = { principal: sender, requestId };
      const taken = await destination.send({ export: one, facts, em, asking, call: { requestId } });
      return { status: ExportStatus.SUCCEEDED, taken };
    } catch (error) {
      return outcomeOf(error, destination);
    }
  }

  /** Stores the outcome of the attempt, unless a later one has taken over since. */
  #settle(id: string, attempt: number, outcome: Outcome): Promise<void> {
    return this.#service().transactional(async (em) => {
      const one = await lockExport(em, id);
      if (one?.status !== ExportStatus.SENDING || one.attempts !== attempt) return;
      if (outcome.status === ExportStatus.SUCCEEDED) {
        const succeededAt = new Date(await databaseTime(em));
        await takeStep(em, one, outcome.status, { ...outcome.taken, failure: null, succeededAt }, sender.id);
        return;
      }
      const { failure } = outcome;
      if (outcome.status !== ExportStatus.RETRYING) {
        await takeStep(em, one, outcome.status, { failure }, sender.id);
      } else if (attempt >= this.#policy.maxAttempts) {
        await takeStep(em, one, ExportStatus.FAILED, { failure }, sender.id);
      } else {
        const delay = retryDelayMs(this.#policy, attempt, outcome.retryAfterMs);
        const nextAttemptAt = new Date((await databaseTime(em)) + delay);
        await takeStep(em, one, ExportStatus.RETRYING, { failure, nextAttemptAt }, sender.id);
      }
    });
  }

  #service(): EntityManager {
    return fencedEntityManager(this.#em, sender);
  }
}

function lockExport(em: EntityManager, id: string): Promise<CredentialExport | null> {
  return em.findOne(CredentialExport, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}
