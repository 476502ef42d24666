import type { EntityManager } from '@mikro-orm/postgresql';
import type { SiplatihCompletion, SiplatihProgram } from '../../../integrations/siplatih/port.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { notFound } from '../../../platform/errors.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { EnrolmentStatus } from '../enrolments/enrolment.state.ts';
import { Enrolment } from '../enrolments/enrolment.ts';
import type { Program } from '../programs/program.ts';
import { completionOf, type Participant } from './completion.ts';
import { type Institution, registrationOf } from './registration.ts';

/** On whose behalf identity is asked. */
export interface Asking {
  principal: Principal;
  requestId: string;
}

/** As many students are asked for at once. */
const batch = 500;

/** Gathers what is told to the ministry: from training’s rows, and from identity, where it is kept. */
export class MinistryFacts {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Throws VALIDATION_ERROR with what is missing. */
  async registration(program: Program, asking: Asking): Promise<SiplatihProgram> {
    const institution = await this.#neighbours.entity<Institution>(
      'identity',
      'Organisation',
      program.organisationId,
      'name registrationNumber',
      asking,
    );
    if (!institution) throw notFound('organisation', program.organisationId);
    return registrationOf(program, institution);
  }

  /**
   * The NIK is in clear only when `asking` holds `students:nik`. Throws CONFLICT, VALIDATION_ERROR
   * with what is missing.
   */
  async completion(
    em: EntityManager,
    program: Program,
    completionDate: string,
    asking: Asking,
  ): Promise<SiplatihCompletion> {
    const enrolments = await em.find(Enrolment, { programId: program.id }, { orderBy: { id: 'asc' } });
    const completed = enrolments.filter(({ status }) => status === EnrolmentStatus.COMPLETED);
    const ids = completed.map(({ studentId }) => studentId);
    return completionOf(completionDate, enrolments, await this.#participants(ids, asking));
  }

  async #participants(studentIds: readonly string[], asking: Asking): Promise<Map<string, Participant>> {
    const known = new Map<string, Participant>();
    for (let from = 0; from < studentIds.length; from += batch) {
      const ids = studentIds.slice(from, from + batch);
      const students = await this.#neighbours.entities<Participant>(
        'identity',
        'Student',
        ids,
        'id name nik',
        asking,
      );
      for (const student of students) if (student) known.set(student.id, student);
    }
    return known;
  }
}
