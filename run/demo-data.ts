// The people, numbers and addresses are made up; the national identity numbers have the right form.
// `owner` is the registration number of the organisation that something belongs to.

/** Registration numbers of the organisations. */
export const institution = 'LPK-12345-2023';
export const employer = 'NIB-9120304050607';
export const otherInstitution = 'LPK-67890-2021';

/** External id of the student who gets a key. */
export const learner = 'CDN-001';

export const organisations = [
  {
    registrationNumber: institution,
    kind: 'TRAINING_INSTITUTION',
    name: 'LPK Cakra Digital Nusantara',
    email: 'info@cakradigital.example',
    phone: '+62614567001',
    city: 'Medan',
    province: 'Sumatera Utara',
  },
  {
    registrationNumber: otherInstitution,
    kind: 'TRAINING_INSTITUTION',
    name: 'LPK Bina Terampil Karo',
    email: 'sekretariat@binaterampil.example',
    phone: '+62628912001',
    city: 'Karo',
    province: 'Sumatera Utara',
  },
  {
    registrationNumber: employer,
    kind: 'EMPLOYER',
    name: 'PT Solusi Nusantara Teknologi',
    email: 'rekrutmen@solusinusantara.example',
    phone: '+62215550100',
    city: 'Jakarta Selatan',
    province: 'DKI Jakarta',
  },
];

/** One person who learns at both institutions: her own key shows both, theirs shows their own. */
const sitiRahmawati = {
  name: 'Siti Rahmawati',
  email: 'siti.rahmawati@siswa.example',
  phone: '+6281260001001',
  nik: '1271034508990001',
};

export const students = [
  {
    owner: institution,
    ...sitiRahmawati,
    externalId: learner,
    grade: '2026',
    program: 'Rekayasa Perangkat Lunak',
  },
  {
    owner: institution,
    externalId: 'CDN-002',
    name: 'Budi Hartono Sembiring',
    email: 'budi.sembiring@siswa.example',
    phone: '+6281260001002',
    nik: '1271041203980002',
    grade: '2026',
    program: 'Rekayasa Perangkat Lunak',
  },
  {
    owner: institution,
    externalId: 'CDN-003',
    name: 'Maria Simbolon',
    email: 'maria.simbolon@siswa.example',
    phone: '+6281260001003',
    nik: '1212015611000003',
    grade: '2026',
    program: 'Rekayasa Perangkat Lunak',
  },
  {
    owner: institution,
    externalId: 'CDN-004',
    name: 'Rizky Ananda Lubis',
    email: 'rizky.lubis@siswa.example',
    phone: '+6281260001004',
    nik: '1271092107010004',
    grade: '2026',
    program: 'Administrasi Perkantoran',
  },
  {
    owner: institution,
    externalId: 'CDN-005',
    name: 'Dewi Kartika Nasution',
    email: 'dewi.nasution@siswa.example',
    phone: '+6281260001005',
    nik: '1271056702970005',
    grade: '2026',
    program: 'Administrasi Perkantoran',
  },
  { owner: otherInstitution, ...sitiRahmawati, externalId: 'BTK-101', program: 'Tata Boga' },
  {
    owner: otherInstitution,
    externalId: 'BTK-102',
    name: 'Jhonas Ginting',
    email: 'jhonas.ginting@siswa.example',
    phone: '+6281370002002',
    nik: '1206030905950006',
    program: 'Teknik Pengelasan',
  },
  {
    owner: otherInstitution,
    externalId: 'BTK-103',
    name: 'Rina br. Karo Sekali',
    email: 'rina.karosekali@siswa.example',
    phone: '+6281370002003',
    nik: '1206025404020007',
    program: 'Tata Boga',
  },
  {
    owner: otherInstitution,
    externalId: 'BTK-104',
    name: 'Andika Bangun',
    email: 'andika.bangun@siswa.example',
    phone: '+6281370002004',
    nik: '1206112812990008',
    program: 'Teknik Pengelasan',
  },
];

const medan = {
  address: 'Jl. Gatot Subroto No. 217',
  city: 'Medan',
  province: 'Sumatera Utara',
  postalCode: '20122',
};
const karo = {
  address: 'Jl. Jamin Ginting No. 45',
  city: 'Karo',
  province: 'Sumatera Utara',
  postalCode: '22171',
};

export const programs = [
  {
    owner: institution,
    code: 'CDN-2026-001',
    type: 'VOCATIONAL',
    name: 'Pengembangan Perangkat Lunak Lanjutan',
    nameEn: 'Advanced Software Development',
    description: 'Merancang, membangun dan menjalankan layanan web yang andal.',
    sector: 'INFORMATION_TECHNOLOGY',
    subSector: 'SOFTWARE_DEVELOPMENT',
    durationDays: 120,
    durationHours: 480,
    startDate: '2026-02-02',
    endDate: '2026-06-26',
    location: medan,
    skkniCode: 'SKKNI-IT-2023-001',
    capacity: 24,
    fee: 2_500_000,
    skills: ['TypeScript', 'GraphQL', 'PostgreSQL'],
    instructors: [
      {
        name: 'Dr. Hendra Tarigan',
        qualification: 'S3 Ilmu Komputer',
        certification: 'MET.000.002345.2022',
      },
    ],
    curriculum: [
      {
        moduleName: 'Arsitektur Layanan Mikro',
        durationHours: 240,
        learningOutcomes: ['Merancang batas layanan', 'Membangun antarmuka GraphQL'],
      },
      {
        moduleName: 'Basis Data dan Kinerja',
        durationHours: 160,
        learningOutcomes: ['Merancang skema', 'Membaca rencana kueri'],
      },
      {
        moduleName: 'Proyek Akhir',
        durationHours: 80,
        learningOutcomes: ['Menyerahkan layanan yang berjalan'],
      },
    ],
  },
  {
    owner: institution,
    code: 'CDN-2026-002',
    type: 'VOCATIONAL',
    name: 'Analisis Data untuk Pemula',
    nameEn: 'Data Analysis for Beginners',
    sector: 'INFORMATION_TECHNOLOGY',
    subSector: 'DATA',
    durationDays: 30,
    durationHours: 120,
    startDate: '2027-01-11',
    endDate: '2027-02-19',
    location: medan,
    skkniCode: 'SKKNI-IT-2022-045',
    capacity: 20,
    fee: 1_250_000,
    skills: ['Spreadsheet', 'SQL'],
  },
  {
    owner: institution,
    code: 'CDN-K3',
    type: 'INTERNAL',
    name: 'Keselamatan dan Kesehatan Kerja di Laboratorium',
    durationHours: 8,
    skills: ['K3'],
    externalId: 'lms-course-101',
  },
  {
    owner: otherInstitution,
    code: 'BTK-2026-LAS',
    type: 'VOCATIONAL',
    name: 'Juru Las SMAW 3G',
    nameEn: 'SMAW 3G Welder',
    sector: 'MANUFACTURING',
    subSector: 'WELDING',
    durationDays: 45,
    durationHours: 320,
    startDate: '2026-03-09',
    endDate: '2026-05-08',
    location: karo,
    skkniCode: 'SKKNI-LOG-2018-027',
    capacity: 16,
    fee: 3_750_000,
    skills: ['SMAW', 'Gambar teknik'],
  },
  {
    owner: otherInstitution,
    code: 'BTK-2026-KOPI',
    type: 'VOCATIONAL',
    name: 'Barista dan Pengolahan Kopi Karo',
    nameEn: 'Barista and Karo Coffee Processing',
    sector: 'HOSPITALITY',
    subSector: 'FOOD_AND_BEVERAGE',
    durationDays: 20,
    durationHours: 120,
    startDate: '2026-10-05',
    endDate: '2026-12-18',
    location: karo,
    skkniCode: 'SKKNI-PAR-2021-009',
    capacity: 12,
    fee: 1_200_000,
    skills: ['Barista', 'Sangrai kopi'],
  },
];

interface DemoEnrolment {
  /** Code. */
  program: string;
  /** External id. */
  student: string;
  /** Per cent; not begun when absent. */
  progress?: number;
  completion?: { finalScore: number; certificateNumber: string };
}

export const enrolments: DemoEnrolment[] = [
  {
    program: 'CDN-2026-001',
    student: 'CDN-001',
    completion: { finalScore: 92.5, certificateNumber: 'CDN-2026-000123' },
  },
  {
    program: 'CDN-2026-001',
    student: 'CDN-002',
    completion: { finalScore: 84, certificateNumber: 'CDN-2026-000124' },
  },
  { program: 'CDN-2026-001', student: 'CDN-003', progress: 65 },
  { program: 'CDN-2026-002', student: 'CDN-004' },
  { program: 'CDN-2026-002', student: 'CDN-001' },
  { program: 'CDN-K3', student: 'CDN-005', progress: 40 },
  {
    program: 'BTK-2026-LAS',
    student: 'BTK-102',
    completion: { finalScore: 88.75, certificateNumber: 'BTK-LAS-0031' },
  },
  { program: 'BTK-2026-LAS', student: 'BTK-104', progress: 80 },
  { program: 'BTK-2026-KOPI', student: 'BTK-101', progress: 25 },
  { program: 'BTK-2026-KOPI', student: 'BTK-103', progress: 30 },
];
