import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { learnerPrincipal } from '../../../test/subgraph-harness.ts';
import { startTraining, type TrainingUnderTest } from '../training-under-test.ts';
import { type SiplatihUnderTest, startSiplatih } from './siplatih-under-test.ts';

const register = `mutation($id: ID!) { registerProgramWithSiplatih(input: {programId: $id}) {
  id kind status attempts lastError nextAttemptAt program { id siplatihProgramId siplatihStatus siplatihRegisteredAt } } }`;

describe('the registration of a program at the ministry', () => {
  let ministry: SiplatihUnderTest;
  let training: TrainingUnderTest;
  beforeAll(async () => {
    ministry = await startSiplatih();
    const retry = { firstDelayMs: 10, longestDelayMs: 50, maxAttempts: 5 };
    training = await startTraining({ siplatih: ministry.siplatih, retry, answerWithinMs: 100_000 });
  });
  afterEach(async () => {
    await ministry.control('DELETE', 'faults');
    ministry.programs.length = 0;
  });
  afterAll(async () => {
    await training.close();
    await ministry.close();
  });

  async function registered(fields: Record<string, unknown> = {}) {
    const lpk = await training.institution();
    const id = await training.program(lpk, fields);
    const data = await training.data(lpk, register, { id });
    return { lpk, id, submission: data.registerProgramWithSiplatih };
  }

  it('is accepted, and the program carries the ministry’s id from then on', async () => {
    const { id, submission } = await registered();
    expect(submission).toMatchObject({
      kind: 'REGISTRATION',
      status: 'ACCEPTED',
      attempts: 1,
      lastError: null,
    });
    expect(submission.program).toMatchObject({ id, siplatihStatus: 'REGISTERED' });
    expect(submission.program.siplatihProgramId).toMatch(/^SIPLATIH-/);
    expect(Date.now() - Date.parse(submission.program.siplatihRegisteredAt)).toBeLessThan(3_600_000);
    expect(submission.nextAttemptAt).toBeNull();
  });

  it('sends the program word for word as the ministry’s contract has it', async () => {
    const lpk = await training.institution('LPK-12345-2023');
    const id = await training.program(lpk, { code: 'LPK-2024-001' });
    await training.data(lpk, register, { id });
    expect(ministry.programs).toEqual([
      {
        program_code: 'LPK-2024-001',
        program_name: 'Pengembangan Perangkat Lunak Lanjutan',
        program_name_en: 'Advanced Software Development',
        lpk_registration_number: 'LPK-12345-2023',
        lpk_name: expect.stringMatching(/^LPK /),
        program_type: 'VOCATIONAL',
        sector: 'INFORMATION_TECHNOLOGY',
        sub_sector: 'SOFTWARE_DEVELOPMENT',
        duration_days: 180,
        duration_hours: 1440,
        start_date: '2024-01-15',
        end_date: '2024-07-15',
        location: {
          address: 'Jl. Sudirman No. 123',
          city: 'Jakarta',
          province: 'DKI Jakarta',
          postal_code: '10220',
        },
        skkni_code: 'SKKNI-IT-2023-001',
        participant_capacity: 50,
        instructor_qualifications: [
          { name: 'Dr. John Doe', qualification: 'Ph.D. Computer Science', certification: 'CERT-001' },
          { name: 'Siti Rahma', qualification: 'S.Kom.' },
        ],
        curriculum: [
          {
            module_name: 'Microservices Architecture',
            duration_hours: 240,
            learning_outcomes: ['Design microservices', 'Implement service mesh'],
          },
          { module_name: 'Cloud', duration_hours: 1200, learning_outcomes: ['Run services in the cloud'] },
        ],
      },
    ]);
  });

  it('is one submission, however often and however closely it is asked for', async () => {
    const lpk = await training.institution();
    const id = await training.program(lpk);
    const racing = await Promise.all([1, 2, 3].map(() => training.data(lpk, register, { id })));
    const again = await training.data(lpk, register, { id });
    const ids = [...racing, again].map((data) => data.registerProgramWithSiplatih.id);
    expect(new Set(ids).size).toBe(1);
    expect(again.registerProgramWithSiplatih.status).toBe('ACCEPTED');
    expect(ministry.programs).toHaveLength(1);
  });

  it('is final when the ministry refuses, in its words, and may be tried anew', async () => {
    await ministry.fault({ fault: 'status', status: 422, on: 'register' });
    const { lpk, id, submission } = await registered();
    expect(submission).toMatchObject({
      status: 'REJECTED',
      attempts: 1,
      lastError: 'SCRIPTED: A scripted fault.',
      nextAttemptAt: null,
      program: { siplatihProgramId: null },
    });
    const again = (await training.data(lpk, register, { id })).registerProgramWithSiplatih;
    expect(again).toMatchObject({ id: submission.id, status: 'ACCEPTED', attempts: 1, lastError: null });
  });

  it.each([
    ['the ministry is down', { fault: 'status', status: 500, times: 2 }, 3],
    ['the connection is dropped', { fault: 'dropped', times: 1 }, 2],
    ['the answer is lost on its way', { fault: 'dropped', times: 1, when: 'after' }, 2],
    ['a proxy answers with a web page', { fault: 'html', times: 1 }, 2],
    ['the answer is empty', { fault: 'empty', times: 1, when: 'after' }, 2],
    ['there were too many requests', { fault: 'status', status: 429, times: 1 }, 2],
  ])('goes on by itself when %s', async (_what, fault, attempts) => {
    await ministry.fault({ ...fault, on: 'register' });
    const { id, submission } = await registered();
    expect(submission).toMatchObject({ status: 'ACCEPTED', attempts, lastError: null });
    const { programs } = (await ministry.control('GET', 'programs')) as {
      programs: { program_code: string; siplatih_program_id: string }[];
    };
    const mine = programs.filter((one) => one.program_code === ministry.programs[0]?.program_code);
    expect(mine.map((one) => one.siplatih_program_id)).toEqual([submission.program.siplatihProgramId]);
    expect(submission.program.id).toBe(id);
  });

  it('leaves the ministry alone for as long as it asks', async () => {
    await ministry.fault({ fault: 'status', status: 429, retryAfter: 1, on: 'register' });
    const before = Date.now();
    const { submission } = await registered();
    expect(submission).toMatchObject({ status: 'ACCEPTED', attempts: 2 });
    expect(Date.now() - before).toBeGreaterThanOrEqual(1000);
  });

  it('is answered at once when the next attempt is far away', async () => {
    await ministry.fault({ fault: 'status', status: 503, retryAfter: 3600, on: 'register' });
    const before = Date.now();
    const { submission } = await registered();
    expect(submission).toMatchObject({ status: 'QUEUED', attempts: 1 });
    expect(submission.lastError).toContain('503');
    const waits = Date.parse(submission.nextAttemptAt) - before;
    expect(waits).toBeGreaterThanOrEqual(3_600_000);
    expect(waits).toBeLessThan(2 * 3_600_000);
    const { rows } = await training.hub.pool.query(
      "SELECT run_at FROM graphile_worker.jobs WHERE key = 'siplatih-submission:' || $1",
      [submission.id],
    );
    expect(rows.map((row) => row.run_at.toISOString())).toEqual([submission.nextAttemptAt]);
  });

  it('is given up after its last attempt, and says why', async () => {
    await ministry.fault({ fault: 'status', status: 500, times: 100, on: 'register' });
    const { submission } = await registered();
    expect(submission).toMatchObject({ status: 'FAILED', attempts: 5, nextAttemptAt: null });
    expect(submission.lastError).toContain('500');
  });

  it('renews a token that the ministry no longer knows', async () => {
    await registered();
    await ministry.control('POST', 'tokens/revoke');
    const { submission } = await registered();
    expect(submission).toMatchObject({ status: 'ACCEPTED', attempts: 1 });
  });

  it('never makes two programs one, when two institutions use the same code', async () => {
    await registered({ code: 'TAKEN' });
    const { submission } = await registered({ code: 'TAKEN' });
    expect(submission).toMatchObject({ status: 'REJECTED', program: { siplatihProgramId: null } });
    expect(submission.lastError).toContain('TAKEN');
  });

  it('keeps the code as it is from then on', async () => {
    const { lpk, id } = await registered();
    const update = 'mutation($input: UpdateProgramInput!) { updateProgram(input: $input) { id } }';
    const answer = await training.call(lpk, update, { input: { id, code: 'OTHER' } });
    expect(answer.codes).toEqual(['CONFLICT']);
    await training.data(lpk, update, { input: { id, name: 'Another name' } });
  });

  it('is refused before anything is sent while the ministry would lack something', async () => {
    const lpk = await training.institution(null);
    const id = await training.program(lpk, { skkniCode: null, location: null, capacity: null });
    const answer = await training.call(lpk, register, { id });
    expect(answer.codes).toEqual(['VALIDATION_ERROR']);
    expect(answer.fields.sort()).toEqual([
      'capacity',
      'location',
      'organisation.registrationNumber',
      'skkniCode',
    ]);
    const course = await training.program(lpk, { type: 'INTERNAL' });
    expect((await training.call(lpk, register, { id: course })).fields).toContain('type');
    expect(ministry.programs).toEqual([]);
    expect(
      (await training.data(lpk, '{ programs { nodes { siplatihSubmissions { totalCount } } } }')).programs
        .nodes,
    ).toEqual([{ siplatihSubmissions: { totalCount: 0 } }, { siplatihSubmissions: { totalCount: 0 } }]);
  });

  it('is the institution’s own affair', async () => {
    const { lpk, id, submission } = await registered();
    const stranger = await training.institution();
    expect((await training.call(stranger, register, { id })).codes).toEqual(['NOT_FOUND']);
    const [student] = (await training.students(lpk, 1)) as [string];
    const learner = learnerPrincipal([student], [lpk.organisationId as string], 'read', 'write');
    expect((await training.call(learner, register, { id })).codes).toEqual(['FORBIDDEN']);
    const read = 'query($id: ID!) { siplatihSubmission(id: $id) { id } }';
    for (const caller of [stranger, learner])
      expect((await training.data(caller, read, { id: submission.id })).siplatihSubmission).toBeNull();
    const own = await training.data(
      lpk,
      'query($id: ID!) { program(id: $id) { siplatihSubmissions { nodes { id status program { id } } } } }',
      { id },
    );
    expect(own.program.siplatihSubmissions.nodes).toEqual([
      { id: submission.id, status: 'ACCEPTED', program: { id } },
    ]);
  });

  it('is refused plainly on a hub that does not know the ministry', async () => {
    const without = await startTraining({ siplatih: null });
    try {
      const lpk = await without.institution();
      const id = await without.program(lpk);
      expect((await without.call(lpk, register, { id })).codes).toEqual(['NOT_CONFIGURED']);
    } finally {
      await without.close();
    }
  });
});
