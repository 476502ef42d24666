import type { EntityManager } from '@mikro-orm/postgresql';
import type { Siplatih } from '../../../integrations/siplatih/port.ts';
import { databaseTime } from '../../../platform/db/database-time.ts';
import { ofOrganisation, type PerEnvironment } from '../../../platform/environment.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { onceIfKeyed } from '../../../platform/idempotency/once.ts';
import { reading, refuseLearner } from '../organisations/owning-organisation.ts';
import { lockProgram } from '../programs/program.service.ts';
import { Program } from '../programs/program.ts';
import type { MinistryFacts } from './ministry-facts.ts';
import type { ReportProgramCompletionInput } from './siplatih-submission.inputs.ts';
import { SubmissionKind, SubmissionStatus } from './siplatih-submission.state.ts';
import { SiplatihSubmission } from './siplatih-submission.ts';
import { newsOfProgram, waitForOutcome } from './submission-outcome.ts';
import { enqueueNext, recordChange, takeStep } from './submission-step.ts';

/** One thing that is told to the ministry once. */
type Intent = Pick<SiplatihSubmission, 'programId' | 'kind' | 'completionDate'>;

/** What the ministry is told, as the caller wants it. The telling itself is SubmissionSender’s. */
export class SiplatihSubmissionService {
  readonly #facts: MinistryFacts;
  readonly #siplatih: PerEnvironment<Siplatih | null>;
  readonly #answerWithinMs: number;

  constructor(facts: MinistryFacts, siplatih: PerEnvironment<Siplatih | null>, answerWithinMs: number) {
    this.#facts = facts;
    this.#siplatih = siplatih;
    this.#answerWithinMs = answerWithinMs;
  }

  /**
   * Has the program registered. A program has one registration: calling again answers with it, and
   * submits it again only after it was REJECTED or FAILED. Throws NOT_CONFIGURED, NOT_FOUND,
   * VALIDATION_ERROR with every field that the ministry needs.
   */
  async register(programId: string, context: SubgraphContext): Promise<SiplatihSubmission> {
    const program = await this.#programOf(programId, context);
    await this.#facts.registration(program, asking(context));
    return this.#submit({ programId, kind: SubmissionKind.REGISTRATION, completionDate: null }, context);
  }

  /**
   * Reports how a registered program ended, once for each date. Throws NOT_CONFIGURED, NOT_FOUND,
   * CONFLICT for a program that is not registered or that nobody completed, VALIDATION_ERROR for a
   * date that cannot be and for participants of whom something is missing.
   */
  async reportCompletion(
    input: ReportProgramCompletionInput,
    context: SubgraphContext,
  ): Promise<SiplatihSubmission> {
    const { programId } = input;
    const program = await this.#programOf(programId, context);
    if (program.siplatihProgramId === null)
      throw new HubError('CONFLICT', { message: 'The program is not registered at the ministry.' });
    const completionDate = completionDateOf(program, input.completionDate ?? null);
    await this.#facts.completion(context.em, program, completionDate, asking(context));
    return this.#submit({ programId, kind: SubmissionKind.COMPLETION, completionDate }, context);
  }

  async #programOf(id: string, context: SubgraphContext): Promise<Program> {
    refuseLearner(context.principal);
    const program = await context.em.findOne(Program, { id });
    if (!program) throw notFound('program', id);
    if (!ofOrganisation(this.#siplatih, program.organisationId)) throw new HubError('NOT_CONFIGURED');
    return program;
  }

  /** Stores the intent with its job, and answers with the outcome when it comes soon enough. */
  async #submit(intent: Intent, context: SubgraphContext): Promise<SiplatihSubmission> {
    const news = newsOfProgram(context.events, intent.programId);
    try {
      const submission = await context.em.transactional(async (em) => {
        const made = async () => (await store(em, intent, context)).id;
        const { id } = await onceIfKeyed(em, context.keyed, made);
        return em.findOneOrFail(SiplatihSubmission, { id });
      });
      await waitForOutcome(context, submission, news, this.#answerWithinMs);
      return submission;
    } finally {
      await news.return?.();
    }
  }
}

/** The submission of `intent`, queued unless it is under way or accepted. The program’s lock makes it one. */
async function store(
  em: EntityManager,
  intent: Intent,
  { principal }: SubgraphContext,
): Promise<SiplatihSubmission> {
  const { organisationId } = await lockProgram(em, intent.programId);
  const known = await em.findOne(SiplatihSubmission, intent, { refresh: true });
  const nextAttemptAt = new Date(await databaseTime(em));
  if (!known) {
    const submission = Object.assign(new SiplatihSubmission(), { ...intent, organisationId, nextAttemptAt });
    em.persist(submission);
    await em.flush();
    await enqueueNext(em, submission);
    await recordChange(em, submission, null, principal.id);
    return submission;
  }
  if (known.status === SubmissionStatus.REJECTED || known.status === SubmissionStatus.FAILED) {
    const anew = { attempts: 0, lastError: null, nextAttemptAt };
    await takeStep(em, known, SubmissionStatus.QUEUED, anew, principal.id);
  }
  return known;
}

function asking({ principal, requestId }: SubgraphContext) {
  return { principal: reading(principal), requestId };
}

/** Throws VALIDATION_ERROR for a date before the program began, or in the future. */
function completionDateOf(program: Program, given: string | null): string {
  // The ministry’s day is that of Jakarta.
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(new Date());
  const date = given ?? (program.endDate !== null && program.endDate <= today ? program.endDate : today);
  if (date > today) throw invalid('completionDate', 'is in the future');
  if (program.startDate !== null && date < program.startDate)
    throw invalid('completionDate', 'is before the program began');
  return date;
}
