import { randomUUID } from 'node:crypto';
import { ask } from './graph-request.ts';
import { customer, newLearner, welderWanted, weldingProgram } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

/** One of everything that an institution has, by the name of its type. */
export type Ids = Record<
  | 'Organisation'
  | 'User'
  | 'ApiKey'
  | 'OAuthClient'
  | 'Student'
  | 'Program'
  | 'Enrolment'
  | 'SiplatihSubmission'
  | 'Assessment'
  | 'AssessmentResult'
  | 'Class'
  | 'AttendanceRecord'
  | 'Subject'
  | 'Grade'
  | 'Opportunity'
  | 'Application'
  | 'Credential'
  | 'Achievement'
  | 'CredentialBatch'
  | 'CredentialExport'
  | 'Payment'
  | 'Webhook'
  | 'WebhookDelivery',
  string
>;

/** An institution of its own with one of everything, and a key that allows all that an institution's can. */
export async function furnishInstitution(
  graphqlUrl: string,
  adminKey: string,
): Promise<{ key: string; ids: Ids }> {
  async function run(key: string, field: string, inputType: string, input: object, selection = '{ id }') {
    const mutation = `mutation($input: ${inputType}!) { ${field}(input: $input) ${selection} }`;
    return (await ask(graphqlUrl, key, mutation, { input }))[field] as Data;
  }
  const { id: organisationId } = await run(adminKey, 'createOrganisation', 'CreateOrganisationInput', {
    kind: 'TRAINING_INSTITUTION',
    registrationNumber: `LPK-${randomUUID()}`.slice(0, 20),
    name: `LPK ${randomUUID().slice(0, 8)}`,
  });
  const newKey = (name: string) => {
    const input = { name, scopes: ['admin', 'students:nik'], organisationId };
    return run(adminKey, 'createApiKey', 'CreateApiKeyInput', input, '{ key apiKey { id } }');
  };
  const { key } = await newKey('Everything');
  const { apiKey } = await newKey('Another one');
  const { client } = await run(
    key,
    'createOAuthClient',
    'CreateOAuthClientInput',
    { name: 'LMS', scopes: ['read'] },
    '{ client { id } }',
  );
  const user = await run(key, 'inviteUser', 'InviteUserInput', {
    name: 'Rina',
    email: `rina.${randomUUID()}@lpk.example`,
    role: 'INSTRUCTOR',
  });
  const student = await run(key, 'createStudent', 'CreateStudentInput', newLearner());
  const program = await run(key, 'createProgram', 'CreateProgramInput', weldingProgram());
  const registration = { programId: program.id };
  const submission = await run(
    key,
    'registerProgramWithSiplatih',
    'RegisterProgramWithSiplatihInput',
    registration,
  );
  const enrolment = await run(key, 'enrolStudent', 'EnrolStudentInput', {
    programId: program.id,
    studentId: student.id,
  });
  await run(key, 'completeEnrolment', 'CompleteEnrolmentInput', {
    enrolmentId: enrolment.id,
    finalScore: 80,
  });
  const credential = await run(key, 'issueCredential', 'IssueCredentialInput', { enrolmentId: enrolment.id });
  const achievement = await run(key, 'createAchievement', 'CreateAchievementInput', {
    name: { indonesian: 'Juru Las' },
    description: { indonesian: 'Mampu mengelas pelat dan pipa.' },
  });
  const batch = await run(key, 'issueCredentials', 'IssueCredentialsInput', { programId: program.id });
  const credentialExport = await run(key, 'submitCredentialForVerification', 'ExportCredentialInput', {
    credentialId: credential.id,
  });
  const assessment = await run(key, 'createAssessment', 'CreateAssessmentInput', {
    programId: program.id,
    title: 'Ujian akhir',
  });
  const result = await run(key, 'recordAssessmentResult', 'RecordAssessmentResultInput', {
    assessmentId: assessment.id,
    studentId: student.id,
    score: 80,
  });
  const itsClass = await run(key, 'createClass', 'CreateClassInput', { name: 'XII', programId: program.id });
  const member = { classId: itsClass.id, studentId: student.id };
  await run(key, 'addStudentToClass', 'AddStudentToClassInput', member);
  const attendance = await run(key, 'recordAttendance', 'RecordAttendanceInput', {
    ...member,
    date: '2026-09-07',
    status: 'PRESENT',
  });
  const subject = await run(key, 'createSubject', 'CreateSubjectInput', {
    name: 'Matematika',
    programId: program.id,
  });
  const grade = await run(key, 'recordGrade', 'RecordGradeInput', {
    subjectId: subject.id,
    studentId: student.id,
    term: '2026/2027-1',
    score: 80,
  });
  const opportunity = await run(key, 'createOpportunity', 'CreateOpportunityInput', welderWanted);
  const application = await run(key, 'createApplication', 'CreateApplicationInput', {
    opportunityId: opportunity.id,
    studentId: student.id,
  });
  // While it is open everybody sees it.
  await run(key, 'closeOpportunity', 'CloseOpportunityInput', { opportunityId: opportunity.id });
  const payment = await run(
    key,
    'createPayment',
    'CreatePaymentInput',
    gopayInput({ enrolmentId: enrolment.id }),
  );
  const { webhook } = await run(
    key,
    'createWebhook',
    'CreateWebhookInput',
    { name: 'LMS', url: 'http://127.0.0.1:9/hook', events: ['user.created'] },
    '{ webhook { id } }',
  );
  const delivery = await run(key, 'sendTestEvent', 'SendTestEventInput', {
    webhookId: webhook.id,
    type: 'user.created',
  });
  return {
    key,
    ids: {
      Organisation: organisationId,
      User: user.id,
      ApiKey: apiKey.id,
      OAuthClient: client.id,
      Student: student.id,
      Program: program.id,
      Enrolment: enrolment.id,
      SiplatihSubmission: submission.id,
      Assessment: assessment.id,
      AssessmentResult: result.id,
      Class: itsClass.id,
      AttendanceRecord: attendance.id,
      Subject: subject.id,
      Grade: grade.id,
      Opportunity: opportunity.id,
      Application: application.id,
      Credential: credential.id,
      Achievement: achievement.id,
      CredentialBatch: batch.id,
      CredentialExport: credentialExport.id,
      Payment: payment.id,
      Webhook: webhook.id,
      WebhookDelivery: delivery.id,
    },
  };
}

/** A payment that nobody has made yet, of what `subject` names. */
export function gopayInput(subject: object) {
  return {
    ...subject,
    amount: 1_500_000,
    method: 'GOPAY',
    description: 'Biaya pengelasan',
    customer,
    idempotencyKey: randomUUID(),
  };
}
