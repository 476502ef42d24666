import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environments } from '../../sdk/src/index.ts'; // Yours: '@skills-hub/sdk'
import { Place } from '../place.ts';
import { type Refusal, type Row, readCsv, refusalsToCsv } from './csv.ts';
import { attendanceFile, gradesFile, studentsFile } from './from-hub.ts';
import { Hub } from './hub.ts';
import { sendAttendance, sendClasses, sendGrades, sendStudents, sendSubjects } from './to-hub.ts';

// Takes what a student information system exports into the hub, and what the hub then says back into that system.
// It is run every night, and ends by itself. It may be killed at any moment: what it does can be done twice, and a
// file is done when the hub has all of it.

const sisUrl = process.env.SIS_URL ?? 'http://127.0.0.1:4130';
const refusedFolder = process.env.REFUSED_FOLDER ?? '.data/sis-refused';
const hub = new Hub(process.env.HUB_KEY ?? '', process.env.HUB_URL ?? environments.sandbox);
const place = new Place(process.env.PLACE_FILE ?? '.data/sis-place.json', {
  /** Files of which the hub has every row, with their revision. */
  done: {} as Readonly<Record<string, number>>,
});

/** A file that the system exports. */
interface Export {
  name: string;
  kind: string;
  /** The day of attendance, the term of grades; empty for the others. */
  of: string;
  revision: number;
}

interface Kind {
  columns: string[];
  send(hub: Hub, rows: readonly Row[]): Promise<Refusal[]>;
  /** What the hub says of it. */
  file?(hub: Hub, of: string): Promise<string> | string;
}

const kinds: Readonly<Record<string, Kind>> = {
  kelas: { columns: ['kode', 'nama', 'tingkat', 'tahun_ajaran'], send: sendClasses },
  mapel: { columns: ['kode', 'nama'], send: sendSubjects },
  siswa: {
    columns: ['nis', 'nama', 'email', 'tingkat', 'jurusan', 'kelas'],
    send: sendStudents,
    file: studentsFile,
  },
  absensi: { columns: ['nis', 'kelas', 'tanggal', 'status'], send: sendAttendance, file: attendanceFile },
  nilai: {
    columns: ['nis', 'mapel', 'semester', 'nilai', 'predikat'],
    send: sendGrades,
    file: gradesFile,
  },
};

async function sis(method: string, url: string, body?: string): Promise<string> {
  const response = await fetch(sisUrl + url, { method, ...(body !== undefined && { body }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text;
}

/** What was refused of a file is beside it, until nothing is. */
function report(name: string, refused: readonly Refusal[]): void {
  const file = path.join(refusedFolder, name);
  rmSync(file, { force: true });
  if (refused.length === 0) return;
  mkdirSync(refusedFolder, { recursive: true });
  writeFileSync(file, refusalsToCsv(refused.toSorted((one, other) => one.line - other.line)));
}

await Promise.all([hub.learnStudents(), hub.learnClasses(), hub.learnSubjects()]);
const exported: Export[] = JSON.parse(await sis('GET', '/exports'));

// The system names them in this order: classes, subjects, students, and then what is about those.
for (const { name, kind, revision } of exported) {
  const known = kinds[kind];
  if (!known || place.state.done[name] === revision) continue;
  const { rows, refused: unread } = readCsv(await sis('GET', `/exports/${name}`), known.columns);
  const refused = [...unread, ...(await known.send(hub, rows))];
  report(name, refused);
  // A file of which rows were refused comes again: they may have become right, by a student who is there now, say.
  if (refused.length === 0) place.keep({ done: { ...place.state.done, [name]: revision } });
  console.log(
    `${name}: ${rows.length + unread.length - refused.length} rows taken, ${refused.length} refused`,
  );
}

for (const { name, kind, of } of exported) {
  const file = await kinds[kind]?.file?.(hub, of);
  if (file === undefined) continue;
  await sis('PUT', `/imports/${name}`, file);
  console.log(`${name}: the system has what the hub says`);
}
