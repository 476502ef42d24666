import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
} from '../../../test/subgraph-harness.ts';
import { startTraining, type TrainingUnderTest, vocational } from '../training-under-test.ts';

const create = 'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id } }';
const update = 'mutation($input: UpdateProgramInput!) { updateProgram(input: $input) { id name fee code } }';
const everything = `id code name nameEn type sector subSector description durationDays durationHours startDate endDate
  location { address city province postalCode } skkniCode capacity instructors { name qualification certification }
  curriculum { moduleName durationHours learningOutcomes } fee skills externalId siplatihProgramId siplatihStatus
  siplatihRegisteredAt enrolledCount organisation { id }`;

describe('programs', () => {
  let training: TrainingUnderTest;
  beforeAll(async () => {
    training = await startTraining({ siplatih: null });
  });
  afterAll(() => training.close());

  it('come back with every field that they were created with', async () => {
    const lpk = await training.institution();
    const id = await training.program(lpk, { code: 'LPK-2024-001', externalId: 'course-7' });
    const data = await training.data(lpk, `query($id: ID!) { program(id: $id) { ${everything} } }`, { id });
    expect(data.program).toEqual({
      ...vocational,
      id,
      code: 'LPK-2024-001',
      externalId: 'course-7',
      siplatihProgramId: null,
      siplatihStatus: null,
      siplatihRegisteredAt: null,
      enrolledCount: 0,
      organisation: { id: lpk.organisationId },
    });
  });

  it('may be a course of an LMS, of which little more than the name is known', async () => {
    const lpk = await training.institution();
    const input = {
      type: 'INTERNAL',
      name: 'Etika kerja',
      durationHours: 40,
      skills: ['ethics'],
      externalId: 'lms-1',
    };
    const { createProgram } = await training.data(lpk, create, { input });
    const { programs } = await training.data(
      lpk,
      `{ programs(filter: {externalId: "lms-1"}) { totalCount nodes { ${everything} } } }`,
    );
    expect(programs.totalCount).toBe(1);
    expect(programs.nodes[0]).toMatchObject({
      ...input,
      id: createProgram.id,
      code: null,
      fee: 0,
      capacity: null,
      instructors: [],
      curriculum: [],
      location: null,
    });
  });

  it.each([
    ['an end before the start', { endDate: '2024-01-14' }, ['endDate']],
    ['hours that are not the curriculum’s sum', { durationHours: 1441 }, ['durationHours']],
    ['a curriculum without hours of the whole', { durationHours: null }, ['durationHours']],
    ['no places', { capacity: 0 }, ['capacity']],
    ['an absurd number of places', { capacity: 100_001 }, ['capacity']],
    ['a negative fee', { fee: -1 }, ['fee']],
    ['an absurd fee', { fee: 9_007_199_254_740_991 }, ['fee']],
    [
      'a postal code that is none',
      { location: { ...vocational.location, postalCode: '1022' } },
      ['location.postalCode'],
    ],
    [
      'a module of no hours',
      { curriculum: [{ moduleName: 'x', durationHours: 0, learningOutcomes: [] }] },
      ['curriculum.0.durationHours'],
    ],
    [
      'an instructor without a name',
      { instructors: [{ name: '', qualification: 'x' }] },
      ['instructors.0.name'],
    ],
    ['no code', { code: null }, ['code']],
    ['no name', { name: '' }, ['name']],
    ['no name and an absurd length', { name: '', durationDays: 99_999 }, ['durationDays', 'name']],
  ])('with %s are refused, and the field is named', async (_what, fields, wrong) => {
    const lpk = await training.institution();
    const answer = await training.call(lpk, create, { input: { ...vocational, code: 'X', ...fields } });
    expect(answer.codes).toEqual(['VALIDATION_ERROR']);
    expect(answer.fields.sort()).toEqual(wrong);
    expect((await training.data(lpk, '{ programs { totalCount } }')).programs.totalCount).toBe(0);
  });

  it.each([
    ['a fee with decimals', { fee: 500_000.5 }],
    ['a date that is none', { startDate: '2024-02-30' }],
    ['an unknown type', { type: 'SOMETHING' }],
    ['a fraction of a place', { capacity: 1.5 }],
  ])('with %s are refused before anything is done', async (_what, fields) => {
    const lpk = await training.institution();
    const answer = await training.call(lpk, create, { input: { ...vocational, code: 'X', ...fields } });
    expect(answer.codes).toEqual(['VALIDATION_ERROR']);
  });

  it('change field by field, and are checked as a whole', async () => {
    const lpk = await training.institution();
    const id = await training.program(lpk, { code: 'CHANGING' });
    const { updateProgram } = await training.data(lpk, update, { input: { id, name: 'Baru', fee: null } });
    expect(updateProgram).toEqual({ id, name: 'Baru', fee: 0, code: 'CHANGING' });
    const wrong = await training.call(lpk, update, { input: { id, durationHours: 100 } });
    expect(wrong.fields).toEqual(['durationHours']);
    await training.data(lpk, update, { input: { id, durationHours: 100, curriculum: null } });
  });

  it('have a code and an external id of their own within an organisation', async () => {
    const [one, two] = [await training.institution(), await training.institution()];
    await training.program(one, { code: 'SAME', externalId: 'same' });
    await training.program(two, { code: 'SAME', externalId: 'same' });
    const code = await training.call(one, create, { input: { ...vocational, code: 'SAME' } });
    expect([code.codes, code.fields]).toEqual([['DUPLICATE'], ['code']]);
    const external = await training.call(one, create, {
      input: { type: 'INTERNAL', name: 'x', externalId: 'same' },
    });
    expect([external.codes, external.fields]).toEqual([['DUPLICATE'], ['externalId']]);
  });

  it('are seen and changed by their own institution alone, and read by its learners', async () => {
    const [one, two] = [await training.institution(), await training.institution()];
    const id = await training.program(one);
    const read = 'query($id: ID!) { program(id: $id) { id } }';
    expect((await training.data(two, read, { id })).program).toBeNull();
    const taken = await training.call(two, update, { input: { id, name: 'taken over' } });
    expect(taken.codes).toEqual(['NOT_FOUND']);
    const [student] = await training.students(one, 1);
    const learner = learnerPrincipal([student as string], [one.organisationId as string], 'read', 'write');
    expect((await training.data(learner, read, { id })).program).toEqual({ id });
    const change = await training.call(learner, update, { input: { id, name: 'x' } });
    expect(change.codes).toEqual(['FORBIDDEN']);
  });

  it('are created by the operator for an organisation that exists', async () => {
    const lpk = await training.institution();
    const input = { type: 'INTERNAL', name: 'x' };
    const admin = platformPrincipal();
    const none = await training.call(admin, create, { input });
    expect([none.codes, none.fields]).toEqual([['VALIDATION_ERROR'], ['organisationId']]);
    const unknown = '01900000-0000-7000-8000-000000000000';
    const strange = await training.call(admin, create, { input: { ...input, organisationId: unknown } });
    expect(strange.fields).toEqual(['organisationId']);
    await training.data(admin, create, { input: { ...input, organisationId: lpk.organisationId } });
    const other = await training.institution();
    const foreign = await training.call(other, create, {
      input: { ...input, organisationId: lpk.organisationId },
    });
    expect(foreign.fields).toEqual(['organisationId']);
  });

  it('need the scope of training', async () => {
    const lpk = await training.institution();
    const reader = organisationPrincipal(lpk.organisationId as string, 'training:read');
    const answer = await training.call(reader, create, { input: { type: 'INTERNAL', name: 'x' } });
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(answer.errors[0]?.message).toContain('training:write');
  });

  it('are found by type, sector, code, registration and part of the name', async () => {
    const lpk = await training.institution();
    const id = await training.program(lpk, { code: 'FIND-ME', sector: 'TOURISM', name: 'Tata boga 100%' });
    await training.program(lpk);
    await training.data(lpk, create, { input: { type: 'INTERNAL', name: 'Lain' } });
    const found = async (filter: Record<string, unknown>) => {
      const query = 'query($filter: ProgramFilter) { programs(filter: $filter) { nodes { id } totalCount } }';
      return (await training.data(lpk, query, { filter })).programs;
    };
    const mine = { nodes: [{ id }], totalCount: 1 };
    expect(await found({ sector: 'TOURISM', type: 'VOCATIONAL' })).toEqual(mine);
    expect(await found({ code: 'FIND-ME' })).toEqual(mine);
    expect(await found({ nameContains: 'BOGA 100%' })).toEqual(mine);
    expect(await found({ nameContains: 'b%a' })).toEqual({ nodes: [], totalCount: 0 });
    expect((await found({ registeredWithSiplatih: false })).totalCount).toBe(3);
    expect((await found({ registeredWithSiplatih: true })).totalCount).toBe(0);
    expect((await found({ type: 'INTERNAL', sector: null })).totalCount).toBe(1);
  });

  it('say in the log that they were created and changed', async () => {
    const lpk = await training.institution();
    const seen = training.hub.events.stream((event) =>
      event.subject.type === 'Program' ? event : undefined,
    );
    const id = await training.program(lpk, { code: 'LOGGED' });
    await training.data(lpk, update, { input: { id, name: 'Baru' } });
    const events = [(await seen.next()).value, (await seen.next()).value];
    await seen.return?.();
    expect(events).toMatchObject([
      { type: 'program.created', subject: { type: 'Program', id }, audience: [lpk.organisationId] },
      { type: 'program.updated', data: { program_id: id, code: 'LOGGED', name: 'Baru' } },
    ]);
  });
});
