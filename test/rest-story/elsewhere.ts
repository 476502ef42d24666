import { createHmac } from 'node:crypto';
import type { Requests } from './step.ts';

/** What is no operation of the graph: tokens, a wallet that calls back, a learner's way to LinkedIn; and what it leads to. */
export const elsewhere: Requests = [
  ...['getToken', 'getTokenAlias', 'getTokenSecondAlias'].map(
    (operation): Requests[number] =>
      ({ Given }) => ({
        operation,
        as: 'nobody',
        body: { grant_type: 'client_credentials', ...Given.client, scope: 'read' },
      }),
  ),
  ({ Given, getToken }) => ({
    operation: 'revokeToken',
    as: 'nobody',
    body: { token: getToken.access_token, ...Given.client },
  }),
  ({ Given }) => ({
    operation: 'getToken',
    as: 'nobody',
    body: { grant_type: 'client_credentials', ...Given.client, client_secret: 'guess' },
    refused: 401,
  }),
  ...['getMe', 'getUserinfo'].map((operation): Requests[number] => () => ({ operation, as: 'person' })),
  ({ Given, GetPayment }) => {
    const body = JSON.stringify({
      event_id: 'EVT-2026-000017',
      payment_id: GetPayment.wallet_payment_id,
      order_id: GetPayment.order_id,
      status: 'PAID',
      amount: GetPayment.amount,
      currency: 'IDR',
      occurred_at: new Date().toISOString(),
    });
    const signature = createHmac('sha256', Given.gopaySecret).update(body).digest('hex');
    return {
      operation: 'paymentCallback',
      as: 'nobody',
      path: { gateway: 'gopay' },
      body,
      headers: { 'x-gojek-signature': signature },
    };
  },
  () => ({ operation: 'paymentCallback', as: 'nobody', path: { gateway: 'ovo' }, body: {}, refused: 401 }),
  ({ CreateStudents, CreateCourse }) => ({
    operation: 'CreateEnrollment',
    body: { student_id: CreateStudents.rows[0].student.id, course_id: CreateCourse.id },
  }),
  ({ CreateEnrollment }) => ({
    operation: 'CreatePaymentOfOrder',
    body: {
      amount: 1_500_000,
      order_id: 'ORDER-2026-001235',
      description: 'Biaya Pengelasan SMAW',
      customer: { name: 'Budi Santoso', email: 'budi@siswa.example', phone: '+6281260001100' },
      payment_method: 'GOPAY',
      metadata: { enrollment_id: CreateEnrollment.id },
    },
  }),
  ({ CreatePaymentOfOrder }) => ({
    operation: 'CancelPayment',
    path: { id: CreatePaymentOfOrder.data.payment_id },
  }),
  // It was paid.
  ({ GetPayment }) => ({ operation: 'CancelPayment', path: { id: GetPayment.id }, refused: 409 }),
  () => ({ operation: 'CreateCourse', body: { title: 'Barista' } }),
  ({ Given, CreateCourse }) => ({
    operation: 'CreateEnrollment',
    body: { student_id: Given.studentId, course_id: CreateCourse.id },
  }),
  ({ CreateEnrollment }) => ({
    operation: 'CompleteEnrollment',
    path: { id: CreateEnrollment.id },
    body: { final_score: 88 },
  }),
  ({ CompleteEnrollment }) => ({
    operation: 'IssueCredential',
    body: { enrollment_id: CompleteEnrollment.id },
  }),
  () => ({ operation: 'ConnectIntegration', as: 'learner', path: { type: 'LINKEDIN' } }),
  ({ ConnectIntegration }) => ({
    operation: 'connectLinkedIn',
    as: 'nobody',
    query: { ticket: new URL(ConnectIntegration.authorization_url).searchParams.get('ticket') ?? '' },
    afterwards: ({ agree }, answer) => agree(answer),
  }),
  ({ IssueCredential }) => ({
    operation: 'AddCertificationToLinkedIn',
    as: 'learner',
    body: { credential_id: IssueCredential.id },
  }),
  // It is another learner's.
  ({ RevokeCredential }) => ({
    operation: 'AddCertificationToLinkedIn',
    as: 'learner',
    body: { credential_id: RevokeCredential.id },
    refused: 404,
  }),
];
