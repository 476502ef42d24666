import { randomUUID } from 'node:crypto';
import { ask, eventually } from './graph-request.ts';
import type { Data } from './subgraph-harness.ts';
import type { WholeGraph } from './whole-graph.ts';

/** What earlier requests of the story were answered, by the name of their operation. */
export type Seen = Readonly<Record<string, Data>>;

/** One request of the story. */
export interface Step {
  /** Name of the operation that it is to run. */
  operation: string;
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  /** Whose key is sent; the institution's when absent. */
  as?: 'operator' | 'learner';
  /** Where success cannot be had here: the status that comes instead. */
  refused?: number;
}

/** Keys and things that the story begins with. */
export interface Setting {
  keys: Record<'institution' | 'operator' | 'learner', string>;
  /** Has the customer of an order pay it. */
  pay(orderId: string): Promise<void>;
}

const permit = '2026/IL/000417';

/** A new institution with a key that allows all that an institution's can; and the registry mirrored. */
export async function setRestStage({ graphqlUrl, adminKey, world }: WholeGraph): Promise<Setting> {
  const organisation = await ask(
    graphqlUrl,
    adminKey,
    'mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }',
    {
      input: {
        kind: 'TRAINING_INSTITUTION',
        name: 'LPK Teknologi Indonesia',
        registrationNumber: `LPK-${randomUUID().slice(0, 12)}`,
      },
    },
  );
  const keyFor = async (owner: object) =>
    (
      await ask(
        graphqlUrl,
        adminKey,
        'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }',
        { input: { name: 'REST', scopes: ['admin'], ...owner } },
      )
    ).createApiKey.key as string;
  const organisationId = organisation.createOrganisation.id as string;
  const institution = await keyFor({ organisationId });
  const learner = await ask(
    graphqlUrl,
    institution,
    'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }',
    { input: { name: 'Sari Wulandari', email: 'sari@siswa.example' } },
  );
  await ask(graphqlUrl, adminKey, 'mutation { syncPermits { id } }');
  await eventually(async () => {
    const { permit: found } = await ask(
      graphqlUrl,
      adminKey,
      `{ permit(registrationId: "${permit}") { id } }`,
    );
    return found !== null;
  }, 'the permit is mirrored');
  return {
    keys: {
      institution,
      operator: adminKey,
      learner: await keyFor({ studentId: learner.createStudent.id, scopes: ['read', 'credentials:share'] }),
    },
    pay: (orderId) => world.pay(orderId),
  };
}

/** The story: every endpoint once, each with what the ones before have made. */
export const steps: readonly ((seen: Seen) => Step | Promise<Step>)[] = [
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
  ({ CreateEnrollment }) => ({
    operation: 'CreatePaymentOfOrder',
    body: {
      amount: 1_500_000,
      order_id: 'ORDER-2026-001234',
      description: 'Biaya Pengelasan SMAW',
      customer: { name: 'Andi Saputra', email: 'andi.saputra@siswa.example', phone: '+6281260001099' },
      payment_method: 'GOPAY',
      metadata: { enrollment_id: CreateEnrollment.id },
    },
  }),
  ({ CreatePaymentOfOrder }) => ({
    operation: 'VerifyPayment',
    body: { payment_id: CreatePaymentOfOrder.data.payment_id },
  }),
  () => ({ operation: 'ListPayments', query: { method: 'gopay' } }),
  ({ CreatePaymentOfOrder }) => ({
    operation: 'RefundPayment',
    path: { id: CreatePaymentOfOrder.data.payment_id },
    body: { refund_id: 'REFUND-2026-000017', amount: 500_000, reason: 'Potongan yang dijanjikan' },
  }),
  ({ CreatePaymentOfOrder }) => ({
    operation: 'GetPayment',
    path: { id: CreatePaymentOfOrder.data.payment_id },
  }),
  ({ CreatePaymentOfOrder }) => ({
    operation: 'CancelPayment',
    path: { id: CreatePaymentOfOrder.data.payment_id },
    // It was paid.
    refused: 409,
  }),
  ({ CreateEnrollment }) => ({
    operation: 'CompleteEnrollment',
    path: { id: CreateEnrollment.id },
    body: { final_score: 92.5, certificate_number: 'CERT-2026-001234' },
  }),
  ({ CreateStudents, CreateCourse }) => ({
    operation: 'CreateEnrollment',
    body: { student_id: CreateStudents.rows[0].student.id, course_id: CreateCourse.id },
  }),
  ({ CreateEnrollment }) => ({ operation: 'CancelEnrollment', path: { id: CreateEnrollment.id } }),
  ({ CreateCourse }) => ({
    operation: 'ReportCompletion',
    body: { program_id: CreateCourse.id, completion_date: '2026-09-30' },
  }),
  ({ CompleteEnrollment }) => ({
    operation: 'IssueCredential',
    body: { enrollment_id: CompleteEnrollment.id, holder_name_display: 'full' },
  }),
  () => ({ operation: 'ListCredentials', query: { status: 'active' } }),
  ({ IssueCredential }) => ({ operation: 'GetCredential', path: { id: IssueCredential.id } }),
  ({ IssueCredential }) => ({ operation: 'VerifyCredential', body: { text: IssueCredential.id } }),
  ({ IssueCredential }) => ({ operation: 'SubmitCredentialToSiplatih', path: { id: IssueCredential.id } }),
  ({ IssueCredential }) => ({
    operation: 'GenerateEuropassCredential',
    body: { credential_id: IssueCredential.id },
  }),
  ({ IssueCredential }) => ({
    operation: 'AddCertificationToLinkedIn',
    as: 'learner',
    body: { credential_id: IssueCredential.id },
    // It is another learner's.
    refused: 404,
  }),
  ({ IssueCredential }) => ({
    operation: 'SuspendCredential',
    path: { id: IssueCredential.id },
    body: { reason: 'Nilai sedang diperiksa' },
  }),
  ({ IssueCredential }) => ({ operation: 'ReinstateCredential', path: { id: IssueCredential.id } }),
  ({ IssueCredential }) => ({
    operation: 'RevokeCredential',
    path: { id: IssueCredential.id },
    body: { reason: 'Diterbitkan untuk orang yang salah' },
  }),
  ({ CreateCourse }) => ({
    operation: 'CreateAssessment',
    body: {
      title: 'Ujian praktik SMAW',
      course_id: CreateCourse.id,
      passing_score: 70,
      external_id: 'LMS-Q-9',
    },
  }),
  () => ({ operation: 'ListAssessments', query: { external_id: 'LMS-Q-9' } }),
  ({ CreateAssessment }) => ({ operation: 'GetAssessment', path: { id: CreateAssessment.id } }),
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
  () => ({ operation: 'ListPermits', as: 'operator', query: { status: 'issued', limit: '2' } }),
  () => ({ operation: 'GetPermit', as: 'operator', path: { registration_id: permit } }),
  () => ({ operation: 'ListPermitTypes', query: { limit: '3' } }),
  () => ({ operation: 'GetPermitStatistics' }),
  () => ({
    operation: 'CreateWebhook',
    body: {
      name: 'LMS',
      url: 'http://127.0.0.1:9/webhooks/skillpassport',
      events: ['student.enrolled', 'course.completed'],
      retry_count: 3,
      timeout_seconds: 30,
    },
  }),
  () => ({ operation: 'ListWebhooks' }),
  ({ CreateWebhook }) => ({ operation: 'GetWebhook', path: { id: CreateWebhook.id } }),
  ({ CreateWebhook }) => ({
    operation: 'UpdateWebhook',
    path: { id: CreateWebhook.id },
    body: { events: ['student.enrolled', 'course.completed', 'payment.completed'] },
  }),
  ({ CreateWebhook }) => ({
    operation: 'SendTestEvent',
    path: { id: CreateWebhook.id },
    body: { event: 'student.enrolled' },
  }),
  ({ CreateWebhook }) => ({
    operation: 'ListWebhookDeliveries',
    path: { id: CreateWebhook.id },
    query: { limit: '5' },
  }),
  ({ CreateWebhook, SendTestEvent }) => ({
    operation: 'Redeliver',
    path: { id: CreateWebhook.id, delivery_id: SendTestEvent.id },
  }),
  ({ CreateWebhook }) => ({ operation: 'PauseWebhook', path: { id: CreateWebhook.id } }),
  ({ CreateWebhook }) => ({ operation: 'ResumeWebhook', path: { id: CreateWebhook.id } }),
  ({ CreateWebhook }) => ({
    operation: 'RotateWebhookSecret',
    path: { id: CreateWebhook.id },
    body: { overlap_hours: 24 },
  }),
  ({ CreateWebhook }) => ({ operation: 'DeleteWebhook', path: { id: CreateWebhook.id } }),
  () => ({ operation: 'CreateApiKey', body: { name: 'Nightly import', scopes: ['read', 'training:write'] } }),
  () => ({ operation: 'ListApiKeys', query: { limit: '2' } }),
  ({ CreateApiKey }) => ({
    operation: 'RotateApiKey',
    path: { id: CreateApiKey.id },
    body: { overlap_minutes: 60 },
  }),
  ({ CreateApiKey }) => ({ operation: 'RevokeApiKey', path: { id: CreateApiKey.id } }),
  () => ({ operation: 'ListIntegrations' }),
  () => ({ operation: 'GetIntegrationStatus', path: { type: 'SIPLATIH' } }),
];
