import { toCsv } from './csv.ts';
import { every, type Hub } from './hub.ts';

// What the hub says of students, attendance and grades, as the system reads it: with its own ids and in its own words.
// What the hub has from elsewhere is in there too, with an empty id where the system has none.

export function studentsFile(hub: Hub): string {
  const rows = hub.everyStudent.map((student) => ({
    nis: student.external_id,
    nama: student.name,
    email: student.email,
    tingkat: student.grade,
    jurusan: student.program,
  }));
  return toCsv(['nis', 'nama', 'email', 'tingkat', 'jurusan'], rows);
}

/** Hadir, terlambat, alpa: why a pupil was absent the hub does not know. */
const words = { present: 'H', late: 'T', absent: 'A' };

/** Attendance of one day. */
export async function attendanceFile(hub: Hub, day: string): Promise<string> {
  const [nis, kode] = [ownIds(hub.students), ownIds(hub.classes)];
  const records = await every(hub.client.attendance.list({ from: day, to: day, limit: 1000 }));
  const rows = records.map(({ student_id, class_id, date, status }) => ({
    nis: nis.get(student_id),
    kelas: kode.get(class_id),
    tanggal: date,
    status: words[status],
  }));
  return toCsv(['nis', 'kelas', 'tanggal', 'status'], rows);
}

/** Grades of one term. */
export async function gradesFile(hub: Hub, term: string): Promise<string> {
  const [nis, kode] = [ownIds(hub.students), ownIds(hub.subjects)];
  const rows = (await every(hub.client.grades.list({ term, limit: 1000 }))).map((grade) => ({
    nis: nis.get(grade.student_id),
    mapel: kode.get(grade.subject_id),
    semester: grade.term,
    nilai: grade.score,
    predikat: grade.grade,
  }));
  return toCsv(['nis', 'mapel', 'semester', 'nilai', 'predikat'], rows);
}

/** The system's id of each of them, by the hub's. */
function ownIds(items: ReadonlyMap<string, { id: string }>): ReadonlyMap<string | null, string> {
  return new Map([...items].map(([externalId, { id }]) => [id, externalId]));
}
