import type { Pool } from 'pg';
import type { Ids } from './furnished-institution.ts';

/** Institutions that have rows; the others are there to be passed by. */
export const busyInstitutions = 100;
const busyPrograms = 1000;

/** The parts of ids that tell what a copied row is of. */
const kinds = ['Organisation', 'Student', 'Program', 'Enrolment', 'Payment', 'Credential'] as const;
type Kind = (typeof kinds)[number];

/** The id of a copied row: `copyOf('Student', 7)` is enrolled by `copyOf('Enrolment', 7)`, and so on. */
export function copyOf(kind: Kind, number: number): string {
  const hex = number.toString(16).padStart(12, '0');
  return `01990000-000${kinds.indexOf(kind)}-7000-8000-${hex}`;
}

const id = (kind: Kind, number: string) =>
  `('01990000-000${kinds.indexOf(kind)}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const institution = id('Organisation', `i % ${busyInstitutions} + 1`);
const program = id('Program', `(i - 1) % ${busyPrograms} + 1`);

/** For each table, which row of the furnished institution is copied, and what differs from copy to copy (SQL of `i`). */
const copies: readonly [table: string, of: Kind, differing: Readonly<Record<string, string>>][] = [
  ['identity.organisations', 'Organisation', { registration_number: 'null' }],
  [
    'identity.students',
    'Student',
    {
      organisation_id: institution,
      email: `'learner' || i || '@example.id'`,
      external_id: 'null',
      nik_sealed: 'null',
      nik_index: 'null',
    },
  ],
  [
    'training.programs',
    'Program',
    { organisation_id: institution, code: 'null', external_id: 'null', siplatih_program_id: 'null' },
  ],
  [
    'training.enrolments',
    'Enrolment',
    {
      organisation_id: institution,
      program_id: program,
      student_id: id('Student', 'i'),
      certificate_number: 'null',
    },
  ],
  [
    'payments.payments',
    'Payment',
    {
      organisation_id: institution,
      program_id: program,
      student_id: id('Student', 'i'),
      enrolment_id: id('Enrolment', 'i'),
      order_id: `'order-' || i`,
      return_token: `'return-' || i`,
    },
  ],
  [
    'credentials.credentials',
    'Credential',
    {
      organisation_id: institution,
      program_id: program,
      student_id: id('Student', 'i'),
      enrolment_id: id('Enrolment', 'i'),
      certificate_number: 'null',
      status_list_id: 'null',
      status_place: 'null',
      document: 'null',
      jwt: 'null',
    },
  ],
];

/**
 * Copies what an institution has until each table has `rows` more: institutions, of which the first hundred have all
 * the learners, courses of study, enrolments, payments and credentials. Statistics are gathered afterwards, as
 * autovacuum would.
 */
export async function copyRows(pool: Pool, ids: Ids, rows: number): Promise<void> {
  for (const [table, kind, differing] of copies) {
    const different = Object.entries({ id: id(kind, 'i'), ...differing }).map(
      ([column, sql]) => `'${column}', ${sql}`,
    );
    await pool.query(
      `INSERT INTO ${table}
       SELECT (jsonb_populate_record(original, jsonb_build_object(${different.join(', ')}))).*
       FROM ${table} AS original, generate_series(1, ${rows}) AS i WHERE original.id = $1`,
      [ids[kind]],
    );
    await pool.query(`ANALYZE ${table}`);
  }
}
