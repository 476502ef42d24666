import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../platform/auth/principal.ts';
import type { Data } from '../../../test/subgraph-harness.ts';
import {
  closeOpportunity,
  createApplication,
  engineer,
  PlacementScene,
} from '../placement-scene-under-test.ts';
import type { TrainingUnderTest } from '../training-under-test.ts';

const updateStage = `mutation($input: UpdateApplicationStageInput!) {
  updateApplicationStage(input: $input) { id stage notes }
}`;
const withdraw = 'mutation($id: ID!) { withdrawApplication(input: { applicationId: $id }) { id stage } }';

describe('applications', () => {
  const scene = PlacementScene.set();
  let training: TrainingUnderTest;
  let employer: Principal;
  let school: Principal;
  let stranger: Principal;
  beforeAll(() => {
    ({ training, employer, school, stranger } = scene);
  });

  it('are submitted by the learner and by their school, and tell both organisations', async () => {
    const id = await scene.offered();
    const [first, second] = [await scene.student(), await scene.student()];
    const input = { opportunityId: id, studentId: first, resumeUrl: 'https://cv.example/1.pdf' };
    const { createApplication: own } = await training.data(scene.learner(first), createApplication, {
      input,
    });
    expect(own).toMatchObject({ stage: 'APPLIED', studentId: first, resumeUrl: 'https://cv.example/1.pdf' });
    await scene.applied(id, second);
    const [event] = await scene.eventsOf('application.submitted', own.id);
    expect(event?.data).toEqual({ application_id: own.id, student_id: first, opportunity_id: id });
    expect(new Set(event?.audience)).toEqual(new Set([employer.organisationId, school.organisationId]));
    const list =
      'query($id: ID!) { opportunity(id: $id) { applications { totalCount nodes { studentId } } } }';
    const seenBy = async (who: Principal) =>
      (await training.data(who, list, { id })).opportunity.applications.totalCount;
    expect([
      await seenBy(employer),
      await seenBy(school),
      await seenBy(scene.learner(first)),
      await seenBy(stranger),
    ]).toEqual([2, 2, 1, 0]);
  });

  it('share name and e-mail of who applies with the employer, all applicants of a page in one call', async () => {
    const id = await scene.offered();
    for (const one of await training.students(school, 3)) await scene.applied(id, one);
    const query = `query($id: ID!) { opportunity(id: $id) { applications { nodes {
      applicant { name email } history { previousStage stage } opportunity { title } } } } }`;
    training.hub.statements.length = 0;
    const { nodes } = (await training.data(employer, query, { id })).opportunity.applications;
    expect(nodes).toHaveLength(3);
    expect(nodes[0]).toMatchObject({
      applicant: { name: 'Peserta 2', email: expect.stringContaining('@example.id') },
      history: [{ previousStage: null, stage: 'APPLIED' }],
    });
    expect(training.hub.statements).toHaveLength(5);
  });

  it('make their students known to the employer, by name and e-mail address alone', async () => {
    const studentOf = async (who: Principal, id: string) => {
      const query =
        'query($id: ID!) { student(id: $id) { id name email phone nik grade program externalId organisation { id } } }';
      const { data, errors } = await training.hub.call('identity', who, query, { id });
      expect(errors).toEqual([]);
      return data.student;
    };
    const [mine, another] = [await scene.student(), await scene.student()];
    await scene.applied(await scene.offered(), mine);
    const hidden = {
      phone: null,
      nik: null,
      grade: null,
      program: null,
      externalId: null,
      organisation: null,
    };
    expect(await studentOf(employer, mine)).toEqual({
      id: mine,
      name: 'Peserta 0',
      email: expect.stringContaining('@example.id'),
      ...hidden,
    });
    expect([await studentOf(employer, another), await studentOf(stranger, mine)]).toEqual([null, null]);
    expect(await studentOf(employer, 'no id')).toBeNull();
    expect((await studentOf(school, mine)).nik).not.toBeNull();
    const change = 'mutation($id: ID!) { updateStudent(input: { id: $id, name: "x" }) { id } }';
    expect((await training.hub.call('identity', employer, change, { id: mine })).codes).toEqual([
      'NOT_FOUND',
    ]);
  });

  it('are not submitted twice, in another’s name, or to what takes none any more', async () => {
    const [id, mine, foreign] = [await scene.offered(), await scene.student(), await scene.student(stranger)];
    await scene.applied(id, mine);
    const attempt = (by: Principal, input: Record<string, unknown>) =>
      training.call(by, createApplication, { input: { opportunityId: id, ...input } });
    expect((await attempt(school, { studentId: mine })).codes).toEqual(['DUPLICATE']);
    expect((await attempt(school, { studentId: foreign })).codes).toEqual(['NOT_FOUND']);
    expect((await attempt(employer, { studentId: mine })).codes).toEqual(['NOT_FOUND']);
    expect((await attempt(scene.learner(mine), { studentId: foreign })).codes).toEqual(['NOT_FOUND']);
    const input = { studentId: await scene.student(), resumeUrl: 'javascript:alert(1)' };
    expect((await attempt(school, input)).fields).toEqual(['resumeUrl']);
    const late = await scene.offered({ applyBy: '2020-01-01' });
    const tooLate = await attempt(school, { opportunityId: late, studentId: mine });
    expect(tooLate.codes).toEqual(['CONFLICT']);
    await training.data(employer, closeOpportunity, { id });
    const gone = await attempt(school, { studentId: await scene.student() });
    expect(gone.codes).toEqual(['NOT_FOUND']);
  });

  it('of one student at a time many are submitted once', async () => {
    const [id, mine] = [await scene.offered(), await scene.student()];
    const input = { opportunityId: id, studentId: mine };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => training.call(school, createApplication, { input })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ codes }) => codes))).toEqual(new Set(['DUPLICATE']));
    const repeated = { ...input, studentId: await scene.student(), idempotencyKey: `app-${id}` };
    const repeats = [1, 2].map(() => training.data(school, createApplication, { input: repeated }));
    const [one, two] = await Promise.all(repeats);
    expect(two).toEqual(one);
  });

  it('move by stages of the employer’s, with notes that nobody else reads, and keep their history', async () => {
    const mine = await scene.student();
    const id = await scene.applied(await scene.offered(), mine);
    const move = (stage: string, notes?: string, by = employer) =>
      training.call(by, updateStage, { input: { applicationId: id, stage, notes } });
    const notes = 'Scheduled for technical interview';
    expect((await move('INTERVIEW', notes)).data.updateApplicationStage).toMatchObject({
      stage: 'INTERVIEW',
      notes,
    });
    expect((await move('INTERVIEW', notes)).errors).toEqual([]);
    expect((await move('HIRED')).data.updateApplicationStage.notes).toBe(notes);
    expect((await move('APPLIED')).codes).toEqual(['CONFLICT']);
    expect((await move('REJECTED')).codes).toEqual(['CONFLICT']);
    expect((await move('OFFER', undefined, school)).codes).toEqual(['FORBIDDEN']);
    expect((await move('OFFER', undefined, stranger)).codes).toEqual(['NOT_FOUND']);
    const changed = await scene.eventsOf('application.stage.changed', id);
    expect(changed.map(({ data }) => data)).toEqual([
      { application_id: id, old_stage: 'applied', new_stage: 'interview' },
      { application_id: id, old_stage: 'interview', new_stage: 'hired' },
    ]);
    const read = 'query($id: ID!) { application(id: $id) { notes history { previousStage stage notes } } }';
    const history = [
      { previousStage: null, stage: 'APPLIED', notes: null },
      { previousStage: 'APPLIED', stage: 'INTERVIEW', notes },
      { previousStage: 'INTERVIEW', stage: 'HIRED', notes: null },
    ];
    expect((await training.data(employer, read, { id })).application).toEqual({ notes, history });
    for (const who of [school, scene.learner(mine)])
      expect((await training.data(who, read, { id })).application).toEqual({
        notes: null,
        history: history.map((step) => ({ ...step, notes: null })),
      });
  });

  it('are withdrawn by the learner or their school, and may be submitted again', async () => {
    const [opportunityId, mine] = [await scene.offered(), await scene.student()];
    const id = await scene.applied(opportunityId, mine);
    expect((await training.call(stranger, withdraw, { id })).codes).toEqual(['NOT_FOUND']);
    expect((await training.data(scene.learner(mine), withdraw, { id })).withdrawApplication.stage).toBe(
      'WITHDRAWN',
    );
    expect((await training.data(school, withdraw, { id })).withdrawApplication.stage).toBe('WITHDRAWN');
    expect(await scene.applied(opportunityId, mine)).toBe(id);
    expect(await scene.eventsOf('application.submitted', id)).toHaveLength(2);
    expect((await training.data(school, withdraw, { id })).withdrawApplication.stage).toBe('WITHDRAWN');
    const hired = await scene.applied(await scene.offered(), mine);
    await training.data(employer, updateStage, { input: { applicationId: hired, stage: 'HIRED' } });
    expect((await training.call(scene.learner(mine), withdraw, { id: hired })).codes).toEqual(['CONFLICT']);
  });

  it('come a thousand at a time, each row succeeding or failing by itself', async () => {
    const titles = Array.from({ length: 1000 }, (_, n) => ({ ...engineer, title: `Bulk ${n}` }) as Data);
    titles[3].title = ' ';
    titles[5].externalId = titles[6].externalId = 'ATS-TWICE';
    const bulk = (by: Principal, field: string, type: string, count: string, input: object) =>
      training
        .data(
          by,
          `mutation($input: ${type}!) { ${field}(input: $input) { ${count} failed rows { index error { code details { field } }
             ${field === 'createOpportunities' ? 'opportunity' : 'application'} { id } } } }`,
          { input },
        )
        .then((data) => data[field]);
    const offers = await bulk(employer, 'createOpportunities', 'CreateOpportunitiesInput', 'created', {
      opportunities: titles,
    });
    expect([offers.created, offers.failed]).toEqual([998, 2]);
    expect(offers.rows.filter((row: Data) => row.error)).toMatchObject([
      { index: 3, error: { code: 'VALIDATION_ERROR', details: [{ field: 'title' }] } },
      { index: 6, error: { code: 'DUPLICATE', details: [{ field: 'externalId' }] } },
    ]);
    const mine = await scene.student();
    const applications = offers.rows.map((row: Data) => ({
      studentId: mine,
      opportunityId: row.opportunity?.id ?? mine,
    }));
    training.hub.statements.length = 0;
    const submitted = await bulk(school, 'createApplications', 'CreateApplicationsInput', 'created', {
      applications: [...applications.slice(1), applications[2]],
    });
    expect(training.hub.statements.length).toBeLessThan(20);
    expect([submitted.created, submitted.failed]).toEqual([997, 3]);
    expect(submitted.rows.at(-1).error.code).toBe('DUPLICATE');
    const ids = submitted.rows.flatMap((row: Data) => row.application?.id ?? []);
    training.hub.statements.length = 0;
    const moved = await bulk(employer, 'updateApplicationStages', 'UpdateApplicationStagesInput', 'updated', {
      applications: [
        ...ids.map((applicationId: string) => ({ applicationId, stage: 'SCREENING' })),
        { applicationId: mine, stage: 'OFFER' },
        { applicationId: ids[0], stage: 'APPLIED' },
      ],
    });
    expect(training.hub.statements.length).toBeLessThan(40);
    expect([moved.updated, moved.failed]).toEqual([997, 2]);
    expect(moved.rows.slice(-2).map((row: Data) => row.error.code)).toEqual(['NOT_FOUND', 'CONFLICT']);
  });
});
