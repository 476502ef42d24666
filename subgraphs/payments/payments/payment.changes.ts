import { isUUID } from 'class-validator';
import { invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { changes } from '../../../schema/events/changes.ts';
import type { PaymentStatusChange } from './payment.change.ts';
import type { PaymentStatus } from './payment.state.ts';

/** What narrows the changes; all that is given must match. */
export interface ChangesOf {
  /** Cursor behind which to begin; from now on without it. */
  after?: string | null;
  paymentId?: string | null;
  programId?: string | null;
  studentId?: string | null;
}

/**
 * The status changes of payments, as far as the caller may see them, from `after` or from now on. Throws
 * UNAUTHENTICATED, FORBIDDEN, VALIDATION_ERROR for an id that is none, CURSOR_INVALID, CURSOR_EXPIRED.
 */
export function paymentChanges(
  of: ChangesOf,
  context: SubgraphContext,
): Promise<AsyncIterable<Omit<PaymentStatusChange, 'payment'>>> {
  return changes(context, {
    type: 'payment.status_changed',
    scopes: ['payments:read'],
    after: of.after,
    admit() {
      for (const field of ['paymentId', 'programId', 'studentId'] as const) {
        const id = of[field];
        if (id && !isUUID(id)) throw invalid(field, 'must be a UUID');
      }
    },
    tell({ payment_id, program_id, student_id, previous_status, status }) {
      if (of.paymentId && of.paymentId !== payment_id) return undefined;
      if (of.programId && of.programId !== program_id) return undefined;
      if (of.studentId && of.studentId !== student_id) return undefined;
      return {
        previousStatus: previous_status as PaymentStatus,
        status: status as PaymentStatus,
        paymentId: payment_id,
      };
    },
  });
}
