// A school that is made up, with what is wrong in every real one.

/** A line of a register: column by name. */
export type Columns = Record<string, string>;

/** What the school keeps about one thing. */
export interface Register {
  /** Also of the file that it is exported as. */
  name: string;
  kind: string;
  /** The day of attendance, the term of grades; empty for the others. */
  of: string;
  columns: string[];
  entries: Columns[];
}

const firstNames = ['Andi', 'Bunga', 'Citra', 'Dewi', 'Eko', 'Fitri', 'Gilang', 'Hana', 'Indra', 'Joko'];
const middleNames = ['Putri', 'Agung', 'Kartika', 'Maulana', 'Ayu', 'Rizky', 'Sari'];
const lastNames = ['Saputra', 'Siregar', 'Ginting', 'Wijaya', 'Lestari', 'Nasution', 'Tarigan', 'Hidayat'];
const majors = ['Teknik Komputer dan Jaringan', 'Teknik Pengelasan', 'Tata Boga'];

/** A school of so many pupils, beside seven who are entered wrongly; attendance is of yesterday and the day before. */
export function school(count: number): Register[] {
  const classes = Array.from({ length: Math.ceil(count / 35) }, (_, index) => ({
    kode: `KLS-${index + 1}`,
    nama: `X-${index + 1}`,
    tingkat: 'X',
    tahun_ajaran: '2026/2027',
  }));
  const subjects = [
    { kode: 'MTK', nama: 'Matematika' },
    { kode: 'BIN', nama: 'Bahasa Indonesia' },
  ];
  const right = Array.from({ length: count }, (_, index) => pupil(index));
  const wrong = wrongPupils(count, right);
  const pupils = right.toSpliced(count / 2, 0, ...wrong);
  const taught = [...right, ...wrong.slice(0, 5)];
  return [
    { name: 'kelas.csv', kind: 'kelas', of: '', ...table(classes) },
    { name: 'mapel.csv', kind: 'mapel', of: '', ...table(subjects) },
    { name: 'siswa.csv', kind: 'siswa', of: '', ...table(pupils) },
    ...[2, 1].map((daysAgo) => attendance(dayBefore(daysAgo), taught)),
    grades('2026/2027-1', taught),
  ];
}

function table(entries: Columns[]): Pick<Register, 'columns' | 'entries'> {
  return { columns: Object.keys(entries[0] ?? {}), entries };
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

function pupil(index: number): Columns {
  const nis = String(26_000_001 + index);
  const nama = [firstNames, middleNames, lastNames].map((names) => names[index % names.length]).join(' ');
  const jurusan = majors[index % majors.length] ?? '';
  const kelas = `KLS-${Math.floor(index / 35) + 1}`;
  return { nis, nama, email: `${nis}@siswa.example`, tingkat: 'X', jurusan, kelas };
}

/** Five whom nobody can be made of, one who is entered twice, and one without a number. */
function wrongPupils(from: number, [first, second]: Columns[]): Columns[] {
  const classed = (index: number) => ({ ...pupil(from + index), kelas: 'KLS-1' });
  return [
    { ...classed(0), nama: 'Sitorus, Maria' },
    { ...classed(1), nama: 'Rizky "Kiki" Lubis' },
    { ...classed(2), nama: '' },
    { ...classed(3), email: 'tidak ada' },
    { ...classed(4), email: first?.email ?? '' },
    { ...classed(5), nis: second?.nis ?? '' },
    { ...classed(6), nis: '' },
  ];
}

/** A day on which three are entered wrongly, and somebody is there who is no pupil. */
function attendance(day: string, pupils: readonly Columns[]): Register {
  const entries = pupils.map(({ nis = '', kelas = '' }, index) => {
    const status = [17, 23, 29, 31].findIndex((each) => index % each === 0);
    return { nis, kelas, tanggal: day, status: 'TSIA'[status] ?? 'H' };
  });
  Object.assign(entries[10] ?? {}, { status: 'X' });
  Object.assign(entries[11] ?? {}, { tanggal: '2026-02-30' });
  Object.assign(entries[12] ?? {}, { kelas: 'KLS-0' });
  entries.push({ nis: '99', kelas: 'KLS-1', tanggal: day, status: 'H' });
  return { name: `absensi-${day}.csv`, kind: 'absensi', of: day, ...table(entries) };
}

/** A term in which three grades are entered wrongly. */
function grades(term: string, pupils: readonly Columns[]): Register {
  const entries = ['MTK', 'BIN'].flatMap((mapel) =>
    pupils.map(({ nis = '' }, index) => {
      const score = 60 + ((index * 7) % 40) + (index % 2) / 2;
      return { nis, mapel, semester: term, nilai: String(score), predikat: score < 75 ? 'B' : 'A' };
    }),
  );
  Object.assign(entries[10] ?? {}, { nilai: 'sembilan' });
  Object.assign(entries[11] ?? {}, { nilai: '101' });
  Object.assign(entries[12] ?? {}, { mapel: 'SIHIR' });
  return { name: `nilai-${term.replace('/', '-')}.csv`, kind: 'nilai', of: term, ...table(entries) };
}
