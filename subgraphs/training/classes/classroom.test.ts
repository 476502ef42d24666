import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../platform/auth/principal.ts';
import { type Data, learnerPrincipal } from '../../../test/subgraph-harness.ts';
import { startTraining, type TrainingUnderTest } from '../training-under-test.ts';

const addMany = `mutation($input: AddStudentsToClassesInput!) { addStudentsToClasses(input: $input) {
  added failed rows { index membership { id student { id } } error { code } } } }`;
const recordMany = `mutation($input: RecordAttendancesInput!) { recordAttendances(input: $input) {
  recorded failed rows { index attendance { id date status } error { code details { field } } } } }`;
const gradeMany = `mutation($input: RecordGradesInput!) { recordGrades(input: $input) {
  recorded failed rows { index grade { id score letterGrade } error { code details { field } } } } }`;
const removeOne = `mutation($input: RemoveStudentFromClassInput!) {
  removeStudentFromClass(input: $input) { id createdAt class { name } student { id } } }`;

describe('the classroom', () => {
  let training: TrainingUnderTest;
  let school: Principal;
  let other: Principal;
  beforeAll(async () => {
    training = await startTraining({ siplatih: null });
    [school, other] = [await training.institution(), await training.institution()];
  });
  afterAll(() => training.close());

  const create = async (noun: string, fields: object, of = school): Promise<Data> => {
    const query = `mutation($input: Create${noun}Input!) { create${noun}(input: $input) { id program { id } } }`;
    return (await training.data(of, query, { input: fields }))[`create${noun}`];
  };
  const givenClass = async (of = school): Promise<string> => (await create('Class', { name: 'XII' }, of)).id;
  const givenSubject = async (of = school): Promise<string> =>
    (await create('Subject', { name: 'Fisika' }, of)).id;
  const add = async (classId: string, studentIds: string[]): Promise<Data> => {
    const memberships = studentIds.map((studentId) => ({ classId, studentId }));
    return (await training.data(school, addMany, { input: { memberships } })).addStudentsToClasses;
  };
  const attend = async (records: Data[]): Promise<Data> =>
    (await training.data(school, recordMany, { input: { records } })).recordAttendances;
  const grade = async (grades: Data[]): Promise<Data> =>
    (await training.data(school, gradeMany, { input: { grades } })).recordGrades;
  /** What the first `count` events of `type` tell of what `work` does. */
  const told = async (type: string, count: number, work: () => Promise<unknown>): Promise<unknown[]> => {
    const seen = training.hub.events.stream((event) => (event.type === type ? event : undefined));
    await work();
    const data: unknown[] = [];
    while (data.length < count) data.push((await seen.next()).value?.data);
    await seen.return?.();
    return data;
  };

  it.each(['Class', 'Subject'])(
    '%s belongs to a program of the same institution, or to none',
    async (noun) => {
      const input = { name: 'Satu', programId: await training.program(school), externalId: 'SIS-1' };
      expect(await create(noun, input)).toMatchObject({ program: { id: input.programId } });
      const query = `mutation($input: Create${noun}Input!) { create${noun}(input: $input) { id } }`;
      const again = await training.call(school, query, { input });
      expect([again.codes, again.fields]).toEqual([['DUPLICATE'], ['externalId']]);
      const foreign = { name: 'Dua', programId: await training.program(other) };
      expect((await training.call(school, query, { input: foreign })).codes).toEqual(['NOT_FOUND']);
      const list = noun === 'Class' ? 'classes' : 'subjects';
      const found = `query($f: ${noun}Filter) { ${list}(filter: $f) { totalCount nodes { name } } }`;
      const filter = { f: { externalId: 'SIS-1', nameContains: 'sat' } };
      const its = { totalCount: 1, nodes: [{ name: 'Satu' }] };
      expect((await training.data(school, found, filter))[list]).toEqual(its);
      expect((await training.data(other, found, filter))[list].totalCount).toBe(0);
      const { id } = await create(noun, { name: 'Tiga' });
      const rename = `mutation($input: Update${noun}Input!) { update${noun}(input: $input) { name externalId } }`;
      const renames = await told(`${noun.toLowerCase()}.updated`, 2, async () => {
        for (const name of ['Empat', 'Empat', 'Lima'])
          await training.data(school, rename, { input: { id, name, externalId: 'SIS-4' } });
      });
      expect(renames).toMatchObject([{ name: 'Empat', external_id: 'SIS-4' }, { name: 'Lima' }]);
      expect((await training.call(other, rename, { input: { id, name: 'x' } })).codes).toEqual(['NOT_FOUND']);
    },
  );

  it.each([
    ['Class', 'classes', 'name', 'class.created'],
    ['Subject', 'subjects', 'name', 'subject.created'],
    ['Assessment', 'assessments', 'title', 'assessment.created'],
  ])(
    '%s is created by the thousand, each row succeeding or failing by itself',
    async (noun, plural, title, type) => {
      const [programId, foreign] = [await training.program(school), await training.program(other)];
      const rows: Data[] = Array.from({ length: 1000 }, (_, each) => ({ [title]: `Ke-${each}`, programId }));
      rows[1][title] = ' ';
      rows[2].programId = foreign;
      rows[3].externalId = rows[4].externalId = `BULK-${noun}`;
      rows[5].organisationId = other.organisationId;
      rows[999].externalId = 'last';
      const create = `create${noun === 'Class' ? 'Classes' : `${noun}s`}`;
      const one = noun.toLowerCase();
      const query = `mutation($input: ${create.replace('c', 'C')}Input!) { ${create}(input: $input) {
      created failed rows { index ${one} { externalId program { id } } error { code details { field } } } } }`;
      const keyed = { input: { [plural]: rows, idempotencyKey: `bulk-${noun}` } };
      let outcome: Data = {};
      const events = await told(type, 996, async () => {
        training.hub.statements.length = 0;
        outcome = (await training.data(school, query, keyed))[create];
        expect(training.hub.statements.length).toBeLessThan(20);
        expect((await training.data(school, query, keyed))[create]).toEqual(outcome);
      });
      expect([outcome.created, outcome.failed]).toEqual([996, 4]);
      expect(outcome.rows.filter((row: Data) => row.error)).toMatchObject([
        { index: 1, error: { code: 'VALIDATION_ERROR', details: [{ field: title }] } },
        { index: 2, error: { code: 'NOT_FOUND' } },
        { index: 4, error: { code: 'DUPLICATE', details: [{ field: 'externalId' }] } },
        { index: 5, error: { code: 'VALIDATION_ERROR', details: [{ field: 'organisationId' }] } },
      ]);
      expect(events.at(-1)).toMatchObject({ [title]: 'Ke-999', course_id: programId, external_id: 'last' });
      const learner = learnerPrincipal([], [school.organisationId as string]);
      expect((await training.call(learner, query, keyed)).codes).toEqual(['FORBIDDEN']);
    },
  );

  it('has students who come, stay when they are added again, and go, and attendance that remains', async () => {
    const [classId, [one = '', two = ''], [foreign = '']] = [
      await givenClass(),
      await training.students(school, 2),
      await training.students(other, 1),
    ];
    expect(await add(classId, [one, two, foreign])).toMatchObject({ added: 2, failed: 1 });
    const again = await told('class.student_removed', 1, async () => {
      expect(await add(classId, [one])).toMatchObject({ added: 1, failed: 0 });
      await attend([{ classId, studentId: one, date: '2026-09-07', status: 'PRESENT' }]);
      const input = { classId, studentId: one };
      const keyed = { input: { ...input, idempotencyKey: 'left' } };
      const removed = (await training.data(school, removeOne, keyed)).removeStudentFromClass;
      expect(removed).toMatchObject({ class: { name: 'XII' }, student: { id: one } });
      expect((await training.data(school, removeOne, keyed)).removeStudentFromClass).toEqual(removed);
      expect((await training.call(school, removeOne, { input })).codes).toEqual(['NOT_FOUND']);
    });
    expect(again).toEqual([{ class_id: classId, student_id: one }]);
    const query = `query($id: ID!) { class(id: $id) {
      memberships { totalCount nodes { student { id } } } attendance { nodes { student { id } status } } } }`;
    expect((await training.data(school, query, { id: classId })).class).toEqual({
      memberships: { totalCount: 1, nodes: [{ student: { id: two } }] },
      attendance: { nodes: [{ student: { id: one }, status: 'PRESENT' }] },
    });
  });

  it('has one record for each student, class and day: again corrects it, and the same again changes nothing', async () => {
    const [classId, [studentId = '']] = [await givenClass(), await training.students(school, 1)];
    const row = { classId, studentId, date: '2026-09-07' };
    const events = await told('attendance.recorded', 3, async () => {
      const { rows } = await attend([
        { ...row, status: 'ABSENT' },
        { ...row, status: 'LATE' },
      ]);
      expect(rows[0].attendance).toEqual({ id: rows[1].attendance.id, date: '2026-09-07', status: 'LATE' });
      const same = await attend([{ ...row, status: 'LATE' }]);
      expect(same.rows[0].attendance).toEqual(rows[1].attendance);
      const corrected = await attend([{ ...row, status: 'PRESENT' }]);
      expect(corrected.rows[0].attendance).toEqual({ ...rows[1].attendance, status: 'PRESENT' });
      await attend([{ ...row, date: '2026-09-08', status: 'PRESENT' }]);
    });
    expect(events).toMatchObject([
      { student_id: studentId, class_id: classId, date: '2026-09-07', previous_status: null, status: 'late' },
      { date: '2026-09-07', previous_status: 'late', status: 'present' },
      { date: '2026-09-08', previous_status: null, status: 'present' },
    ]);
    const query = `query($f: AttendanceFilter) { attendanceRecords(filter: $f) { nodes { date } } }`;
    const f = { studentId, from: '2026-09-08', to: '2026-09-30', status: 'PRESENT' };
    const { attendanceRecords } = await training.data(school, query, { f });
    expect(attendanceRecords.nodes).toEqual([{ date: '2026-09-08' }]);
  });

  it('has who came and did not go, as its events tell, however many add and remove at the same time', async () => {
    const [classId, [studentId = '', last = '']] = [await givenClass(), await training.students(school, 2)];
    const seen = training.hub.events.stream(({ type, data }) =>
      type.startsWith('class.student_') ? { type, ...(data as Data) } : undefined,
    );
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        add(classId, [studentId.toUpperCase()]),
        training.call(school, removeOne, { input: { classId, studentId } }),
        add(classId, [studentId]),
      ]);
    }
    await add(classId, [last]);
    let inIt = 0;
    for await (const event of seen as AsyncIterable<Data>) {
      if (event.student_id === last) break;
      expect(event.student_id).toBe(studentId);
      inIt += event.type === 'class.student_added' ? 1 : -1;
    }
    const query = 'query($f: ClassMembershipFilter) { classMemberships(filter: $f) { totalCount } }';
    const { classMemberships } = await training.data(school, query, { f: { classId, studentId } });
    expect(classMemberships.totalCount).toBe(inIt);
  });

  it('takes attendance that two systems send at the same time in any order, and doubles none', async () => {
    const [classId, studentIds] = [await givenClass(), await training.students(school, 200)];
    const day = (status: string) =>
      studentIds.map((studentId) => ({ classId, studentId, date: '2026-09-07', status }));
    const sent = await Promise.all([
      attend(day('PRESENT')),
      attend(day('LATE').reverse()),
      attend(day('ABSENT')),
    ]);
    expect(sent.map(({ recorded }) => recorded)).toEqual([200, 200, 200]);
    const query = 'query($f: AttendanceFilter) { attendanceRecords(filter: $f) { totalCount } }';
    const { attendanceRecords } = await training.data(school, query, { f: { classId } });
    expect(attendanceRecords.totalCount).toBe(200);
  });

  it('has a thousand rows at a time, each succeeding or failing by itself, new or known', async () => {
    const [classId, [mine = ''], [foreign = '']] = [
      await givenClass(),
      await training.students(school, 1),
      await training.students(other, 1),
    ];
    const dayAt = (index: number) => new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);
    const records: Data[] = Array.from({ length: 1000 }, (_, index) => ({
      classId,
      studentId: mine,
      date: dayAt(index),
      status: 'PRESENT',
    }));
    records[1].studentId = foreign;
    records[2].date = '2999-01-01';
    records[3].classId = await givenClass(other);
    training.hub.statements.length = 0;
    const outcome = await attend(records);
    expect(training.hub.statements.length).toBeLessThan(15);
    expect([outcome.recorded, outcome.failed]).toEqual([997, 3]);
    expect(outcome.rows.filter((row: Data) => row.error)).toMatchObject([
      { index: 1, error: { code: 'NOT_FOUND' } },
      { index: 2, error: { code: 'VALIDATION_ERROR', details: [{ field: 'date' }] } },
      { index: 3, error: { code: 'NOT_FOUND' } },
    ]);
    training.hub.statements.length = 0;
    const again = await attend(records.map((row) => ({ ...row, status: 'LATE' })));
    expect(training.hub.statements.length).toBeLessThan(20);
    expect([again.recorded, again.rows[0].attendance]).toEqual([
      997,
      { id: outcome.rows[0].attendance.id, date: dayAt(0), status: 'LATE' },
    ]);
  });

  it('has one grade for each student, subject and term, with a score, a letter, or both', async () => {
    const [subjectId, [studentId = '']] = [await givenSubject(), await training.students(school, 1)];
    const term = '2026/2027 "ganjil", {1}';
    const events = await told('grade.recorded', 2, async () => {
      const { rows } = await grade([{ subjectId, studentId, term, score: 87.25 }]);
      await grade([{ subjectId, studentId, term, score: 87.25 }]);
      const better = await grade([
        { subjectId, studentId, term, score: 90, letterGrade: 'A' },
        { subjectId, studentId, term: '2026/2027-2' },
        { subjectId, studentId, term: '2026/2027-2', score: 100.5 },
        { subjectId: await givenSubject(other), studentId, term, score: 1 },
      ]);
      expect(better).toMatchObject({ recorded: 1, failed: 3 });
      expect(better.rows[0].grade).toEqual({ id: rows[0].grade.id, score: 90, letterGrade: 'A' });
      expect(better.rows.slice(1).map(({ error }: Data) => error)).toMatchObject([
        { code: 'VALIDATION_ERROR', details: [{ field: 'score' }] },
        { code: 'VALIDATION_ERROR', details: [{ field: 'score' }] },
        { code: 'NOT_FOUND' },
      ]);
    });
    expect(events).toMatchObject([
      { student_id: studentId, subject_id: subjectId, term, score: 87.25, grade: null },
      { term, score: 90, grade: 'A' },
    ]);
    const query = 'query($f: GradeFilter) { grades(filter: $f) { nodes { term score subject { name } } } }';
    const { grades } = await training.data(school, query, { f: { subjectId, term } });
    expect(grades.nodes).toEqual([{ term, score: 90, subject: { name: 'Fisika' } }]);
  });

  it('shows a learner themselves and nobody else, and lets no learner write', async () => {
    const [classId, subjectId] = [await givenClass(), await givenSubject()];
    const [mine = '', another = ''] = await training.students(school, 2);
    await add(classId, [mine, another]);
    for (const studentId of [mine, another]) {
      await attend([{ classId, studentId, date: '2026-09-07', status: 'PRESENT' }]);
      await grade([{ subjectId, studentId, term: '1', score: 80 }]);
    }
    const query = `query($c: ID!, $s: ID!) {
      class(id: $c) { memberships { nodes { student { id } } } attendance { nodes { student { id } } } }
      subject(id: $s) { grades { nodes { student { id } } } } }`;
    const seenBy = async (who: Principal) => {
      const { class: its, subject } = await training.data(who, query, { c: classId, s: subjectId });
      return [its?.memberships, its?.attendance, subject?.grades].map((page) =>
        page?.nodes.map(({ student }: Data) => student.id),
      );
    };
    const learner = learnerPrincipal([mine], [school.organisationId as string], 'read', 'write');
    expect(await seenBy(school)).toEqual([1, 2, 3].map(() => [another, mine]));
    expect(await seenBy(learner)).toEqual([[mine], [mine], [mine]]);
    expect(await seenBy(other)).toEqual([undefined, undefined, undefined]);
    const writes: [string, object][] = [
      [addMany, { memberships: [{ classId, studentId: mine }] }],
      [removeOne, { classId, studentId: mine }],
      [recordMany, { records: [{ classId, studentId: mine, date: '2026-09-07', status: 'PRESENT' }] }],
      [gradeMany, { grades: [{ subjectId, studentId: mine, term: '1', score: 100 }] }],
    ];
    for (const [write, input] of writes)
      expect((await training.call(learner, write, { input })).codes).toEqual(['FORBIDDEN']);
  });
});
