import type { EntityManager } from '@mikro-orm/postgresql';
import type { WalletReading } from '../../../integrations/wallets/port.ts';
import { PaymentStatus, pathBetween } from '../payments/payment.state.ts';
import type { Payment } from '../payments/payment.ts';
import { note } from '../timeline/timeline.ts';
import { TimelineKind } from '../timeline/timeline-entry.ts';
import { take } from './transition.ts';

/** What does not match between a payment and what the wallet says of it; null when all does. */
function mismatch(payment: Payment, reading: WalletReading): string | null {
  if (reading.orderId !== payment.orderId) return `The wallet answered for the order ${reading.orderId}.`;
  if (reading.currency !== payment.currency) return `The wallet named the currency ${reading.currency}.`;
  if (reading.amount !== payment.amount) return `The wallet named the amount ${reading.amount}.`;
  if (reading.refundedAmount > payment.amount) {
    return `The wallet says that ${reading.refundedAmount} was refunded, more than was paid.`;
  }
  return null;
}

/**
 * Moves a payment as far as what the wallet said of it leads, within the transaction of `em`, which
 * holds the payment's row lock. The wallet's word about another order, amount or currency moves
 * nothing and is flagged for a person; late news moves nothing.
 */
export async function applyReading(
  em: EntityManager,
  payment: Payment,
  reading: WalletReading,
  actor: string,
): Promise<void> {
  note(em, payment.id, TimelineKind.READ_BACK, { status: reading.rawStatus, amount: reading.amount });
  const wrong = mismatch(payment, reading);
  if (wrong) {
    payment.attention = wrong;
    note(em, payment.id, TimelineKind.MISMATCH, {
      message: wrong,
      status: reading.rawStatus,
      amount: reading.amount,
    });
    await em.flush();
    return;
  }
  const steps = pathBetween(payment.status, reading.status as PaymentStatus);
  if (steps === null) {
    note(em, payment.id, TimelineKind.IGNORED, {
      previousStatus: payment.status,
      status: reading.rawStatus,
      message: 'Late news, which changes nothing.',
    });
    await em.flush();
    return;
  }
  payment.refundedAmount = Math.max(payment.refundedAmount, reading.refundedAmount);
  for (const step of steps) {
    if (step.to === PaymentStatus.PAID) payment.paidAt = reading.paidAt ?? new Date();
    await take(em, payment, step, actor);
  }
  await em.flush();
}
