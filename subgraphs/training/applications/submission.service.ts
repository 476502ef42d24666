import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { beyondFence } from '../../../platform/db/fence.ts';
import { insertNew } from '../../../platform/db/insert-new.ts';
import { environmentOf } from '../../../platform/environment.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { RowOutcomes } from '../bulk/row-outcomes.ts';
import { acceptsApplications, Opportunity, today } from '../opportunities/opportunity.ts';
import { type StudentFacts, studentsSeen } from '../students/students-seen.ts';
import { submittedEvent } from './application.events.ts';
import type { CreateApplicationInput } from './application.inputs.ts';
import { ApplicationStage, assertStep } from './application.state.ts';
import { Application } from './application.ts';
import { ApplicationStageChange } from './application-stage-change.ts';

interface Candidate {
  index: number;
  application: Application;
}

const unfenced = { filters: { fence: false } } as const;

export class SubmissionService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /**
   * Submits an application, or submits again one that was withdrawn. Throws NOT_FOUND for an opportunity or a student
   * whom the caller does not see, CONFLICT when nobody may apply any more, DUPLICATE, VALIDATION_ERROR.
   */
  async submit(input: CreateApplicationInput, context: SubgraphContext): Promise<Application> {
    return (await this.submitMany([input], context)).only();
  }

  /** Submits what can be submitted, in one transaction and a handful of statements; the rest fails row by row. */
  async submitMany(
    inputs: readonly CreateApplicationInput[],
    context: SubgraphContext,
  ): Promise<RowOutcomes<Application>> {
    const outcomes = new RowOutcomes<Application>(inputs.length);
    const rows = await outcomes.wellFormed(inputs);
    const opportunityIds = [...new Set(rows.map(({ input }) => input.opportunityId))];
    const visible = await context.em.find(Opportunity, { id: { $in: opportunityIds } });
    const opportunities = new Map(visible.map((opportunity) => [opportunity.id, opportunity]));
    const ids = rows.map(({ input }) => input.studentId);
    const students = await studentsSeen(this.#neighbours, ids, context);
    const candidates: Candidate[] = [];
    for (const { index, input } of rows) {
      try {
        const application = applicationOf(input, opportunities.get(input.opportunityId), students, context);
        candidates.push({ index, application });
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        outcomes.fail(index, error);
      }
    }
    await context.em.transactional(async (em) => {
      const submitted = await beyondFence(em, () => store(em, candidates, outcomes));
      await record(em, ...submitted.map((application) => submittedEvent(application, context)));
    });
    return outcomes;
  }
}

/** The application that `input` means. Throws NOT_FOUND for what the caller does not see, or may not apply for. */
function applicationOf(
  { studentId, opportunityId, resumeUrl = null }: CreateApplicationInput,
  opportunity: Opportunity | undefined,
  students: ReadonlyMap<string, StudentFacts>,
  { principal }: SubgraphContext,
): Application {
  if (!opportunity) throw notFound('opportunity', opportunityId);
  const student = students.get(studentId);
  const studentOrganisationId = student?.organisation?.id;
  if (!studentOrganisationId) throw notFound('student', studentId);
  // An employer to whom somebody has applied knows them, and does not apply in their name.
  if (principal.kind === 'organisation' && studentOrganisationId !== principal.organisationId)
    throw notFound('student', studentId);
  if (environmentOf(studentOrganisationId) !== environmentOf(opportunity.organisationId))
    throw invalid('studentId', 'is of the other environment than the opportunity');
  return Object.assign(new Application(), {
    organisationId: opportunity.organisationId,
    studentOrganisationId,
    studentId,
    opportunityId,
    resumeUrl,
    studentProgram: student.program,
  });
}

/** Stores those of `candidates` that can be submitted, and answers them; tells `outcomes` of each. */
async function store(
  em: EntityManager,
  candidates: readonly Candidate[],
  outcomes: RowOutcomes<Application>,
): Promise<Application[]> {
  const accepted = await accepting(em, candidates, outcomes);
  const inserted = await insertNew(
    em,
    Application,
    accepted.map(({ application }) => application),
  );
  const known = await existing(
    em,
    accepted.map(({ application }) => application).filter(({ id }) => !inserted.has(id)),
  );
  const submitted: Application[] = [];
  for (const { index, application } of accepted) {
    const isNew = inserted.has(application.id);
    const stored = isNew ? application : known.get(pairOf(application));
    if (!stored || (!isNew && stored.stage !== ApplicationStage.WITHDRAWN)) {
      const message = 'The student has applied for this opportunity already.';
      outcomes.fail(index, new HubError('DUPLICATE', { message }));
      continue;
    }
    if (!isNew) submitAgain(stored, application);
    em.persist(ApplicationStageChange.of(stored, isNew ? null : ApplicationStage.WITHDRAWN));
    outcomes.succeed(index, stored);
    submitted.push(stored);
  }
  await em.flush();
  return submitted;
}

/** Those whose opportunity takes applications; it does so until the transaction ends. */
async function accepting(
  em: EntityManager,
  candidates: readonly Candidate[],
  outcomes: RowOutcomes<Application>,
): Promise<Candidate[]> {
  const ids = [...new Set(candidates.map(({ application }) => application.opportunityId))];
  const opportunities = await em.find(
    Opportunity,
    { id: { $in: ids } },
    { ...unfenced, lockMode: LockMode.PESSIMISTIC_READ, refresh: true, orderBy: { id: 'asc' } },
  );
  const open = new Set(opportunities.filter(acceptsApplications).map(({ id }) => id));
  return candidates.filter(({ index, application }) => {
    if (open.has(application.opportunityId)) return true;
    const message = 'The opportunity takes no applications any more.';
    outcomes.fail(index, new HubError('CONFLICT', { message }));
    return false;
  });
}

/** What there is of the same students and opportunities, locked. */
async function existing(
  em: EntityManager,
  applications: readonly Application[],
): Promise<Map<string, Application>> {
  if (applications.length === 0) return new Map();
  const found = await em.find(
    Application,
    {
      studentId: { $in: applications.map(({ studentId }) => studentId) },
      opportunityId: { $in: applications.map(({ opportunityId }) => opportunityId) },
    },
    { ...unfenced, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { id: 'asc' } },
  );
  return new Map(found.map((application) => [pairOf(application), application]));
}

function pairOf({ studentId, opportunityId }: Application): string {
  return `${studentId}|${opportunityId}`;
}

function submitAgain(known: Application, { resumeUrl, studentProgram }: Application): void {
  assertStep(known.stage, ApplicationStage.APPLIED);
  Object.assign(known, {
    stage: ApplicationStage.APPLIED,
    resumeUrl: resumeUrl ?? known.resumeUrl,
    studentProgram,
    submittedOn: today(),
    submittedAt: new Date(),
  });
}
