import { isUUID } from 'class-validator';
import { assertScopes } from '../../../platform/auth/requires-scopes.ts';
import { invalid } from '../../../platform/errors.ts';
import { sees } from '../../../platform/events/visible.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
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
export async function paymentChanges(
  of: ChangesOf,
  { principal, events }: SubgraphContext,
): Promise<AsyncIterable<Omit<PaymentStatusChange, 'payment'>>> {
  assertScopes(principal, ['payments:read']);
  for (const field of ['paymentId', 'programId', 'studentId'] as const) {
    const id = of[field];
    if (id && !isUUID(id)) throw invalid(field, 'must be a UUID');
  }
  const after = of.after ? await events.placeOf(of.after) : undefined;
  return events.stream((event) => {
    if (event.type !== 'payment.status_changed' || !sees(principal, event)) return undefined;
    const { payment_id, program_id, student_id, previous_status, status } = event.data as Record<
      string,
      string
    >;
    if (of.paymentId && of.paymentId !== payment_id) return undefined;
    if (of.programId && of.programId !== program_id) return undefined;
    if (of.studentId && of.studentId !== student_id) return undefined;
    return {
      cursor: events.cursorOf(event),
      occurredAt: event.occurredAt,
      previousStatus: previous_status as PaymentStatus,
      status: status as PaymentStatus,
      paymentId: payment_id as string,
    };
  }, after);
}
