import type { Requests } from './step.ts';

/** Jobs and internships, applications, and what became of them. */
export const placement: Requests = [
  () => ({
    operation: 'CreateOpportunity',
    body: {
      title: 'Juru Las SMAW',
      type: 'job',
      company: 'PT Baja Karo',
      description: 'Mengelas rangka baja di bengkel.',
      required_skills: ['SMAW', 'Membaca gambar teknik'],
      grade_level: 'vocational',
      location: 'Kabanjahe',
      external_id: 'ATS-JOB-123',
    },
  }),
  () => ({
    operation: 'CreateOpportunities',
    body: { opportunities: [{ title: 'Magang Las', type: 'internship', company: 'PT Baja Karo' }] },
  }),
  () => ({ operation: 'ListOpportunities', query: { type: 'job', skills: 'SMAW,K3' } }),
  ({ CreateOpportunity }) => ({ operation: 'GetOpportunity', path: { id: CreateOpportunity.id } }),
  ({ CreateOpportunity }) => ({
    operation: 'UpdateOpportunity',
    path: { id: CreateOpportunity.id },
    body: { location: 'Berastagi' },
  }),
  ({ CreateStudent, CreateOpportunity }) => ({
    operation: 'CreateApplication',
    body: {
      student_id: CreateStudent.id,
      opportunity_id: CreateOpportunity.id,
      resume_url: 'https://files.example/andi-saputra.pdf',
    },
  }),
  ({ CreateStudents, CreateOpportunities }) => ({
    operation: 'CreateApplications',
    body: {
      applications: [
        {
          student_id: CreateStudents.rows[0].student.id,
          opportunity_id: CreateOpportunities.rows[0].opportunity.id,
        },
      ],
    },
  }),
  ({ CreateOpportunity }) => ({
    operation: 'ListApplications',
    query: { opportunity_id: CreateOpportunity.id },
  }),
  ({ CreateApplication }) => ({
    operation: 'UpdateApplicationStage',
    path: { id: CreateApplication.id },
    body: { stage: 'interview', notes: 'Scheduled for technical interview' },
  }),
  ({ CreateApplication, CreateApplications }) => ({
    operation: 'UpdateApplicationStages',
    body: {
      applications: [
        { application_id: CreateApplications.rows[0].application.id, stage: 'screening' },
        { application_id: CreateApplication.id, stage: 'applied', notes: 'Mulai lagi' },
      ],
    },
  }),
  ({ CreateApplication }) => ({ operation: 'GetApplication', path: { id: CreateApplication.id } }),
  ({ CreateApplications }) => ({
    operation: 'WithdrawApplication',
    path: { id: CreateApplications.rows[0].application.id },
  }),
  () => ({
    operation: 'GetPlacementAnalytics',
    query: { start_date: '2026-01-01', end_date: '2026-12-31', group_by: 'month' },
  }),
  ({ CreateOpportunity }) => ({ operation: 'CloseOpportunity', path: { id: CreateOpportunity.id } }),
  ({ CreateOpportunity }) => ({ operation: 'ReopenOpportunity', path: { id: CreateOpportunity.id } }),
];
