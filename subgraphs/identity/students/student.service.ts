import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { hasChanged } from '../../../platform/db/has-changed.ts';
import { insertNew } from '../../../platform/db/insert-new.ts';
import { patch } from '../../../platform/db/patch.ts';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { HubError, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { validationDetails } from '../../../platform/federation/validate-input.ts';
import { e164 } from '../../../platform/phone.ts';
import { record } from '../../../schema/events/record.ts';
import { owningOrganisation } from '../organisations/owning-organisation.ts';
import type { CreateStudentInput, StudentFilter, UpdateStudentInput } from './student.inputs.ts';
import type { CreateStudentsResult, CreateStudentsRow } from './student.results.ts';
import { Student } from './student.ts';

function duplicateEmail(): HubError {
  return new HubError('DUPLICATE_EMAIL', {
    details: [{ field: 'email', message: 'is taken in this organisation' }],
  });
}

function duplicateExternalId(): HubError {
  return new HubError('DUPLICATE', {
    message: 'A student with this externalId exists already in this organisation.',
    details: [{ field: 'externalId', message: 'is taken in this organisation' }],
  });
}

const duplicates = { students_email: duplicateEmail, students_external_id: duplicateExternalId };

export class StudentService {
  readonly #cipher: Cipher;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  /** Creates a student. Throws DUPLICATE_EMAIL, DUPLICATE (externalId), VALIDATION_ERROR. */
  async create(input: CreateStudentInput, context: SubgraphContext): Promise<Student> {
    const student = this.#build(input, await owningOrganisation(input.organisationId, context));
    return context.em
      .transactional(async (em) => {
        em.persist(student);
        await em.flush();
        await record(em, this.#event('student.created', student, context));
        return student;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /** Creates what can be created, in one transaction and a handful of statements; reports the rest row by row. */
  async createMany(
    inputs: readonly CreateStudentInput[],
    context: SubgraphContext,
  ): Promise<CreateStudentsResult> {
    const rows: CreateStudentsRow[] = inputs.map((_, index) => ({ index, student: null, error: null }));
    const fail = (index: number, error: HubError) => {
      (rows[index] as CreateStudentsRow).error = {
        code: error.code,
        message: error.message,
        details: error.details,
      };
    };
    const candidates: { index: number; student: Student }[] = [];
    const organisations = new Map<string | null, Promise<string>>();
    for (const [index, input] of inputs.entries()) {
      const details = await validationDetails(input);
      if (details.length > 0) {
        fail(index, new HubError('VALIDATION_ERROR', { details }));
        continue;
      }
      const requested = input.organisationId ?? null;
      const owner = organisations.get(requested) ?? owningOrganisation(requested, context);
      organisations.set(requested, owner);
      try {
        candidates.push({ index, student: this.#build(input, await owner) });
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        fail(index, error);
      }
    }
    await context.em.transactional(async (em) => {
      const inserted = await insertNew(
        em,
        Student,
        candidates.map(({ student }) => student),
      );
      const refused = candidates.filter(({ student }) => !inserted.has(student.id));
      const takenEmails = await emailsTaken(
        em,
        refused.map(({ student }) => student),
      );
      for (const { index, student } of candidates) {
        if (inserted.has(student.id)) (rows[index] as CreateStudentsRow).student = student;
        else fail(index, takenEmails.has(emailKey(student)) ? duplicateEmail() : duplicateExternalId());
      }
      const created = candidates.filter(({ student }) => inserted.has(student.id));
      await record(em, ...created.map(({ student }) => this.#event('student.created', student, context)));
    });
    const created = rows.filter((row) => row.student).length;
    return { created, failed: rows.length - created, rows };
  }

  /** Changes a student that the caller may see. Throws NOT_FOUND, DUPLICATE_EMAIL, DUPLICATE, FORBIDDEN for learners. */
  async update(
    { id, nik, phone, ...changes }: UpdateStudentInput,
    context: SubgraphContext,
  ): Promise<Student> {
    if (context.principal.kind === 'learner') throw new HubError('FORBIDDEN');
    return context.em
      .transactional(async (em) => {
        const student = await em.findOne(Student, { id });
        if (!student) throw notFound('student', id);
        patch(student, { ...changes, phone: phone ? e164(phone) : phone });
        if (nik !== undefined) this.#setNik(student, nik);
        if (!hasChanged(em, student)) return student;
        await em.flush();
        await record(em, this.#event('student.updated', student, context));
        return student;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  list(filter: StudentFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Student>> {
    const { email, nameContains, ...exact } = filter;
    const where: Record<string, unknown> = { ...exact };
    if (email !== undefined) where.email = { $ilike: likeLiteral(email) };
    if (nameContains !== undefined) where.name = { $ilike: `%${likeLiteral(nameContains)}%` };
    return findPage(context.em, Student, where as FilterQuery<Student>, page);
  }

  /** The NIK in clear; null when the student has none. */
  openNik(student: Student): string | null {
    return student.nikSealed === null ? null : this.#cipher.open(student.nikSealed);
  }

  #build({ nik, phone, organisationId: _, ...fields }: CreateStudentInput, organisationId: string): Student {
    const student = Object.assign(new Student(), { organisationId });
    patch(student, { ...fields, phone: phone ? e164(phone) : null } as Partial<Student>);
    this.#setNik(student, nik ?? null);
    return student;
  }

  #setNik(student: Student, nik: string | null): void {
    student.nikSealed = nik === null ? null : this.#cipher.seal(nik);
    student.nikIndex = nik === null ? null : this.#cipher.blindIndex(nik);
  }

  #event(type: 'student.created' | 'student.updated', student: Student, context: SubgraphContext) {
    return {
      type,
      subject: { type: 'Student' as const, id: student.id },
      audience: [student.organisationId],
      data: { student_id: student.id, name: student.name, email: student.email },
      actor: context.principal.id,
      requestId: context.requestId,
    };
  }
}

function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function emailKey(student: Student): string {
  return `${student.organisationId}|${student.email.toLowerCase()}`;
}

async function emailsTaken(em: EntityManager, students: Student[]): Promise<Set<string>> {
  if (students.length === 0) return new Set();
  const rows = await em.getConnection().execute<{ key: string }[]>(
    `SELECT organisation_id || '|' || lower(email) AS key FROM identity.students
     WHERE organisation_id || '|' || lower(email) = ANY(?::text[]) AND organisation_id = ANY(?::uuid[])`,
    [
      `{${students.map((s) => JSON.stringify(emailKey(s))).join(',')}}`,
      `{${[...new Set(students.map((s) => s.organisationId))].join(',')}}`,
    ],
    'all',
    em.getTransactionContext(),
  );
  return new Set(rows.map((row) => row.key));
}
