import type { Refusal, Row } from './csv.ts';
import type { Hub } from './hub.ts';
import { forEachRow, knownBy, sendRows } from './rows.ts';

// How the rows of each file of the system get into the hub. All of it can be done twice: the hub knows students, classes
// and subjects by `external_id`, attendance by student, class and day, grades by student, subject and term. What
// is returned are the rows that were refused; the others are done.

type Columns = Row['columns'];

export async function sendClasses(hub: Hub, rows: readonly Row[]): Promise<Refusal[]> {
  const { unique, refused } = knownBy('kode', rows);
  const fresh = unique.filter(({ columns }) => !hub.classes.has(columns.kode ?? ''));
  const failed = await forEachRow(fresh, ({ kode = '', nama = '', tingkat, tahun_ajaran }) => {
    const body = { external_id: kode, name: nama, grade: tingkat || null, school_year: tahun_ajaran || null };
    return hub.client.classes.create(body, { idempotencyKey: `sis-class-${kode}` });
  });
  await hub.learnClasses();
  return [...refused, ...failed];
}

export async function sendSubjects(hub: Hub, rows: readonly Row[]): Promise<Refusal[]> {
  const { unique, refused } = knownBy('kode', rows);
  const fresh = unique.filter(({ columns }) => !hub.subjects.has(columns.kode ?? ''));
  const failed = await forEachRow(fresh, ({ kode = '', nama = '' }) => {
    const options = { idempotencyKey: `sis-subject-${kode}` };
    return hub.client.subjects.create({ external_id: kode, name: nama }, options);
  });
  await hub.learnSubjects();
  return [...refused, ...failed];
}

/** Creates students whom the hub does not know, changes those of whom it knows something else, and puts all into their classes. */
export async function sendStudents(hub: Hub, rows: readonly Row[]): Promise<Refusal[]> {
  const { unique, refused } = knownBy('nis', rows);
  const isKnown = ({ columns }: Row) => hub.students.has(columns.nis ?? '');
  const changed = unique.filter(({ columns }) => {
    const known = hub.students.get(columns.nis ?? '');
    return (
      known && Object.entries(studentOf(columns)).some(([name, value]) => known[name as 'name'] !== value)
    );
  });
  const unchanged = await forEachRow(changed, ({ nis = '', ...columns }) =>
    hub.client.students.update(hub.students.get(nis)?.id ?? '', studentOf(columns)),
  );
  const failed = await sendRows(
    unique.filter((row) => !isKnown(row)),
    ({ nis = '', ...columns }) => ({ ...studentOf(columns), external_id: nis }),
    (students) => hub.client.students.bulkCreate(students),
  );
  await hub.learnStudents();
  // Whom a run that was killed had created at its very end is refused as a double, and is in the hub all the same.
  const lines = new Set(unique.filter(isKnown).map(({ line }) => line));
  const absent = failed.filter(({ line }) => !lines.has(line));
  return [...refused, ...unchanged, ...absent, ...(await sendMemberships(hub, unique.filter(isKnown)))];
}

function studentOf({ nama = '', email = '', tingkat, jurusan }: Columns) {
  return { name: nama, email, grade: tingkat || null, program: jurusan || null };
}

/** Puts students into the class that their row names, and out of the other classes of the system. */
async function sendMemberships(hub: Hub, rows: readonly Row[]): Promise<Refusal[]> {
  const classOf = new Map<string, string | undefined>();
  for (const { columns } of rows) {
    const { nis = '', kelas = '' } = columns;
    classOf.set(hub.students.get(nis)?.id ?? '', hub.classes.get(kelas)?.id);
  }
  const before = await hub.memberships();
  const there = new Set(before.flatMap(([id, classId]) => (classOf.get(id) === classId ? [id] : [])));
  const refused = await sendRows(
    rows.filter(({ columns }) => !there.has(hub.students.get(columns.nis ?? '')?.id ?? '')),
    ({ nis = '', kelas = '' }) => {
      const classId = hub.classes.get(kelas)?.id;
      if (!classId) return `kelas ${kelas} is not in the hub`;
      return { student_id: hub.students.get(nis)?.id ?? '', class_id: classId };
    },
    (memberships) => hub.client.classes.bulkAddStudents(memberships),
  );
  const own = new Set([...hub.classes.values()].map(({ id }) => id));
  for (const [studentId, classId] of before) {
    const now = classOf.get(studentId);
    if (now && now !== classId && own.has(classId))
      await hub.client.classes.removeStudent(classId, studentId);
  }
  return refused;
}

/** What the system has of a day in a class: hadir, terlambat, sakit, izin, alpa. */
const statuses = new Map<string, 'present' | 'late' | 'absent'>([
  ['H', 'present'],
  ['T', 'late'],
  ['S', 'absent'],
  ['I', 'absent'],
  ['A', 'absent'],
]);

export function sendAttendance(hub: Hub, rows: readonly Row[]): Promise<Refusal[]> {
  return sendRows(
    rows,
    ({ nis = '', kelas = '', tanggal = '', status = '' }) => {
      const student_id = hub.students.get(nis)?.id;
      const class_id = hub.classes.get(kelas)?.id;
      const inHub = statuses.get(status);
      if (!student_id) return `nis ${nis} is not in the hub`;
      if (!class_id) return `kelas ${kelas} is not in the hub`;
      if (!inHub) return `status ${status} is none of ${[...statuses.keys()].join(', ')}`;
      return { student_id, class_id, date: tanggal, status: inHub };
    },
    (records) => hub.client.attendance.bulkCreate(records),
  );
}

export function sendGrades(hub: Hub, rows: readonly Row[]): Promise<Refusal[]> {
  return sendRows(
    rows,
    ({ nis = '', mapel = '', semester = '', nilai = '', predikat }) => {
      const student_id = hub.students.get(nis)?.id;
      const subject_id = hub.subjects.get(mapel)?.id;
      const score = nilai === '' ? null : Number(nilai);
      if (!student_id) return `nis ${nis} is not in the hub`;
      if (!subject_id) return `mapel ${mapel} is not in the hub`;
      if (score !== null && !Number.isFinite(score)) return `nilai ${nilai} is no number`;
      return { student_id, subject_id, term: semester, score, grade: predikat || null };
    },
    (grades) => hub.client.grades.bulkUpdate(grades),
  );
}
