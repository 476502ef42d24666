import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../platform/auth/principal.ts';
import {
  type Data,
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, sandboxOperator } from '../../identity/fixtures.ts';
import { startTraining, type TrainingUnderTest } from '../training-under-test.ts';

const createOpportunity = `mutation($input: CreateOpportunityInput!) {
  createOpportunity(input: $input) { id title status acceptsApplications requiredSkills externalId }
}`;
const createApplication = `mutation($input: CreateApplicationInput!) {
  createApplication(input: $input) { id stage studentId opportunityId resumeUrl }
}`;
const updateStage = `mutation($input: UpdateApplicationStageInput!) {
  updateApplicationStage(input: $input) { id stage notes }
}`;
const withdraw = 'mutation($id: ID!) { withdrawApplication(input: { applicationId: $id }) { id stage } }';
const close = 'mutation($id: ID!) { closeOpportunity(input: { opportunityId: $id }) { id status } }';

/** As the integration guide writes it. */
const engineer = {
  title: 'Software Engineer',
  type: 'JOB',
  company: 'PT Contoh Karya',
  description: 'Merancang dan menjalankan layanan.',
  requiredSkills: ['JavaScript', 'React', 'Node.js'],
  gradeLevel: 'college',
  location: 'Bangalore',
};

describe('opportunities and applications', () => {
  let training: TrainingUnderTest;
  let employer: Principal;
  let school: Principal;
  let stranger: Principal;
  beforeAll(async () => {
    training = await startTraining({ siplatih: null });
    [employer, school, stranger] = [
      await training.institution(),
      await training.institution(),
      await training.institution(),
    ];
  });
  afterAll(() => training.close());

  const offered = async (fields: Record<string, unknown> = {}, by = employer): Promise<string> =>
    (await training.data(by, createOpportunity, { input: { ...engineer, ...fields } })).createOpportunity.id;
  const student = async (of = school): Promise<string> => (await training.students(of, 1))[0] as string;
  const learner = (studentId: string, of = school) =>
    learnerPrincipal([studentId], [of.organisationId as string], 'read', 'training:apply');
  const applied = async (opportunityId: string, studentId: string, by = school): Promise<string> =>
    (await training.data(by, createApplication, { input: { opportunityId, studentId } })).createApplication
      .id;
  const eventsOf = async (type: string, id: string): Promise<{ data: Data; audience: string[] }[]> =>
    (
      await training.hub.pool.query(
        `SELECT data, audience FROM (SELECT id, type, subject_id, data, audience FROM events.outbox
           UNION ALL SELECT id, type, subject_id, data, audience FROM events.log) all_of_them
         WHERE type = $1 AND subject_id = $2 ORDER BY id`,
        [type, id],
      )
    ).rows;

  it('that are open are seen by every institution and learner, with the id of the employer’s own system', async () => {
    const id = await offered({ externalId: 'ATS-JOB-123' });
    const read = 'query($id: ID!) { opportunity(id: $id) { title status externalId requiredSkills } }';
    for (const who of [employer, school, learner(await student()), platformPrincipal()])
      expect((await training.data(who, read, { id })).opportunity).toMatchObject({
        title: 'Software Engineer',
        status: 'OPEN',
        externalId: 'ATS-JOB-123',
      });
    const byExternalId =
      '{ opportunities(filter: { externalId: "ATS-JOB-123" }) { totalCount nodes { id } } }';
    expect((await training.data(school, byExternalId)).opportunities).toEqual({
      totalCount: 1,
      nodes: [{ id }],
    });
    const again = await training.call(employer, createOpportunity, {
      input: { ...engineer, externalId: 'ATS-JOB-123' },
    });
    expect([again.codes, again.fields]).toEqual([['DUPLICATE'], ['externalId']]);
  });

  it('that are closed are seen by their employer, and by who has applied with the application', async () => {
    const id = await offered();
    const mine = await student();
    const application = await applied(id, mine);
    await training.data(employer, close, { id });
    const read = 'query($id: ID!) { opportunity(id: $id) { status } }';
    expect((await training.data(employer, read, { id })).opportunity).toEqual({ status: 'CLOSED' });
    for (const who of [school, stranger, learner(mine)])
      expect((await training.data(who, read, { id })).opportunity).toBeNull();
    const through = 'query($id: ID!) { application(id: $id) { opportunity { title status } } }';
    for (const who of [school, learner(mine)])
      expect((await training.data(who, through, { id: application })).application.opportunity).toEqual({
        title: 'Software Engineer',
        status: 'CLOSED',
      });
  });

  it('of the sandbox are seen by nobody live, nor the other way round', async () => {
    const { hub } = training;
    const tried = await givenOrganisation(hub, 'Mencoba', 'EMPLOYER', sandboxOperator);
    const sandbox = organisationPrincipal(tried);
    const sandboxLearner = learnerPrincipal([], [tried]);
    const [live, trial] = [await offered(), await offered({}, sandbox)];
    const read = 'query($id: ID!) { opportunity(id: $id) { id } }';
    const sees = async (who: Principal, id: string) =>
      (await training.data(who, read, { id })).opportunity !== null;
    const liveOnes = [school, learner(await student()), platformPrincipal()];
    for (const who of liveOnes)
      expect([await sees(who, live), await sees(who, trial)]).toEqual([true, false]);
    for (const who of [sandbox, sandboxLearner, sandboxOperator])
      expect([await sees(who, live), await sees(who, trial)]).toEqual([false, true]);
  });

  it('are found by words, skills, kind, place and whether one may still apply', async () => {
    const company = `PT Pencarian ${Date.now()}`;
    const welder = await offered({
      company,
      title: 'Juru Las Kapal',
      type: 'INTERNSHIP',
      location: 'Kota Batam',
      requiredSkills: ['SMAW'],
    });
    const late = await offered({ company, title: 'Juru Las Pipa', location: 'Medan', applyBy: '2020-01-01' });
    const found = async (filter: Record<string, unknown>) => {
      const query =
        'query($filter: OpportunityFilter!) { opportunities(filter: $filter) { totalCount nodes { id } } }';
      const { opportunities } = await training.data(school, query, {
        filter: { search: `"${company}"`, ...filter },
      });
      expect(opportunities.totalCount).toBe(opportunities.nodes.length);
      return opportunities.nodes.map((node: Data) => node.id);
    };
    expect(await found({})).toEqual([late, welder]);
    expect(await found({ search: `"${company}" kapal` })).toEqual([welder]);
    expect(await found({ search: `"${company}" 'unbalanced & ( words` })).toEqual([]);
    expect(await found({ type: 'INTERNSHIP' })).toEqual([welder]);
    expect(await found({ locationContains: 'batam' })).toEqual([welder]);
    expect(await found({ skills: ['SMAW', 'GTAW'] })).toEqual([welder]);
    expect(await found({ acceptingApplications: true })).toEqual([welder]);
    expect(await found({ acceptingApplications: false })).toEqual([late]);
    expect(await found({ status: 'CLOSED' })).toEqual([]);
  });

  it('are changed by who offers them alone', async () => {
    const id = await offered();
    const update =
      'mutation($id: ID!) { updateOpportunity(input: { id: $id, location: "Medan", gradeLevel: null }) { location gradeLevel title } }';
    for (const query of [update, close]) {
      expect((await training.call(school, query, { id })).codes).toEqual(['FORBIDDEN']);
      expect((await training.call(learner(await student()), query, { id })).codes).toEqual(['FORBIDDEN']);
    }
    expect((await training.data(employer, update, { id })).updateOpportunity).toEqual({
      location: 'Medan',
      gradeLevel: null,
      title: 'Software Engineer',
    });
    await training.data(employer, close, { id });
    await training.data(employer, close, { id });
    const reopen =
      'mutation($id: ID!) { reopenOpportunity(input: { opportunityId: $id }) { status closedAt } }';
    expect((await training.data(employer, reopen, { id })).reopenOpportunity).toEqual({
      status: 'OPEN',
      closedAt: null,
    });
    expect(await eventsOf('opportunity.closed', id)).toHaveLength(1);
    expect((await eventsOf('opportunity.created', id))[0]?.data).toEqual({
      opportunity_id: id,
      title: 'Software Engineer',
      type: 'job',
      company: 'PT Contoh Karya',
      external_id: null,
    });
  });

  it('are applied for by the learner and by their school, and tell both organisations', async () => {
    const id = await offered();
    const [first, second] = [await student(), await student()];
    const input = { opportunityId: id, studentId: first, resumeUrl: 'https://cv.example/1.pdf' };
    const { createApplication: own } = await training.data(learner(first), createApplication, { input });
    expect(own).toMatchObject({ stage: 'APPLIED', studentId: first, resumeUrl: 'https://cv.example/1.pdf' });
    await applied(id, second);
    const [event] = await eventsOf('application.submitted', own.id);
    expect(event?.data).toEqual({ application_id: own.id, student_id: first, opportunity_id: id });
    expect(new Set(event?.audience)).toEqual(new Set([employer.organisationId, school.organisationId]));
    const list =
      'query($id: ID!) { opportunity(id: $id) { applications { totalCount nodes { studentId } } } }';
    const seenBy = async (who: Principal) =>
      (await training.data(who, list, { id })).opportunity.applications.totalCount;
    expect([
      await seenBy(employer),
      await seenBy(school),
      await seenBy(learner(first)),
      await seenBy(stranger),
    ]).toEqual([2, 2, 1, 0]);
  });

  it('share name and e-mail of who applies with the employer, all applicants of a page in one call', async () => {
    const id = await offered();
    for (const one of await training.students(school, 3)) await applied(id, one);
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
    const [mine, another] = [await student(), await student()];
    await applied(await offered(), mine);
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

  it('are not applied for twice, in another’s name, or once they take no applications', async () => {
    const [id, mine, foreign] = [await offered(), await student(), await student(stranger)];
    await applied(id, mine);
    const attempt = (by: Principal, input: Record<string, unknown>) =>
      training.call(by, createApplication, { input: { opportunityId: id, ...input } });
    expect((await attempt(school, { studentId: mine })).codes).toEqual(['DUPLICATE']);
    expect((await attempt(school, { studentId: foreign })).codes).toEqual(['NOT_FOUND']);
    expect((await attempt(employer, { studentId: mine })).codes).toEqual(['NOT_FOUND']);
    expect((await attempt(learner(mine), { studentId: foreign })).codes).toEqual(['NOT_FOUND']);
    const input = { studentId: await student(), resumeUrl: 'javascript:alert(1)' };
    expect((await attempt(school, input)).fields).toEqual(['resumeUrl']);
    const late = await offered({ applyBy: '2020-01-01' });
    const tooLate = await attempt(school, { opportunityId: late, studentId: mine });
    expect(tooLate.codes).toEqual(['CONFLICT']);
    await training.data(employer, close, { id });
    const gone = await attempt(school, { studentId: await student() });
    expect(gone.codes).toEqual(['NOT_FOUND']);
  });

  it('of one student at a time many are submitted once', async () => {
    const [id, mine] = [await offered(), await student()];
    const input = { opportunityId: id, studentId: mine };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => training.call(school, createApplication, { input })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ codes }) => codes))).toEqual(new Set(['DUPLICATE']));
    const repeated = { ...input, studentId: await student(), idempotencyKey: `app-${id}` };
    const repeats = [1, 2].map(() => training.data(school, createApplication, { input: repeated }));
    const [one, two] = await Promise.all(repeats);
    expect(two).toEqual(one);
  });

  it('move by stages of the employer’s, with notes that nobody else reads, and keep their history', async () => {
    const mine = await student();
    const id = await applied(await offered(), mine);
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
    const changed = await eventsOf('application.stage.changed', id);
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
    for (const who of [school, learner(mine)])
      expect((await training.data(who, read, { id })).application).toEqual({
        notes: null,
        history: history.map((step) => ({ ...step, notes: null })),
      });
  });

  it('are withdrawn by the learner or their school, and may be submitted again', async () => {
    const [opportunityId, mine] = [await offered(), await student()];
    const id = await applied(opportunityId, mine);
    expect((await training.call(stranger, withdraw, { id })).codes).toEqual(['NOT_FOUND']);
    expect((await training.data(learner(mine), withdraw, { id })).withdrawApplication.stage).toBe(
      'WITHDRAWN',
    );
    expect((await training.data(school, withdraw, { id })).withdrawApplication.stage).toBe('WITHDRAWN');
    expect(await applied(opportunityId, mine)).toBe(id);
    expect(await eventsOf('application.submitted', id)).toHaveLength(2);
    expect((await training.data(school, withdraw, { id })).withdrawApplication.stage).toBe('WITHDRAWN');
    const hired = await applied(await offered(), mine);
    await training.data(employer, updateStage, { input: { applicationId: hired, stage: 'HIRED' } });
    expect((await training.call(learner(mine), withdraw, { id: hired })).codes).toEqual(['CONFLICT']);
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
    const mine = await student();
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
