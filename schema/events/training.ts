import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

const program = {
  owner: 'training',
  since: '0.1.0',
  subject: 'Program',
  data: z.strictObject({
    program_id: id,
    code: z.string().nullable(),
    name: z.string(),
    type: z.string(),
    external_id: z.string().nullable(),
    siplatih_program_id: z.string().nullable(),
  }),
  example: {
    program_id: exampleIds.program,
    code: 'LPK-2024-001',
    name: 'Advanced Software Development',
    type: 'VOCATIONAL',
    external_id: 'LMS-COURSE-42',
    siplatih_program_id: 'SIPLATIH-2024-001234',
  },
} as const;

const enrolment = {
  owner: 'training',
  since: '0.1.0',
  subject: 'Enrolment',
} as const;

const enrolmentFields = { enrolment_id: id, student_id: id, course_id: id, status: z.string() };
const enrolmentExample = {
  enrolment_id: exampleIds.enrolment,
  student_id: exampleIds.student,
  course_id: exampleIds.program,
  status: 'IN_PROGRESS',
};

export const trainingEvents = {
  'program.created': defineEvent({ ...program, description: 'A program was created.' }),
  'program.updated': defineEvent({ ...program, description: 'A program changed.' }),
  'student.enrolled': defineEvent({
    ...enrolment,
    description: 'Student enrolled in course.',
    data: z.strictObject({ student_id: id, course_id: id }),
    example: { student_id: exampleIds.student, course_id: exampleIds.program },
  }),
  'enrolment.progress_updated': defineEvent({
    ...enrolment,
    description: 'A student got further, or opened the course again.',
    data: z.strictObject({
      ...enrolmentFields,
      progress_percentage: z.number(),
      last_accessed: z.iso.datetime().nullable(),
    }),
    example: { ...enrolmentExample, progress_percentage: 40, last_accessed: '2026-01-23T12:00:00.000Z' },
  }),
  'enrolment.updated': defineEvent({
    ...enrolment,
    description: 'A score or certificate number was added to a completed enrolment.',
    data: z.strictObject({
      ...enrolmentFields,
      final_score: z.number().nullable(),
      certificate_number: z.string().nullable(),
    }),
    example: {
      ...enrolmentExample,
      status: 'COMPLETED',
      final_score: 92.5,
      certificate_number: 'CERT-2024-001234',
    },
  }),
  'enrolment.cancelled': defineEvent({
    ...enrolment,
    description: 'An enrolment was given up; its place is free again.',
    data: z.strictObject(enrolmentFields),
    example: { ...enrolmentExample, status: 'CANCELLED' },
  }),
  'course.completed': defineEvent({
    ...enrolment,
    description: 'Course finished. `certificate_url` is null when no credential is issued.',
    data: z.strictObject({ student_id: id, course_id: id, certificate_url: z.url().nullable() }),
    example: {
      student_id: exampleIds.student,
      course_id: exampleIds.program,
      certificate_url: `https://hub.example.org/credentials/badges/${exampleIds.credential}`,
    },
  }),
  'siplatih_submission.status_changed': defineEvent({
    description:
      'A submission to the Ministry of Manpower got further. `previous_status` is null when it is new.',
    owner: 'training',
    since: '0.1.0',
    subject: 'SiplatihSubmission',
    data: z.strictObject({
      submission_id: id,
      program_id: id,
      kind: z.string(),
      previous_status: z.string().nullable(),
      status: z.string(),
      attempts: z.int(),
    }),
    example: {
      submission_id: exampleIds.submission,
      program_id: exampleIds.program,
      kind: 'REGISTRATION',
      previous_status: 'SENT',
      status: 'ACCEPTED',
      attempts: 1,
    },
  }),
};
