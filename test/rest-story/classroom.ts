import type { Requests } from './step.ts';

/** Classes with their attendance, subjects with their grades. */
export const classroom: Requests = [
  ({ CreateCourse }) => ({
    operation: 'CreateClass',
    body: {
      name: 'XII TKR 1',
      course_id: CreateCourse.id,
      grade: 'XII',
      school_year: '2026/2027',
      external_id: 'SIS-CLASS-12',
    },
  }),
  ({ CreateCourse }) => ({
    operation: 'CreateClasses',
    body: {
      classes: [
        { name: 'XII TKR 2', course_id: CreateCourse.id, grade: 'XII', external_id: 'SIS-CLASS-13' },
        { name: 'XII TKR 3', grade: 'XII', external_id: 'SIS-CLASS-12' },
      ],
    },
  }),
  () => ({ operation: 'ListClasses', query: { external_id: 'SIS-CLASS-12' } }),
  ({ CreateClass }) => ({ operation: 'GetClass', path: { id: CreateClass.id } }),
  ({ CreateClass }) => ({
    operation: 'UpdateClass',
    path: { id: CreateClass.id },
    body: { name: 'XII TKR A' },
  }),
  ({ CreateClass, CreateStudent }) => ({
    operation: 'AddStudentToClass',
    path: { id: CreateClass.id, student_id: CreateStudent.id },
  }),
  ({ CreateClass, CreateStudents }) => ({
    operation: 'AddStudentsToClasses',
    body: {
      memberships: [{ class_id: CreateClass.id, student_id: CreateStudents.rows[0].student.id }],
    },
  }),
  ({ CreateClass }) => ({ operation: 'ListStudentsOfClass', path: { id: CreateClass.id } }),
  ({ CreateClass, CreateStudent }) => ({
    operation: 'RecordAttendance',
    body: {
      student_id: CreateStudent.id,
      class_id: CreateClass.id,
      date: '2026-09-07',
      status: 'late',
    },
  }),
  ({ CreateClass, CreateStudent, CreateStudents }) => ({
    operation: 'RecordAttendances',
    body: {
      records: [
        { student_id: CreateStudent.id, date: '2026-09-07', status: 'present', class_id: CreateClass.id },
        {
          student_id: CreateStudents.rows[0].student.id,
          date: '2026-09-07',
          status: 'absent',
          class_id: CreateClass.id,
        },
        { student_id: CreateStudent.id, date: '2999-01-01', status: 'present', class_id: CreateClass.id },
      ],
    },
  }),
  ({ CreateClass }) => ({
    operation: 'ListAttendance',
    query: { class_id: CreateClass.id, from: '2026-09-01', to: '2026-09-30', status: 'present' },
  }),
  ({ RecordAttendance }) => ({ operation: 'GetAttendance', path: { id: RecordAttendance.id } }),
  ({ CreateClass, CreateStudents }) => ({
    operation: 'RemoveStudentFromClass',
    path: { id: CreateClass.id, student_id: CreateStudents.rows[0].student.id },
  }),
  () => ({ operation: 'CreateSubject', body: { name: 'Matematika', external_id: 'SIS-MTK' } }),
  () => ({
    operation: 'CreateSubjects',
    body: {
      subjects: [
        { name: 'Fisika', external_id: 'SIS-FIS' },
        { name: 'Kimia', external_id: 'SIS-MTK' },
      ],
    },
  }),
  () => ({ operation: 'ListSubjects', query: { name: 'mate' } }),
  ({ CreateSubject }) => ({ operation: 'GetSubject', path: { id: CreateSubject.id } }),
  ({ CreateSubject }) => ({
    operation: 'UpdateSubject',
    path: { id: CreateSubject.id },
    body: { description: 'Aljabar dan geometri.' },
  }),
  ({ CreateSubject, CreateStudent }) => ({
    operation: 'RecordGrade',
    body: { student_id: CreateStudent.id, subject_id: CreateSubject.id, term: '2026/2027-1', score: 78 },
  }),
  ({ CreateSubject, CreateStudent, CreateStudents }) => ({
    operation: 'RecordGrades',
    body: {
      grades: [
        {
          student_id: CreateStudent.id,
          subject_id: CreateSubject.id,
          score: 87.5,
          grade: 'A',
          term: '2026/2027-1',
        },
        {
          student_id: CreateStudents.rows[0].student.id,
          subject_id: CreateSubject.id,
          score: 870,
          grade: 'A',
          term: '2026/2027-1',
        },
      ],
    },
  }),
  ({ CreateSubject }) => ({
    operation: 'ListGrades',
    query: { subject_id: CreateSubject.id, term: '2026/2027-1' },
  }),
  ({ RecordGrade }) => ({ operation: 'GetGrade', path: { id: RecordGrade.id } }),
];
