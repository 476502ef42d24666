import { randomUUID } from 'node:crypto';
import { gopayInput } from './furnished-institution.ts';
import { newLearner, welderWanted } from './story-nouns.ts';

/** Ids by the name of their noun. */
type Ids = Readonly<Record<string, string>>;

/** Inputs that are good when all ids are the caller's own; each place of an id is in one of them at least. */
export const goodInputs: Record<string, (own: Ids) => object[]> = {
  updateOrganisation: (own) => [{ id: own.Organisation, city: 'Medan' }],
  createApiKey: (own) => [
    { name: 'k', scopes: ['read'], organisationId: own.Organisation },
    { name: 'k', scopes: ['read'], studentId: own.Student },
  ],
  updateApiKey: (own) => [{ id: own.ApiKey, name: 'LMS' }],
  rotateApiKey: (own) => [{ id: own.ApiKey }],
  revokeApiKey: (own) => [{ id: own.ApiKey }],
  createOAuthClient: (own) => [{ name: 'LMS', scopes: ['read'], organisationId: own.Organisation }],
  updateOAuthClient: (own) => [{ id: own.OAuthClient, redirectUris: ['https://lms.example/back'] }],
  rotateOAuthClientSecret: (own) => [{ id: own.OAuthClient }],
  deleteOAuthClient: (own) => [{ id: own.OAuthClient }],
  createStudent: (own) => [{ ...newLearner(), organisationId: own.Organisation }],
  createStudents: (own) => [{ students: [{ ...newLearner(), organisationId: own.Organisation }] }],
  updateStudent: (own) => [{ id: own.Student, grade: 'XII' }],
  inviteUser: (own) => [
    { organisationId: own.Organisation, name: 'A', email: `${randomUUID()}@a.example`, role: 'FINANCE' },
    { studentId: own.Student, name: 'B', email: `${randomUUID()}@a.example`, role: 'LEARNER' },
  ],
  resendInvitation: (own) => [{ id: own.User }],
  changeUserRole: (own) => [{ id: own.User, role: 'FINANCE' }],
  deactivateUser: (own) => [{ id: own.User }],
  reactivateUser: (own) => [{ id: own.User }],
  createProgram: (own) => [{ organisationId: own.Organisation, type: 'INTERNAL', name: 'Kursus' }],
  updateProgram: (own) => [{ id: own.Program, sector: 'ENERGY' }],
  enrolStudent: (own) => [{ programId: own.Program, studentId: own.Student }],
  updateEnrolmentProgress: (own) => [
    { enrolmentId: own.Enrolment, progress: 50 },
    { programId: own.Program, studentId: own.Student, progress: 50 },
  ],
  completeEnrolment: (own) => [{ enrolmentId: own.Enrolment, finalScore: 80 }],
  cancelEnrolment: (own) => [{ enrolmentId: own.Enrolment }],
  registerProgramWithSiplatih: (own) => [{ programId: own.Program }],
  reportProgramCompletion: (own) => [{ programId: own.Program }],
  createAssessment: (own) => [
    { organisationId: own.Organisation, programId: own.Program, title: 'Ujian akhir' },
  ],
  createAssessments: (own) => [
    { assessments: [{ organisationId: own.Organisation, programId: own.Program, title: 'Ujian' }] },
  ],
  updateAssessment: (own) => [{ id: own.Assessment, title: 'Ujian' }],
  recordAssessmentResult: (own) => [{ assessmentId: own.Assessment, studentId: own.Student, score: 80 }],
  recordAssessmentResults: (own) => [
    { results: [{ assessmentId: own.Assessment, studentId: own.Student, score: 80 }] },
  ],
  createClass: (own) => [{ organisationId: own.Organisation, programId: own.Program, name: 'XII' }],
  createClasses: (own) => [
    { classes: [{ organisationId: own.Organisation, programId: own.Program, name: 'XII' }] },
  ],
  updateClass: (own) => [{ id: own.Class, name: 'XII TKR 1' }],
  addStudentToClass: (own) => [{ classId: own.Class, studentId: own.Student }],
  addStudentsToClasses: (own) => [{ memberships: [{ classId: own.Class, studentId: own.Student }] }],
  removeStudentFromClass: (own) => [{ classId: own.Class, studentId: own.Student }],
  recordAttendance: (own) => [attendanceOf(own)],
  recordAttendances: (own) => [{ records: [attendanceOf(own)] }],
  createSubject: (own) => [{ organisationId: own.Organisation, programId: own.Program, name: 'Fisika' }],
  createSubjects: (own) => [
    { subjects: [{ organisationId: own.Organisation, programId: own.Program, name: 'Fisika' }] },
  ],
  updateSubject: (own) => [{ id: own.Subject, name: 'Fisika terapan' }],
  recordGrade: (own) => [gradeOf(own)],
  recordGrades: (own) => [{ grades: [gradeOf(own)] }],
  createOpportunity: (own) => [{ ...welderWanted, organisationId: own.Organisation }],
  createOpportunities: (own) => [{ opportunities: [{ ...welderWanted, organisationId: own.Organisation }] }],
  updateOpportunity: (own) => [{ id: own.Opportunity, location: 'Medan' }],
  closeOpportunity: (own) => [{ opportunityId: own.Opportunity }],
  reopenOpportunity: (own) => [{ opportunityId: own.Opportunity }],
  createApplication: (own) => [{ opportunityId: own.Opportunity, studentId: own.Student }],
  createApplications: (own) => [
    { applications: [{ opportunityId: own.Opportunity, studentId: own.Student }] },
  ],
  updateApplicationStage: (own) => [{ applicationId: own.Application, stage: 'SCREENING' }],
  updateApplicationStages: (own) => [
    { applications: [{ applicationId: own.Application, stage: 'SCREENING' }] },
  ],
  withdrawApplication: (own) => [{ applicationId: own.Application }],
  issueCredential: (own) => [
    { enrolmentId: own.Enrolment },
    { enrolmentId: own.Enrolment, achievementId: own.Achievement },
  ],
  issueCredentials: (own) => [{ programId: own.Program, achievementId: own.Achievement }],
  createAchievement: (own) => [
    {
      organisationId: own.Organisation,
      programId: own.Program,
      name: { indonesian: 'Juru Las' },
      description: { indonesian: 'Mampu mengelas.' },
    },
  ],
  updateIssuer: (own) => [{ organisationId: own.Organisation, description: 'Lembaga' }],
  rotateIssuerKey: (own) => [{ organisationId: own.Organisation }],
  suspendCredential: (own) => [{ id: own.Credential, reason: 'Salah' }],
  reinstateCredential: (own) => [{ id: own.Credential }],
  revokeCredential: (own) => [{ id: own.Credential, reason: 'Salah' }],
  showHolderName: (own) => [{ id: own.Credential, display: 'FULL' }],
  submitCredentialForVerification: (own) => [{ credentialId: own.Credential }],
  exportCredentialToEuropass: (own) => [{ credentialId: own.Credential }],
  offerCredentialToWallet: (own) => [{ credentialId: own.Credential }],
  createPayment: (own) => [
    gopayInput({ enrolmentId: own.Enrolment }),
    gopayInput({ programId: own.Program, studentId: own.Student }),
  ],
  verifyPayment: (own) => [{ paymentId: own.Payment }],
  refundPayment: (own) => [
    { paymentId: own.Payment, amount: 1000, reason: 'Salah', idempotencyKey: randomUUID() },
  ],
  cancelPayment: (own) => [{ paymentId: own.Payment }],
  createWebhook: (own) => [
    { name: 'LMS', url: 'http://127.0.0.1:9/', events: ['user.created'], organisationId: own.Organisation },
  ],
  updateWebhook: (own) => [{ id: own.Webhook, name: 'HR' }],
  pauseWebhook: (own) => [{ id: own.Webhook }],
  resumeWebhook: (own) => [{ id: own.Webhook }],
  rotateWebhookSecret: (own) => [{ id: own.Webhook }],
  recoverWebhook: (own) => [{ id: own.Webhook, since: new Date().toISOString() }],
  deleteWebhook: (own) => [{ id: own.Webhook }],
  sendTestEvent: (own) => [{ webhookId: own.Webhook, type: 'user.created' }],
  redeliver: (own) => [{ deliveryId: own.WebhookDelivery, webhookId: own.Webhook }],
  setOrganisationTier: (own) => [{ id: own.Organisation, tier: 'STANDARD' }],
  withdrawOAuthConsent: (own) => [{ id: own.OAuthConsent }],
  endMyOAuthGrant: (own) => [{ id: own.OAuthGrant }],
  endMySession: (own) => [{ id: own.SignInSession }],
  addCredentialToLinkedIn: (own) => [{ credentialId: own.Credential }],
  shareCredentialOnLinkedIn: (own) => [{ credentialId: own.Credential, comment: 'Lulus' }],
  linkPermit: (own) => [{ registrationId: own.Permit, organisationId: own.Organisation }],
  createPermitDocument: (own) => [{ registrationId: own.Permit }],
  importPermitDocument: (own) => [
    { registrationId: own.Permit, url: 'https://izin.example/1.pdf' },
    { documentId: own.PermitDocument, url: 'https://izin.example/1.pdf' },
  ],
  signPermitDocument: (own) => [
    { documentId: own.PermitDocument, nik: '3171011501900001', passphrase: 'rahasia' },
  ],
  resolvePermitSignature: (own) => [
    { documentId: own.PermitDocument, resolution: 'NOT_SIGNED', reason: 'Salah' },
  ],
  rejectPermitDocument: (own) => [{ documentId: own.PermitDocument, reason: 'Salah' }],
  cancelPermitDocument: (own) => [{ documentId: own.PermitDocument, reason: 'Salah' }],
};

function attendanceOf({ Class: classId, Student: studentId }: Ids): object {
  return { classId, studentId, date: '2026-09-08', status: 'LATE' };
}

function gradeOf({ Subject: subjectId, Student: studentId }: Ids): object {
  return { subjectId, studentId, term: '2026/2027-2', score: 81.5, letterGrade: 'B' };
}
