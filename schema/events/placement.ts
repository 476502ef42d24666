import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

const opportunity = {
  owner: 'training',
  since: '0.1.0',
  subject: 'Opportunity',
  data: z.strictObject({
    opportunity_id: id,
    title: z.string(),
    type: z.string(),
    company: z.string(),
    external_id: z.string().nullable(),
  }),
  example: {
    opportunity_id: exampleIds.opportunity,
    title: 'Software Engineer',
    type: 'job',
    company: 'PT Contoh Karya',
    external_id: 'ATS-JOB-123',
  },
} as const;

const assessment = {
  owner: 'training',
  since: '0.1.0',
  subject: 'Assessment',
  data: z.strictObject({
    assessment_id: id,
    title: z.string(),
    course_id: id.nullable(),
    external_id: z.string().nullable(),
  }),
  example: {
    assessment_id: exampleIds.assessment,
    title: 'Ujian akhir',
    course_id: exampleIds.program,
    external_id: 'LMS-QUIZ-7',
  },
} as const;

const application = { owner: 'training', since: '0.1.0', subject: 'Application' } as const;

export const placementEvents = {
  'assessment.created': defineEvent({ ...assessment, description: 'An assessment was created.' }),
  'assessment.updated': defineEvent({ ...assessment, description: 'An assessment changed.' }),
  'assessment.completed': defineEvent({
    owner: 'training',
    since: '0.1.0',
    subject: 'AssessmentResult',
    description: 'Assessment submitted.',
    data: z.strictObject({ student_id: id, assessment_id: id, result_id: id }),
    example: {
      student_id: exampleIds.student,
      assessment_id: exampleIds.assessment,
      result_id: exampleIds.assessmentResult,
    },
  }),
  'opportunity.created': defineEvent({ ...opportunity, description: 'A job or internship is offered.' }),
  'opportunity.updated': defineEvent({ ...opportunity, description: 'An opportunity changed.' }),
  'opportunity.closed': defineEvent({
    ...opportunity,
    description: 'An opportunity takes no applications any more.',
  }),
  'opportunity.reopened': defineEvent({
    ...opportunity,
    description: 'An opportunity that was closed takes applications again.',
  }),
  'application.submitted': defineEvent({
    ...application,
    description: 'Job application submitted, or submitted again after it was withdrawn.',
    data: z.strictObject({ application_id: id, student_id: id, opportunity_id: id }),
    example: {
      application_id: exampleIds.application,
      student_id: exampleIds.student,
      opportunity_id: exampleIds.opportunity,
    },
  }),
  'application.stage.changed': defineEvent({
    ...application,
    description:
      'Application stage updated: `applied`, `screening`, `interview`, `offer`, `hired`, `rejected` or `withdrawn`.',
    data: z.strictObject({ application_id: id, old_stage: z.string(), new_stage: z.string() }),
    example: { application_id: exampleIds.application, old_stage: 'applied', new_stage: 'interview' },
  }),
};
