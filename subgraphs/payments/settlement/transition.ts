import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../../../schema/events/record.ts';
import { PaymentStatus, type Transition } from '../payments/payment.state.ts';
import type { Payment } from '../payments/payment.ts';
import { note } from '../timeline/timeline.ts';
import { TimelineKind } from '../timeline/timeline-entry.ts';

/** Takes one step of the state machine, within the transaction of `em`: status, timeline and events together. */
export async function take(
  em: EntityManager,
  payment: Payment,
  step: Transition,
  actor: string,
): Promise<void> {
  payment.status = step.to;
  if (step.attention) payment.attention = step.attention;
  note(em, payment.id, TimelineKind.TRANSITION, {
    previousStatus: step.from,
    status: step.to,
    actor,
    ...(step.attention && { message: step.attention }),
  });
  await em.flush();
  const event = {
    subject: { type: 'Payment' as const, id: payment.id },
    audience: [payment.organisationId],
    actor,
  };
  const changed = {
    ...event,
    type: 'payment.status_changed' as const,
    data: {
      payment_id: payment.id,
      previous_status: step.from,
      status: step.to,
      amount: payment.amount,
      method: payment.method,
      program_id: payment.programId,
      student_id: payment.studentId,
      enrolment_id: payment.enrolmentId,
    },
  };
  if (step.to !== PaymentStatus.PAID) return record(em, changed);
  const completed = {
    ...event,
    type: 'payment.completed' as const,
    data: { payment_id: payment.id, amount: payment.amount, student_id: payment.studentId },
  };
  return record(em, changed, completed);
}
