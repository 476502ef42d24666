import { institution, learner, otherInstitution } from './demo-data.ts';

// A school's day-to-day: classes and who is in them, attendance, subjects and grades. It lies in the past, since
// attendance of a day that is still to come is refused.

const schoolYear = '2025/2026';
const term = '2025/2026-1';

export const classes = [
  {
    owner: institution,
    externalId: 'SIS-RPL-A',
    program: 'CDN-2026-001',
    name: 'RPL A',
    grade: '2026',
    schoolYear,
  },
  {
    owner: institution,
    externalId: 'SIS-AP-A',
    name: 'Administrasi Perkantoran A',
    grade: '2026',
    schoolYear,
  },
  { owner: otherInstitution, externalId: 'BTK-LAS-A', program: 'BTK-2026-LAS', name: 'Las A', schoolYear },
];

/** Who is in which class, by external ids. */
export const members: readonly (readonly [className: string, student: string])[] = [
  ['SIS-RPL-A', learner],
  ['SIS-RPL-A', 'CDN-002'],
  ['SIS-RPL-A', 'CDN-003'],
  ['SIS-AP-A', 'CDN-004'],
  ['SIS-AP-A', 'CDN-005'],
  ['BTK-LAS-A', 'BTK-102'],
  ['BTK-LAS-A', 'BTK-104'],
];

/** The days on which attendance was taken, and who was not there in time; everybody else was. */
export const schoolDays = ['2025-09-08', '2025-09-09', '2025-09-10'];
export const missed: Readonly<Record<string, 'ABSENT' | 'LATE'>> = {
  '2025-09-08 CDN-003': 'LATE',
  '2025-09-09 CDN-003': 'ABSENT',
  '2025-09-09 CDN-005': 'LATE',
  '2025-09-10 BTK-104': 'ABSENT',
};

export const subjects = [
  { owner: institution, externalId: 'SIS-WEB', program: 'CDN-2026-001', name: 'Pemrograman Web' },
  { owner: institution, externalId: 'SIS-DB', program: 'CDN-2026-001', name: 'Basis Data' },
  { owner: institution, externalId: 'SIS-KOR', name: 'Korespondensi' },
  { owner: otherInstitution, externalId: 'BTK-GT', program: 'BTK-2026-LAS', name: 'Gambar Teknik' },
];

/** By the external ids of subject and student. */
export const grades = [
  { subject: 'SIS-WEB', student: learner, score: 91, letterGrade: 'A' },
  { subject: 'SIS-WEB', student: 'CDN-002', score: 82.5, letterGrade: 'B' },
  { subject: 'SIS-WEB', student: 'CDN-003', score: 64, letterGrade: 'C' },
  { subject: 'SIS-DB', student: learner, score: 88, letterGrade: 'A' },
  { subject: 'SIS-DB', student: 'CDN-002', score: 79, letterGrade: 'B' },
  { subject: 'SIS-KOR', student: 'CDN-004', score: 85, letterGrade: 'B' },
  { subject: 'SIS-KOR', student: 'CDN-005', letterGrade: 'B' },
  { subject: 'BTK-GT', student: 'BTK-102', score: 87.25, letterGrade: 'A' },
].map((grade) => ({ ...grade, term }));
