import type { openPool } from '../platform/db/pool.ts';

/** Whose rows they are. */
export interface Owner {
  organisationId: string;
  /** A learner of the organisation. */
  studentId: string;
}

export const filledTables = [
  'identity.students',
  'training.programs',
  'training.enrolments',
  'payments.payments',
];

/** Enrolments of each program. */
const inProgram = 100;
/** Enrolments and payments of the learner. */
const ofLearner = 20;

/** Ids in the order of their numbers, as those that are made one after the other are. */
const id = (table: string, number: string) =>
  `('01990000-0000-7000-80${table}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const [student, program, enrolment, payment] = ['01', '02', '03', '04'];

/**
 * Fills the tables that users look at most: students, enrolments and payments `from + 1` to `to`, and a program for a
 * hundred of them, all of one institution, which is the worst that can be. The learner is in twenty of the first.
 */
export async function fill(
  pool: ReturnType<typeof openPool>,
  owner: Owner,
  from: number,
  to: number,
): Promise<void> {
  const numbers = `generate_series(${from + 1}, ${to}) AS n`;
  const programs = `generate_series(${Math.floor(from / inProgram) + 1}, ${Math.floor(to / inProgram)}) AS n`;
  const programOf = id(program, `(n - 1) / ${inProgram} + 1`);
  const studentOf = `CASE WHEN n % ${inProgram} = 1 AND n < ${ofLearner * inProgram} THEN $2::uuid ELSE ${id(student, 'n')} END`;
  const both = [owner.organisationId, owner.studentId];
  await pool.query(
    `INSERT INTO identity.students (id, organisation_id, name, email, created_at, updated_at)
     SELECT ${id(student, 'n')}, $1, 'Siswa ' || n, 'siswa' || n || '@bench.example', now(), now() FROM ${numbers}`,
    [owner.organisationId],
  );
  await pool.query(
    `INSERT INTO training.programs (id, organisation_id, code, name, type, fee, created_at, updated_at)
     SELECT ${id(program, 'n')}, $1, 'B-' || n, 'Program ' || n, 'VOCATIONAL', 1000000, now(), now() FROM ${programs}`,
    [owner.organisationId],
  );
  await pool.query(
    `INSERT INTO training.enrolments (id, organisation_id, program_id, student_id, status, progress, created_at, updated_at)
     SELECT ${id(enrolment, 'n')}, $1, ${programOf}, ${studentOf}, 'IN_PROGRESS', 40, now(), now() FROM ${numbers}`,
    both,
  );
  await pool.query(
    `INSERT INTO payments.payments (id, organisation_id, program_id, student_id, enrolment_id, method, status, amount,
       description, customer_name, customer_phone, order_id, return_token, created_at, updated_at)
     SELECT ${id(payment, 'n')}, $1, ${programOf}, ${studentOf}, ${id(enrolment, 'n')}, 'GOPAY', 'PAID', 1000000,
       'Program', 'Siswa', '+6281200000000', 'bench-' || n, 'bench-' || n, now(), now() FROM ${numbers}`,
    both,
  );
  // What PostgreSQL would do by itself some time later, in the midst of what is measured.
  await pool.query(`VACUUM (ANALYZE) ${filledTables.join(', ')}`);
  await pool.query('CHECKPOINT');
}
