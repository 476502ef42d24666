import { classes, grades, members, missed, schoolDays, subjects } from './demo-classroom.ts';
import type { SeedGraph } from './seed-graph.ts';
import { classNoun, subjectNoun } from './seed-nouns.ts';

type Ids = ReadonlyMap<string, string>;

/** Classes and who is in them, attendance, subjects and grades; `ids` of what they refer to. */
export async function seedClassroom(
  graph: SeedGraph,
  ids: { organisations: Ids; students: Ids; programs: Ids },
): Promise<void> {
  const placed = <Fields extends { externalId: string }>(
    one: Fields & { owner: string; program?: string },
  ): [string, object] => {
    const { owner, program, ...input } = one;
    const organisationId = ids.organisations.get(owner);
    return [one.externalId, { ...input, organisationId, programId: program && ids.programs.get(program) }];
  };
  const classIds = await graph.ensure(classNoun, classes.map(placed));
  const subjectIds = await graph.ensure(subjectNoun, subjects.map(placed));
  const memberships = members.map(([name, student]) => ({
    classId: classIds.get(name),
    studentId: ids.students.get(student),
  }));
  const records = schoolDays.flatMap((date) =>
    members.map(([name, student]) => ({
      classId: classIds.get(name),
      studentId: ids.students.get(student),
      date,
      status: missed[`${date} ${student}`] ?? 'PRESENT',
    })),
  );
  const graded = grades.map(({ subject, student, ...grade }) => ({
    ...grade,
    subjectId: subjectIds.get(subject),
    studentId: ids.students.get(student),
  }));
  for (const [mutation, inputType, input] of [
    ['addStudentsToClasses', 'AddStudentsToClassesInput', { memberships }],
    ['recordAttendances', 'RecordAttendancesInput', { records }],
    ['recordGrades', 'RecordGradesInput', { grades: graded }],
  ] as const) {
    const query = `mutation Seed($input: ${inputType}!) { ${mutation}(input: $input) { failed rows { error { message } } } }`;
    const { failed, rows } = await graph.run<Rows>('training', query, { input });
    if (failed > 0) throw new Error(`${mutation}: ${rows.find(({ error }) => error)?.error?.message}`);
  }
}

interface Rows {
  failed: number;
  rows: { error: { message: string } | null }[];
}
