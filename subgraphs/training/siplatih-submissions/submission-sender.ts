import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Siplatih, SiplatihRegistration } from '../../../integrations/siplatih/port.ts';
import { servicePrincipal } from '../../../platform/auth/principal.ts';
import { databaseTime } from '../../../platform/db/database-time.ts';
import { fencedEntityManager } from '../../../platform/db/fence.ts';
import { ofOrganisation, type PerEnvironment } from '../../../platform/environment.ts';
import { HubError, isErrorCode } from '../../../platform/errors.ts';
import type { SubgraphKit } from '../../../platform/federation/subgraph.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { type RetryPolicy, retryDelayMs } from '../../../platform/jobs/retry-policy.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { currentRequestId } from '../../../platform/log.ts';
import { record } from '../../../schema/events/record.ts';
import { lockProgram, programEvent } from '../programs/program.service.ts';
import { Program } from '../programs/program.ts';
import { MinistryFacts } from './ministry-facts.ts';
import { openStatuses, SubmissionKind, SubmissionStatus } from './siplatih-submission.state.ts';
import { SiplatihSubmission } from './siplatih-submission.ts';
import { enqueueNext, submissionTask, takeStep } from './submission-step.ts';

/** The one principal that reads NIKs in clear: towards the ministry. */
const sender = servicePrincipal('training', ['identity:read', 'students:nik']);

/** What is known after an attempt. */
type Outcome =
  | { status: SubmissionStatus.ACCEPTED; registration: SiplatihRegistration | null }
  | { status: SubmissionStatus.REJECTED | SubmissionStatus.FAILED; error: string }
  | { status: SubmissionStatus.QUEUED; error: string; retryAfterMs: number | null };

/**
 * Sends submissions to the ministry, one attempt for each job: SENT is stored, the call is made, its
 * outcome is stored. Between any two of them the process may die: the job that was enqueued with
 * SENT makes the attempt again, which the ministry answers as it did before.
 */
export class SubmissionSender {
  readonly #kit: SubgraphKit;
  readonly #siplatih: PerEnvironment<Siplatih | null>;
  readonly #policy: RetryPolicy;
  readonly #facts: MinistryFacts;

  constructor(kit: SubgraphKit, siplatih: PerEnvironment<Siplatih | null>, policy: RetryPolicy) {
    this.#kit = kit;
    this.#siplatih = siplatih;
    this.#policy = policy;
    this.#facts = new MinistryFacts(kit.neighbours);
  }

  get task(): TaskDefinition {
    return defineTask({
      name: submissionTask,
      payload: z.object({ submissionId: z.uuid() }),
      run: ({ submissionId }) => this.#run(submissionId),
    });
  }

  async #run(id: string): Promise<void> {
    const claimed = await this.#claim(id);
    if (!claimed) return;
    const outcome = await this.#attempt(claimed);
    await this.#settle(id, claimed.attempts, outcome);
  }

  /** Stores that the submission is sent now; null when there is nothing to send, or not yet. */
  #claim(id: string): Promise<SiplatihSubmission | null> {
    return this.#em().transactional(async (em) => {
      const submission = await lockSubmission(em, id);
      if (!submission || !openStatuses.includes(submission.status)) return null;
      const now = await databaseTime(em);
      if (submission.nextAttemptAt !== null && submission.nextAttemptAt.getTime() > now) {
        await enqueueNext(em, submission);
        return null;
      }
      // Only lost attempts come here with none left: a failed one knows that it was the last.
      if (submission.attempts >= this.#policy.maxAttempts) {
        const lastError = 'The last attempt ended without an answer that could be stored.';
        await takeStep(em, submission, SubmissionStatus.FAILED, { lastError }, sender.id);
        return null;
      }
      const nextAttemptAt = new Date(now + this.#policy.attemptLeaseMs);
      const changes = { attempts: submission.attempts + 1, nextAttemptAt };
      await takeStep(em, submission, SubmissionStatus.SENT, changes, sender.id);
      return submission;
    });
  }

  async #attempt(submission: SiplatihSubmission): Promise<Outcome> {
    try {
      return { status: SubmissionStatus.ACCEPTED, registration: await this.#call(submission) };
    } catch (error) {
      return error instanceof OutsideError ? failed(error) : notSent(error);
    }
  }

  /** What the ministry says of a registration; null when it took a completion report. */
  async #call(submission: SiplatihSubmission): Promise<SiplatihRegistration | null> {
    const siplatih = ofOrganisation(this.#siplatih, submission.organisationId);
    if (!siplatih) throw new HubError('NOT_CONFIGURED');
    const em = this.#em();
    const program = await em.findOneOrFail(Program, { id: submission.programId });
    const call = { requestId: currentRequestId() ?? uuidv7() };
    const asking = { principal: sender, requestId: call.requestId };
    if (submission.kind === SubmissionKind.REGISTRATION) {
      const payload = await this.#facts.registration(program, asking);
      const registration = await siplatih.registerProgram(payload, call);
      if (registration.programCode === payload.program_code) return registration;
      const message = `siplatih answered with the program code ${registration.programCode}`;
      throw new OutsideError({ kind: 'INVALID_REPLY', system: 'siplatih', message });
    }
    const { completionDate } = submission;
    const payload = await this.#facts.completion(em, program, completionDate as string, asking);
    await siplatih.reportCompletion(program.siplatihProgramId as string, payload, call);
    return null;
  }

  /** Stores the outcome of the attempt, unless a later one has taken over since. */
  #settle(id: string, attempt: number, outcome: Outcome): Promise<void> {
    return this.#em().transactional(async (em) => {
      const submission = await lockSubmission(em, id);
      if (submission?.status !== SubmissionStatus.SENT || submission.attempts !== attempt) return;
      if (outcome.status === SubmissionStatus.ACCEPTED) {
        const error = outcome.registration && (await register(em, submission, outcome.registration));
        const status = error ? SubmissionStatus.REJECTED : SubmissionStatus.ACCEPTED;
        await takeStep(em, submission, status, { lastError: error }, sender.id);
        return;
      }
      const lastError = outcome.error;
      if (outcome.status === SubmissionStatus.QUEUED && attempt < this.#policy.maxAttempts) {
        const delay = retryDelayMs(this.#policy, attempt, outcome.retryAfterMs);
        const nextAttemptAt = new Date((await databaseTime(em)) + delay);
        await takeStep(em, submission, SubmissionStatus.QUEUED, { lastError, nextAttemptAt }, sender.id);
        return;
      }
      const status = outcome.status === SubmissionStatus.QUEUED ? SubmissionStatus.FAILED : outcome.status;
      await takeStep(em, submission, status, { lastError }, sender.id);
    });
  }

  #em(): EntityManager {
    return fencedEntityManager(this.#kit.orm.em, sender);
  }
}

function lockSubmission(em: EntityManager, id: string): Promise<SiplatihSubmission | null> {
  return em.findOne(SiplatihSubmission, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/**
 * Stores on the program what the ministry said of it. The ministry knows programs by their code alone:
 * when another program of the hub has that code and was first, the answer is about that one, and says
 * so as the error that is returned.
 */
async function register(
  em: EntityManager,
  submission: SiplatihSubmission,
  registration: SiplatihRegistration,
): Promise<string | null> {
  const { siplatihProgramId, status, registrationDate } = registration;
  const program = await lockProgram(em, submission.programId);
  if ((await em.count(Program, { siplatihProgramId, id: { $ne: program.id } })) > 0)
    return `The ministry knows the program code ${registration.programCode} as another program; choose another code.`;
  program.siplatihProgramId = siplatihProgramId;
  program.siplatihStatus = status;
  program.siplatihRegisteredAt = registrationDate;
  await em.flush();
  await record(em, programEvent('program.updated', program, sender.id));
  return null;
}

function failed(error: OutsideError): Outcome {
  if (error.retryable)
    return { status: SubmissionStatus.QUEUED, error: error.message, retryAfterMs: error.retryAfterMs };
  const said = [error.vendorCode, error.vendorMessage].filter(Boolean).join(': ');
  return { status: SubmissionStatus.REJECTED, error: said || error.message };
}

/** What stood in the way before anything was sent: a neighbour that does not answer, or a fact that is missing. */
function notSent(error: unknown): Outcome {
  // A neighbour's error is a HubError in process and a GraphQLError over HTTP; both carry the code.
  const { message, extensions } = error as Error & { extensions?: { code?: unknown; retryable?: unknown } };
  const code = extensions?.code;
  if (!isErrorCode(code)) throw error;
  return extensions?.retryable || code === 'NOT_CONFIGURED'
    ? { status: SubmissionStatus.QUEUED, error: message, retryAfterMs: null }
    : { status: SubmissionStatus.FAILED, error: message };
}
