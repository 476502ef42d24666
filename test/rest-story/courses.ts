import type { Requests } from './step.ts';

/** Students, courses, enrollments and their progress. */
export const courses: Requests = [
  () => ({
    operation: 'CreateStudent',
    body: {
      name: 'Andi Saputra',
      email: 'andi.saputra@siswa.example',
      phone: '+6281260001099',
      nik: '1206010203040001',
      grade: 'XII',
      program: 'Teknik Pengelasan',
      external_id: 'SIS-1001',
    },
  }),
  () => ({
    operation: 'CreateStudents',
    body: {
      students: [
        {
          name: 'Budi Santoso',
          email: 'budi@siswa.example',
          grade: 'XI',
          program: 'Teknik Pengelasan',
          external_id: 'SIS-1002',
        },
        { name: 'Citra Lestari', email: 'andi.saputra@siswa.example', grade: 'XI', external_id: 'SIS-1003' },
      ],
    },
  }),
  () => ({
    operation: 'ListStudents',
    query: { grade: 'XII', limit: '20', include: 'courses,assessments,applications' },
  }),
  ({ CreateStudent }) => ({
    operation: 'UpdateStudent',
    path: { id: CreateStudent.id },
    body: { grade: 'XIII' },
  }),
  () => ({
    operation: 'CreateCourse',
    body: {
      title: 'Pengelasan SMAW',
      title_en: 'Welding (SMAW)',
      type: 'vocational',
      code: 'LAS-SMAW-01',
      description: 'Menyambung pelat dan pipa dengan busur listrik.',
      duration: 240,
      duration_days: 30,
      skills: ['SMAW', 'Membaca gambar teknik'],
      sector: 'MANUFACTURING',
      sub_sector: 'WELDING',
      start_date: '2026-09-01',
      end_date: '2026-09-30',
      location: {
        address: 'Jl. Jamin Ginting No. 45',
        city: 'Karo',
        province: 'Sumatera Utara',
        postal_code: '22171',
      },
      skkni_code: 'SKKNI-WLD-2021-004',
      capacity: 12,
      instructors: [{ name: 'Jhonas Ginting', qualification: 'S.T.' }],
      curriculum: [{ module_name: 'SMAW', duration_hours: 240, learning_outcomes: ['Menyambung pelat'] }],
      fee: 1_500_000,
      external_id: 'LMS-77',
    },
  }),
  () => ({ operation: 'ListCourses', query: { external_id: 'LMS-77' } }),
  ({ CreateCourse }) => ({ operation: 'GetCourse', path: { id: CreateCourse.id } }),
  ({ CreateCourse }) => ({
    operation: 'UpdateCourse',
    path: { id: CreateCourse.id },
    body: { title_en: 'Shielded metal arc welding', skills: ['SMAW', 'Membaca gambar teknik', 'K3'] },
  }),
  ({ CreateCourse }) => ({ operation: 'RegisterWithSiplatih', body: { program_id: CreateCourse.id } }),
  ({ CreateStudent, CreateCourse }) => ({
    operation: 'CreateEnrollment',
    body: { student_id: CreateStudent.id, course_id: CreateCourse.id },
  }),
  ({ CreateStudent }) => ({
    operation: 'GetStudent',
    path: { id: CreateStudent.id },
    query: { include: 'courses' },
  }),
  ({ CreateCourse }) => ({
    operation: 'ListEnrollments',
    query: { course_id: CreateCourse.id, status: 'enrolled' },
  }),
  ({ CreateStudent, CreateCourse }) => ({
    operation: 'UpdateProgress',
    body: {
      student_id: CreateStudent.id,
      course_id: CreateCourse.id,
      progress_percentage: 40,
      last_accessed: '2026-09-10T03:00:00Z',
    },
  }),
  ({ CreateEnrollment }) => ({
    operation: 'UpdateEnrollment',
    path: { id: CreateEnrollment.id },
    body: { progress_percentage: 75 },
  }),
  ({ CreateEnrollment }) => ({ operation: 'GetEnrollment', path: { id: CreateEnrollment.id } }),
];
