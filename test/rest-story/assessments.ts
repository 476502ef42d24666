import type { Requests } from './step.ts';

/** Assessments of a course, and their results. */
export const assessments: Requests = [
  ({ CreateCourse }) => ({
    operation: 'CreateAssessment',
    body: {
      title: 'Ujian praktik SMAW',
      course_id: CreateCourse.id,
      passing_score: 70,
      external_id: 'LMS-Q-9',
    },
  }),
  ({ CreateCourse }) => ({
    operation: 'CreateAssessments',
    body: {
      assessments: [
        { title: 'Ujian teori SMAW', course_id: CreateCourse.id, max_score: 40, external_id: 'LMS-Q-10' },
        { title: 'Kuis K3', passing_score: 101, external_id: 'LMS-Q-11' },
      ],
    },
  }),
  () => ({ operation: 'ListAssessments', query: { external_id: 'LMS-Q-9' } }),
  ({ CreateAssessment }) => ({ operation: 'GetAssessment', path: { id: CreateAssessment.id } }),
  ({ CreateAssessment }) => ({
    operation: 'UpdateAssessment',
    path: { id: CreateAssessment.id },
    body: { description: 'Sambungan tumpul, posisi 3G.', passing_score: 75 },
  }),
  ({ CreateAssessment, CreateStudent }) => ({
    operation: 'RecordAssessmentResult',
    body: { assessment_id: CreateAssessment.id, student_id: CreateStudent.id, score: 88.5 },
  }),
  ({ CreateAssessment, CreateStudents }) => ({
    operation: 'RecordAssessmentResults',
    body: {
      results: [
        { assessment_id: CreateAssessment.id, student_id: CreateStudents.rows[0].student.id, score: 64 },
        { assessment_id: CreateAssessment.id, student_id: CreateStudents.rows[0].student.id, score: 1000 },
      ],
    },
  }),
  ({ CreateAssessment }) => ({
    operation: 'ListAssessmentResults',
    query: { assessment_id: CreateAssessment.id, passed: 'true' },
  }),
  ({ RecordAssessmentResult }) => ({
    operation: 'GetAssessmentResult',
    path: { id: RecordAssessmentResult.id },
  }),
];
