import type { Requests } from './step.ts';

/** What is paid for a course, and the enrollment completed or cancelled. */
export const payments: Requests = [
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
    afterwards: ({ pay }, { body }) => pay(body.data.order_id),
  }),
  ({ CreatePaymentOfOrder }) => ({
    operation: 'VerifyPayment',
    body: { payment_id: CreatePaymentOfOrder.data.payment_id, payment_method: 'GOPAY' },
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
];
