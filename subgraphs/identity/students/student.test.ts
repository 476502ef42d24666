import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../fixtures.ts';
import { identity } from '../subgraph.ts';
import { isNik } from './nik.ts';

const createStudents = `mutation($input: CreateStudentsInput!) {
  createStudents(input: $input) { created failed rows { index student { id email } error { code details { field } } } }
}`;
const createStudent =
  'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id name email nik organisation { id } } }';
const nik = '3201011505990001';

describe('students', () => {
  let hub: SubgraphHarness;
  let school: string;
  let other: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    school = await givenOrganisation(hub, 'SMK Satu', 'SCHOOL');
    other = await givenOrganisation(hub, 'SMK Dua', 'SCHOOL');
  });
  afterAll(() => hub.close());

  it('belong to the organisation of the key that creates them', async () => {
    const answer = await hub.call('identity', organisationPrincipal(school), createStudent, {
      input: { name: 'Budi', email: 'budi@example.org' },
    });
    expect(answer.data.createStudent).toMatchObject({ name: 'Budi', organisation: { id: school } });
  });

  it('tell the event log their id, name and e-mail address, and nothing of the NIK', async () => {
    const seen = hub.events.stream((event) =>
      event.type === 'student.created' && event.data.name === 'Logged' ? event : undefined,
    );
    const id = await givenStudent(hub, school, { name: 'Logged', email: 'logged@example.org', nik });
    const { value } = await seen.next();
    expect(value?.data).toEqual({ student_id: id, name: 'Logged', email: 'logged@example.org' });
    await seen.return?.();
  });

  it('show their NIK only to a key with the scope for it, and keep it encrypted at rest', async () => {
    const id = await givenStudent(hub, school, { nik });
    const query = 'query($id: ID!) { student(id: $id) { nik } }';
    const masked = await hub.call('identity', organisationPrincipal(school, 'read', 'admin'), query, { id });
    expect(masked.data.student.nik).toBe('************0001');
    const clear = await hub.call('identity', organisationPrincipal(school, 'read', 'students:nik'), query, {
      id,
    });
    expect(clear.data.student.nik).toBe(nik);
    const { rows } = await hub.pool.query(
      'SELECT row_to_json(s)::text AS row FROM identity.students s WHERE id = $1',
      [id],
    );
    expect(rows[0].row).not.toContain(nik);
  });

  it.each([
    ['320101150599000', 'is too short'],
    ['3201019905990001', 'has no such day'],
    ['3201011513990001', 'has no such month'],
    ['32010115059900AB', 'has letters'],
  ])('refuse the NIK %s, which %s', async (wrong) => {
    const answer = await hub.call('identity', organisationPrincipal(school), createStudent, {
      input: { name: 'x', email: 'nik@example.org', nik: wrong },
    });
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], ['nik']]);
  });

  it('take the NIK of a woman, whose day of birth is written 40 higher', () => {
    expect(isNik('3201015505990001')).toBe(true);
  });

  it('refuse an e-mail address that is taken in the organisation, in any case, and allow it in another', async () => {
    await givenStudent(hub, school, { email: 'same@example.org' });
    const again = await hub.call('identity', organisationPrincipal(school), createStudent, {
      input: { name: 'x', email: 'SAME@example.org' },
    });
    expect(again.codes).toEqual(['DUPLICATE_EMAIL']);
    const elsewhere = await hub.call('identity', organisationPrincipal(other), createStudent, {
      input: { name: 'x', email: 'same@example.org' },
    });
    expect(elsewhere.errors).toEqual([]);
  });

  it('are created a thousand at a time, each row succeeding or failing by itself', async () => {
    await givenStudent(hub, school, { email: 'taken@example.org', externalId: 'SIS-TAKEN' });
    const rows: Record<string, unknown>[] = Array.from({ length: 1000 }, (_, i) => ({
      name: `Bulk ${i}`,
      email: `bulk${i}@example.org`,
    }));
    rows[3] = { name: 'x', email: 'no address' };
    rows[5] = { name: 'x', email: 'taken@example.org' };
    rows[7] = { name: 'x', email: 'bulk6@example.org' };
    rows[9] = { name: 'x', email: 'fresh@example.org', externalId: 'SIS-TAKEN' };
    const answer = await hub.call('identity', organisationPrincipal(school), createStudents, {
      input: { students: rows },
    });
    expect(answer.errors).toEqual([]);
    const { created, failed, rows: outcome } = answer.data.createStudents;
    expect({ created, failed }).toEqual({ created: 996, failed: 4 });
    const failures = outcome.filter((row: { error: unknown }) => row.error);
    expect(failures).toMatchObject([
      { index: 3, error: { code: 'VALIDATION_ERROR', details: [{ field: 'email' }] } },
      { index: 5, error: { code: 'DUPLICATE_EMAIL' } },
      { index: 7, error: { code: 'DUPLICATE_EMAIL' } },
      { index: 9, error: { code: 'DUPLICATE', details: [{ field: 'externalId' }] } },
    ]);
    expect(outcome[42]).toMatchObject({ index: 42, student: { email: 'bulk42@example.org' } });
  });

  it('are refused more than a thousand at a time', async () => {
    const rows = Array.from({ length: 1001 }, (_, i) => ({ name: 'x', email: `more${i}@example.org` }));
    const answer = await hub.call('identity', organisationPrincipal(school), createStudents, {
      input: { students: rows },
    });
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], ['students']]);
  });

  it('change what is given, clear what is null, and keep the rest', async () => {
    const id = await givenStudent(hub, school, { name: 'Old', grade: 'XI', phone: '+6281234567890' });
    const answer = await hub.call(
      'identity',
      organisationPrincipal(school),
      'mutation($id: ID!) { updateStudent(input: {id: $id, name: "New", grade: null}) { name grade phone } }',
      { id },
    );
    expect(answer.data.updateStudent).toEqual({ name: 'New', grade: null, phone: '+6281234567890' });
  });

  it.each([['name'], ['email']])('cannot lose their %s', async (field) => {
    const id = await givenStudent(hub, school);
    const answer = await hub.call(
      'identity',
      organisationPrincipal(school),
      'mutation($input: UpdateStudentInput!) { updateStudent(input: $input) { id } }',
      { input: { id, [field]: null } },
    );
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], [field]]);
  });

  it('have their phone number kept with its country code, however it was written', async () => {
    const id = await givenStudent(hub, school, { phone: '0812-3456-7890' });
    const { data } = await hub.call(
      'identity',
      organisationPrincipal(school),
      'query($id: ID!) { student(id: $id) { phone } }',
      { id },
    );
    expect(data.student.phone).toBe('+6281234567890');
  });

  it('are as if they did not exist for another organisation', async () => {
    const id = await givenStudent(hub, other);
    const asked = await hub.call(
      'identity',
      organisationPrincipal(school),
      'query($id: ID!) { student(id: $id) { id } _entities(representations: [{__typename: "Student", id: $id}]) { ... on Student { id } } }',
      { id },
    );
    expect(asked.data?.student ?? null).toBeNull();
    const changed = await hub.call(
      'identity',
      organisationPrincipal(school),
      'mutation($id: ID!) { updateStudent(input: {id: $id, name: "x"}) { id } }',
      { id },
    );
    expect(changed.codes).toEqual(['NOT_FOUND']);
    const created = await hub.call('identity', organisationPrincipal(school), createStudent, {
      input: { organisationId: other, name: 'x', email: 'x@example.org' },
    });
    expect([created.codes, created.fields]).toEqual([['VALIDATION_ERROR'], ['organisationId']]);
  });

  it('see themselves and nobody else with a learner’s key', async () => {
    const [mine, another] = [await givenStudent(hub, school), await givenStudent(hub, school)];
    const answer = await hub.call(
      'identity',
      learnerPrincipal([mine], [school]),
      'query($another: ID!) { students { nodes { id } } student(id: $another) { id } }',
      { another },
    );
    expect(answer.data).toEqual({ students: { nodes: [{ id: mine }] }, student: null });
  });

  it('are found by filter and paged by cursor and by offset', async () => {
    const big = await givenOrganisation(hub, 'SMK Besar', 'SCHOOL');
    for (let i = 0; i < 5; i++)
      await givenStudent(hub, big, { name: `Page ${i}`, grade: i % 2 ? 'X' : 'XI' });
    const page = async (args: string) =>
      (
        await hub.call(
          'identity',
          organisationPrincipal(big),
          `{ students${args} { totalCount nodes { name } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
        )
      ).data.students;
    const first = await page('(first: 2)');
    expect(first).toMatchObject({
      totalCount: 5,
      nodes: [{ name: 'Page 4' }, { name: 'Page 3' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    const second = await page(`(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect(second.nodes).toEqual([{ name: 'Page 2' }, { name: 'Page 1' }]);
    expect((await page('(first: 2, offset: 4)')).nodes).toEqual([{ name: 'Page 0' }]);
    expect((await page('(filter: {grade: "X"})')).totalCount).toBe(2);
    expect((await page('(filter: {nameContains: "page 3"})')).nodes).toEqual([{ name: 'Page 3' }]);
    expect((await page('(filter: {nameContains: "%"})')).totalCount).toBe(0);
  });

  it.each([
    ['(first: 1001)', 'first'],
    ['(first: -1)', 'first'],
    ['(offset: 10001)', 'offset'],
    ['(after: "rubbish")', 'after'],
  ])('refuse the page %s', async (args, field) => {
    const answer = await hub.call('identity', platformPrincipal(), `{ students${args} { totalCount } }`);
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], [field]]);
  });

  it('of fifty organisations are read in one statement', async () => {
    hub.statements.length = 0;
    const answer = await hub.call(
      'identity',
      platformPrincipal(),
      '{ organisations(first: 50) { nodes { id students(first: 3) { nodes { id name } } } } }',
    );
    expect(answer.errors).toEqual([]);
    expect(
      answer.data.organisations.nodes.some(
        (o: { students: { nodes: unknown[] } }) => o.students.nodes.length === 3,
      ),
    ).toBe(true);
    expect(hub.statements).toHaveLength(2);
  });
});
