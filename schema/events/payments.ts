import { z } from 'zod';
import { defineEvent, exampleIds, id, rupiah } from './define.ts';

const payment = { owner: 'payments', since: '0.1.0', subject: 'Payment' } as const;
const paymentFields = {
  payment_id: id,
  amount: rupiah,
  method: z.string(),
  program_id: id,
  student_id: id,
  enrolment_id: id.nullable(),
};
const paymentExample = {
  payment_id: exampleIds.payment,
  amount: 500_000,
  method: 'GOPAY',
  program_id: exampleIds.program,
  student_id: exampleIds.student,
  enrolment_id: exampleIds.enrolment,
};

const refund = {
  owner: 'payments',
  since: '0.1.0',
  subject: 'Refund',
  data: z.strictObject({
    refund_id: id,
    payment_id: id,
    student_id: id,
    amount: rupiah,
    status: z.string(),
    previous_status: z.string().nullable(),
  }),
} as const;
const refundExample = {
  refund_id: exampleIds.refund,
  payment_id: exampleIds.payment,
  student_id: exampleIds.student,
  amount: 100_000,
};

export const paymentsEvents = {
  'payment.created': defineEvent({
    ...payment,
    description: 'A payment was stored; its wallet is asked next.',
    data: z.strictObject(paymentFields),
    example: paymentExample,
  }),
  'payment.status_changed': defineEvent({
    ...payment,
    description: 'A payment’s status changed.',
    data: z.strictObject({ ...paymentFields, previous_status: z.string(), status: z.string() }),
    example: { ...paymentExample, previous_status: 'PENDING', status: 'PAID' },
  }),
  'payment.completed': defineEvent({
    ...payment,
    description: 'Payment successful.',
    data: z.strictObject({ payment_id: id, amount: rupiah, student_id: id }),
    example: { payment_id: exampleIds.payment, amount: 500_000, student_id: exampleIds.student },
  }),
  'refund.created': defineEvent({
    ...refund,
    description: 'A refund was asked for.',
    example: { ...refundExample, status: 'PENDING', previous_status: null },
  }),
  'refund.status_changed': defineEvent({
    ...refund,
    description: 'The wallet carried a refund out, or did not.',
    example: { ...refundExample, status: 'SUCCEEDED', previous_status: 'PENDING' },
  }),
};
