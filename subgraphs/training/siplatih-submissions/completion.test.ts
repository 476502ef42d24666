import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../platform/auth/principal.ts';
import { eventually } from '../../../test/graph-request.ts';
import { startTraining, type TrainingUnderTest } from '../training-under-test.ts';
import { type SiplatihUnderTest, startSiplatih } from './siplatih-under-test.ts';

const nik = '3201010101010001';
const report = `mutation($input: ReportProgramCompletionInput!) { reportProgramCompletion(input: $input) {
  id kind status attempts lastError completionDate } }`;
const register = 'mutation($id: ID!) { registerProgramWithSiplatih(input: {programId: $id}) { status } }';

describe('the report of how a program ended', () => {
  let ministry: SiplatihUnderTest;
  let training: TrainingUnderTest;
  beforeAll(async () => {
    ministry = await startSiplatih();
    const retry = { firstDelayMs: 10, longestDelayMs: 50 };
    training = await startTraining({ siplatih: ministry.siplatih, retry, answerWithinMs: 100_000 });
  });
  beforeEach(() => {
    ministry.completions.length = 0;
  });
  afterAll(async () => {
    await training.close();
    await ministry.close();
  });

  /** A registered program with `enrolled` students, of whom the first have these scores and certificates. */
  async function ended(enrolled: number, completed: [score: number | null, certificate: string | null][]) {
    const lpk = await training.institution();
    const programId = await training.program(lpk);
    const students = await training.students(lpk, enrolled, nik);
    const enrolments = [];
    for (const student of students) enrolments.push(await training.enrolled(lpk, programId, student));
    for (const [index, [finalScore, certificateNumber]] of completed.entries())
      await training.complete(lpk, { enrolmentId: enrolments[index], finalScore, certificateNumber });
    await training.data(lpk, register, { id: programId });
    return { lpk, programId, students, enrolments };
  }

  /** Has the time of a submission come that waits for its next attempt. */
  async function comeDue(id: string): Promise<void> {
    const { pool } = training.hub;
    await pool.query('UPDATE training.siplatih_submissions SET next_attempt_at = now() WHERE id = $1', [id]);
    await pool.query(
      `SELECT graphile_worker.add_job('siplatih-submission', json_build_object('submissionId', $1::text))`,
      [id],
    );
  }

  async function reported(of: Principal, input: Record<string, unknown>) {
    return (await training.data(of, report, { input })).reportProgramCompletion;
  }

  it('names those who completed it, with their NIK, and the rates of all who were enrolled', async () => {
    const { lpk, programId, enrolments } = await ended(4, [
      [92.5, 'CERT-1'],
      [81, null],
    ]);
    await training.data(lpk, 'mutation($id: ID!) { cancelEnrolment(input: {enrolmentId: $id}) { id } }', {
      id: enrolments[3],
    });
    const submission = await reported(lpk, { programId });
    expect(submission).toMatchObject({
      kind: 'COMPLETION',
      status: 'ACCEPTED',
      attempts: 1,
      completionDate: '2024-07-15',
    });
    const participant = { nik, full_name: expect.stringMatching(/^Peserta/), completion_status: 'COMPLETED' };
    expect(ministry.completions).toEqual([
      {
        completion_date: '2024-07-15',
        participants: [
          { ...participant, final_score: 92.5, certificate_number: 'CERT-1' },
          { ...participant, final_score: 81 },
        ],
        completion_rate: 66.7,
        certification_rate: 33.3,
      },
    ]);
  });

  it('leaves the NIK nowhere but at the ministry', async () => {
    const { lpk, programId } = await ended(1, [[90, 'CERT-X']]);
    await ministry.fault({ fault: 'status', status: 500, on: 'complete' });
    await reported(lpk, { programId });
    const { rows } = await training.hub.pool.query(
      `SELECT 'training' AS place FROM training.siplatih_submissions row WHERE row::text LIKE '%' || $1 || '%'
       UNION SELECT 'enrolments' FROM training.enrolments row WHERE row::text LIKE '%' || $1 || '%'
       UNION SELECT 'log' FROM events.log row WHERE row::text LIKE '%' || $1 || '%'
       UNION SELECT 'outbox' FROM events.outbox row WHERE row::text LIKE '%' || $1 || '%'
       UNION SELECT 'jobs' FROM graphile_worker._private_jobs row WHERE row::text LIKE '%' || $1 || '%'`,
      [nik],
    );
    expect(rows).toEqual([]);
    expect(ministry.completions[0]?.participants[0]?.nik).toBe(nik);
  });

  it('needs a program that is registered, and somebody who completed it', async () => {
    const lpk = await training.institution();
    const unregistered = await training.program(lpk);
    const input = { programId: unregistered };
    expect((await training.call(lpk, report, { input })).codes).toEqual(['CONFLICT']);
    const { lpk: other, programId } = await ended(1, []);
    const answer = await training.call(other, report, { input: { programId } });
    expect([answer.codes, answer.errors[0]?.message]).toEqual([
      ['CONFLICT'],
      'Nobody has completed the program yet.',
    ]);
    expect((await training.call(lpk, report, { input: { programId } })).codes).toEqual(['NOT_FOUND']);
  });

  it('is refused before anything is sent when a NIK or a score is missing', async () => {
    const { lpk, programId, students, enrolments } = await ended(2, [
      [null, null],
      [70, null],
    ]);
    const removed = await training.hub.call(
      'identity',
      lpk,
      'mutation($id: ID!) { updateStudent(input: {id: $id, nik: null}) { nik } }',
      { id: students[1] },
    );
    expect(removed.errors).toEqual([]);
    const answer = await training.call(lpk, report, { input: { programId } });
    expect(answer.codes).toEqual(['VALIDATION_ERROR']);
    expect(answer.errors[0]?.details).toEqual([
      { field: 'participants.finalScore', message: `enrolment ${enrolments[0]} has no final score` },
      { field: 'participants.nik', message: `student ${students[1]} has no NIK` },
    ]);
    expect(ministry.completions).toEqual([]);
  });

  it('fails, and is not sent, when a NIK is gone by the time it is sent', async () => {
    const { lpk, programId, students } = await ended(1, [[90, null]]);
    await ministry.fault({ fault: 'status', status: 503, retryAfter: 3600, on: 'complete' });
    const { id, status } = await reported(lpk, { programId });
    expect(status).toBe('QUEUED');
    await training.hub.call(
      'identity',
      lpk,
      'mutation($id: ID!) { updateStudent(input: {id: $id, nik: null}) { nik } }',
      { id: students[0] },
    );
    await comeDue(id);
    const submission = await eventually(async () => {
      const query = 'query($id: ID!) { siplatihSubmission(id: $id) { status attempts lastError } }';
      const { siplatihSubmission: found } = await training.data(lpk, query, { id });
      return found.status !== 'QUEUED' && found.status !== 'SENT' && found;
    }, 'the second attempt is over');
    expect(submission).toMatchObject({ status: 'FAILED', attempts: 2 });
    expect(submission.lastError).toContain(`student ${students[0]} has no NIK`);
    expect(ministry.completions).toHaveLength(1);
  });

  it('is refused for a day that cannot be', async () => {
    const { lpk, programId } = await ended(1, [[90, null]]);
    for (const completionDate of ['2024-01-14', '2999-01-01']) {
      const answer = await training.call(lpk, report, { input: { programId, completionDate } });
      expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], ['completionDate']]);
    }
  });

  it('is made once for each date', async () => {
    const { lpk, programId } = await ended(1, [[90, null]]);
    const first = await reported(lpk, { programId });
    expect(await reported(lpk, { programId, completionDate: '2024-07-15' })).toEqual(first);
    const later = await reported(lpk, { programId, completionDate: '2024-07-20' });
    expect(later.id).not.toBe(first.id);
    expect(ministry.completions.map((completion) => completion.completion_date)).toEqual([
      '2024-07-15',
      '2024-07-20',
    ]);
  });
});
