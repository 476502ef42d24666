import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

const classEvent = {
  owner: 'training',
  since: '0.1.0',
  subject: 'Class',
  data: z.strictObject({
    class_id: id,
    name: z.string(),
    course_id: id.nullable(),
    external_id: z.string().nullable(),
  }),
  example: {
    class_id: exampleIds.class,
    name: 'XII TKR 1',
    course_id: exampleIds.program,
    external_id: 'SIS-CLASS-12',
  },
} as const;

const membership = {
  owner: 'training',
  since: '0.1.0',
  subject: 'Class',
  data: z.strictObject({ class_id: id, student_id: id }),
  example: { class_id: exampleIds.class, student_id: exampleIds.student },
} as const;

const subject = {
  owner: 'training',
  since: '0.1.0',
  subject: 'Subject',
  data: z.strictObject({
    subject_id: id,
    name: z.string(),
    course_id: id.nullable(),
    external_id: z.string().nullable(),
  }),
  example: {
    subject_id: exampleIds.subject,
    name: 'Matematika',
    course_id: exampleIds.program,
    external_id: 'SIS-MTK',
  },
} as const;

export const classroomEvents = {
  'class.created': defineEvent({ ...classEvent, description: 'A class was created.' }),
  'class.updated': defineEvent({ ...classEvent, description: 'A class changed.' }),
  'class.student_added': defineEvent({ ...membership, description: 'A student came into a class.' }),
  'class.student_removed': defineEvent({ ...membership, description: 'A student left a class.' }),
  'attendance.recorded': defineEvent({
    owner: 'training',
    since: '0.1.0',
    subject: 'AttendanceRecord',
    description:
      'Whether a student was there was recorded, or corrected: `present`, `absent` or `late`. `previous_status` is null when it is new.',
    data: z.strictObject({
      attendance_id: id,
      student_id: id,
      class_id: id,
      date: z.iso.date(),
      previous_status: z.string().nullable(),
      status: z.string(),
    }),
    example: {
      attendance_id: exampleIds.attendance,
      student_id: exampleIds.student,
      class_id: exampleIds.class,
      date: '2026-09-07',
      previous_status: null,
      status: 'present',
    },
  }),
  'subject.created': defineEvent({ ...subject, description: 'A subject was created.' }),
  'subject.updated': defineEvent({ ...subject, description: 'A subject changed.' }),
  'grade.recorded': defineEvent({
    owner: 'training',
    since: '0.1.0',
    subject: 'Grade',
    description: 'A grade of a student in a subject was recorded, or replaced.',
    data: z.strictObject({
      grade_id: id,
      student_id: id,
      subject_id: id,
      term: z.string(),
      score: z.number().nullable(),
      grade: z.string().nullable(),
    }),
    example: {
      grade_id: exampleIds.grade,
      student_id: exampleIds.student,
      subject_id: exampleIds.subject,
      term: '2026/2027-1',
      score: 87.5,
      grade: 'A',
    },
  }),
};
