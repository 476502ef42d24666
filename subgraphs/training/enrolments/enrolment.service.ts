import { type EntityManager, type FilterQuery, LockMode } from '@mikro-orm/postgresql';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { unguessableId } from '../../../platform/unguessable-id.ts';
import { record } from '../../../schema/events/record.ts';
import { reading, refuseLearner } from '../organisations/owning-organisation.ts';
import { lockProgram } from '../programs/program.service.ts';
import { Program } from '../programs/program.ts';
import type {
  CompleteEnrolmentInput,
  EnrolmentFilter,
  EnrolStudentInput,
  UpdateEnrolmentProgressInput,
} from './enrolment.inputs.ts';
import { assertStep, EnrolmentStatus } from './enrolment.state.ts';
import { Enrolment } from './enrolment.ts';
import { placesTaken } from './places-taken.ts';

/** How far ahead the clock of somebody’s LMS may be. */
const clockToleranceMs = 5 * 60_000;

const duplicates = {
  enrolments_certificate: () =>
    new HubError('DUPLICATE', {
      message: 'This certificate number is used already in this organisation.',
      details: [{ field: 'certificateNumber', message: 'is taken in this organisation' }],
    }),
};

export class EnrolmentService {
  readonly #neighbours: Neighbours;
  readonly #publicUrl: string;

  constructor(neighbours: Neighbours, publicUrl: string) {
    this.#neighbours = neighbours;
    this.#publicUrl = publicUrl;
  }

  /**
   * Gives the student a place; one that was cancelled is taken up again. Throws NOT_FOUND,
   * VALIDATION_ERROR for a student of another organisation, DUPLICATE, CAPACITY_EXCEEDED.
   */
  async enrol({ programId, studentId }: EnrolStudentInput, context: SubgraphContext): Promise<Enrolment> {
    refuseLearner(context.principal);
    const { organisationId } = await this.#enrollable(programId, studentId, context);
    return context.em.transactional(async (em) => {
      const program = await lockProgram(em, programId);
      const known = await em.findOne(Enrolment, { programId, studentId });
      if (known && known.status !== EnrolmentStatus.CANCELLED)
        throw new HubError('DUPLICATE', { message: 'The student is enrolled in this program already.' });
      if (program.capacity !== null && (await placesTaken(em, programId)) >= program.capacity)
        throw new HubError('CAPACITY_EXCEEDED');
      const enrolment = known ?? Object.assign(new Enrolment(), { organisationId, programId, studentId });
      if (known) {
        assertStep(known.status, EnrolmentStatus.ENROLLED);
        Object.assign(known, { status: EnrolmentStatus.ENROLLED, progress: 0, lastAccessedAt: null });
      }
      em.persist(enrolment);
      await em.flush();
      await record(em, {
        ...eventOf(enrolment, context),
        type: 'student.enrolled',
        data: { student_id: enrolment.studentId, course_id: enrolment.programId },
      });
      return enrolment;
    });
  }

  /**
   * Stores how far a student is. What is completed stays at 100 per cent, and the last access never
   * goes back, since news of an LMS may come late. Throws NOT_FOUND, VALIDATION_ERROR, CONFLICT when
   * it was cancelled.
   */
  async updateProgress(input: UpdateEnrolmentProgressInput, context: SubgraphContext): Promise<Enrolment> {
    refuseLearner(context.principal);
    const { progress } = input;
    const now = Date.now();
    const accessedAt = input.lastAccessedAt ?? new Date(now);
    if (accessedAt.getTime() > now + clockToleranceMs) throw invalid('lastAccessedAt', 'is in the future');
    return context.em.transactional(async (em) => {
      const enrolment = await lockEnrolment(em, meant(input));
      if (enrolment.status === EnrolmentStatus.CANCELLED)
        throw new HubError('CONFLICT', { message: 'The enrolment was cancelled.' });
      if (enrolment.status === EnrolmentStatus.ENROLLED && progress > 0) {
        assertStep(enrolment.status, EnrolmentStatus.IN_PROGRESS);
        enrolment.status = EnrolmentStatus.IN_PROGRESS;
      }
      if (enrolment.status !== EnrolmentStatus.COMPLETED) enrolment.progress = progress;
      if (!enrolment.lastAccessedAt || enrolment.lastAccessedAt < accessedAt)
        enrolment.lastAccessedAt = accessedAt;
      await em.flush();
      await record(em, {
        ...eventOf(enrolment, context),
        type: 'enrolment.progress_updated',
        data: {
          ...dataOf(enrolment),
          progress_percentage: enrolment.progress,
          last_accessed: enrolment.lastAccessedAt?.toISOString() ?? null,
        },
      });
      return enrolment;
    });
  }

  /**
   * Ends an enrolment well. Repeated with the same facts it answers the same; a score or certificate
   * that was missing may be added later, another one is a CONFLICT. Throws NOT_FOUND, DUPLICATE
   * (certificateNumber), CONFLICT when it was cancelled.
   */
  async complete(input: CompleteEnrolmentInput, context: SubgraphContext): Promise<Enrolment> {
    refuseLearner(context.principal);
    return context.em
      .transactional(async (em) => {
        const enrolment = await lockEnrolment(em, { id: input.enrolmentId });
        const first = enrolment.status !== EnrolmentStatus.COMPLETED;
        const added = addFacts(enrolment, input);
        if (first) {
          assertStep(enrolment.status, EnrolmentStatus.COMPLETED);
          Object.assign(enrolment, {
            status: EnrolmentStatus.COMPLETED,
            progress: 100,
            completedAt: new Date(),
          });
          await this.#promiseCredential(em, enrolment);
        }
        await em.flush();
        const { finalScore: final_score, certificateNumber: certificate_number } = enrolment;
        if (first)
          await record(em, {
            ...eventOf(enrolment, context),
            type: 'course.completed',
            data: {
              student_id: enrolment.studentId,
              course_id: enrolment.programId,
              certificate_url: this.#certificateUrl(enrolment),
            },
          });
        else if (added)
          await record(em, {
            ...eventOf(enrolment, context),
            type: 'enrolment.updated',
            data: { ...dataOf(enrolment), final_score, certificate_number },
          });
        return enrolment;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /** Gives the place back. Throws NOT_FOUND, and CONFLICT for what is completed or cancelled already. */
  async cancel(id: string, context: SubgraphContext): Promise<Enrolment> {
    refuseLearner(context.principal);
    return context.em.transactional(async (em) => {
      const enrolment = await lockEnrolment(em, { id });
      assertStep(enrolment.status, EnrolmentStatus.CANCELLED);
      enrolment.status = EnrolmentStatus.CANCELLED;
      await em.flush();
      await record(em, {
        ...eventOf(enrolment, context),
        type: 'enrolment.cancelled',
        data: dataOf(enrolment),
      });
      return enrolment;
    });
  }

  list(filter: EnrolmentFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Enrolment>> {
    return findPage(context.em, Enrolment, given(filter), page);
  }

  /**
   * Picks the id of the credential that the program issues at once, so that `course.completed` can name its
   * page; the subgraph `credentials` issues it by a job of the same transaction.
   */
  async #promiseCredential(em: EntityManager, enrolment: Enrolment): Promise<void> {
    const { id: enrolmentId, programId, studentId, organisationId } = enrolment;
    const program = await em.findOneOrFail(
      Program,
      { id: programId },
      { fields: ['credentialOnCompletion'], filters: { fence: false } },
    );
    if (!program.credentialOnCompletion) return;
    const credentialId = unguessableId();
    enrolment.credentialId = credentialId;
    const job = { enrolmentId, credentialId, studentId, programId, organisationId };
    await enqueue(em, 'credentials.issue-completed', job);
  }

  /** Where everybody who knows a credential's id sees it. */
  #certificateUrl({ credentialId }: Enrolment): string | null {
    return credentialId === null ? null : `${this.#publicUrl}/credentials/badges/${credentialId}`;
  }

  /** The program, once it is sure that the caller may see it and that the student is of its organisation. */
  async #enrollable(programId: string, studentId: string, context: SubgraphContext): Promise<Program> {
    const program = await context.em.findOne(Program, { id: programId });
    if (!program) throw notFound('program', programId);
    const student = await this.#neighbours.entity<{ organisation: { id: string } | null }>(
      'identity',
      'Student',
      studentId,
      'organisation { id }',
      { principal: reading(context.principal), requestId: context.requestId },
    );
    if (!student) throw notFound('student', studentId);
    if (student.organisation?.id !== program.organisationId)
      throw invalid('studentId', 'is not a student of the organisation that runs the program');
    return program;
  }
}

/** What every event of an enrolment says besides its type and data. */
function eventOf(enrolment: Enrolment, { principal, requestId }: SubgraphContext) {
  return {
    subject: { type: 'Enrolment' as const, id: enrolment.id },
    audience: [enrolment.organisationId],
    actor: principal.id,
    requestId,
  };
}

function dataOf({ id, studentId, programId, status }: Enrolment) {
  return { enrolment_id: id, student_id: studentId, course_id: programId, status };
}

/** The enrolment that the caller means, by its id or by its student and program. */
function meant({
  enrolmentId,
  studentId,
  programId,
}: UpdateEnrolmentProgressInput): FilterQuery<Enrolment> & object {
  if (enrolmentId && !studentId && !programId) return { id: enrolmentId };
  if (!enrolmentId && studentId && programId) return { studentId, programId };
  throw invalid('enrolmentId', 'give either enrolmentId, or studentId and programId');
}

async function lockEnrolment(em: EntityManager, where: FilterQuery<Enrolment> & object): Promise<Enrolment> {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const enrolment = await em.findOne(Enrolment, where, options);
  if (enrolment) return enrolment;
  throw new HubError('NOT_FOUND', { message: 'There is no such enrolment.' });
}

/** Sets score and certificate where there was none; whether anything was set. */
function addFacts(enrolment: Enrolment, input: CompleteEnrolmentInput): boolean {
  let added = false;
  for (const field of ['finalScore', 'certificateNumber'] as const) {
    const value = input[field] ?? null;
    const known = enrolment[field];
    if (value === null || value === known) continue;
    if (known !== null)
      throw new HubError('CONFLICT', { message: `The enrolment was completed with another ${field}.` });
    Object.assign(enrolment, { [field]: value });
    added = true;
  }
  return added;
}
