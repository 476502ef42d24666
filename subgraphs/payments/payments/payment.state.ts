import { registerEnumType } from 'type-graphql';

export enum PaymentStatus {
  CREATED = 'CREATED',
  PENDING = 'PENDING',
  PAID = 'PAID',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
  EXPIRED = 'EXPIRED',
  PARTIALLY_REFUNDED = 'PARTIALLY_REFUNDED',
  REFUNDED = 'REFUNDED',
}

registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'Where a payment stands. Only the wallet’s own word ends a payment.',
  valuesConfig: {
    CREATED: { description: 'Stored by the hub; the wallet has not confirmed yet that it knows of it.' },
    PENDING: { description: 'The wallet waits for the customer to pay.' },
    PAID: { description: 'The wallet has the money.' },
    FAILED: { description: 'The wallet refused the payment, or the customer’s payment did not go through.' },
    CANCELLED: { description: 'Cancelled before it was paid.' },
    EXPIRED: { description: 'Not paid in time.' },
    PARTIALLY_REFUNDED: { description: 'Part of the money was given back.' },
    REFUNDED: { description: 'All of the money was given back.' },
  },
});

/** A step that a payment may take. */
export interface Transition {
  from: PaymentStatus;
  to: PaymentStatus;
  /** Why a person should look at a payment that took this step. */
  attention?: string;
}

const latePayment = 'The wallet was paid after it had said that it would not be.';

/** Every step there is. What is not here is late or lower-ranked news: it is stored and changes nothing. */
export const transitions: readonly Transition[] = [
  { from: PaymentStatus.CREATED, to: PaymentStatus.PENDING },
  { from: PaymentStatus.CREATED, to: PaymentStatus.FAILED },
  { from: PaymentStatus.PENDING, to: PaymentStatus.PAID },
  { from: PaymentStatus.PENDING, to: PaymentStatus.FAILED },
  { from: PaymentStatus.PENDING, to: PaymentStatus.CANCELLED },
  { from: PaymentStatus.PENDING, to: PaymentStatus.EXPIRED },
  { from: PaymentStatus.PAID, to: PaymentStatus.PARTIALLY_REFUNDED },
  { from: PaymentStatus.PAID, to: PaymentStatus.REFUNDED },
  { from: PaymentStatus.PARTIALLY_REFUNDED, to: PaymentStatus.REFUNDED },
  { from: PaymentStatus.FAILED, to: PaymentStatus.PAID, attention: latePayment },
  { from: PaymentStatus.CANCELLED, to: PaymentStatus.PAID, attention: latePayment },
  { from: PaymentStatus.EXPIRED, to: PaymentStatus.PAID, attention: latePayment },
];

/**
 * The steps from one status to another, the shortest way: news that skips a step (PENDING, then
 * REFUNDED) is taken step by step, so that nobody misses that it was PAID. Null when there is no way:
 * the news is late. Only the wallet's refusal to create takes CREATED to FAILED directly.
 */
export function pathBetween(from: PaymentStatus, to: PaymentStatus): Transition[] | null {
  if (from === to) return [];
  let frontier: Transition[][] = [[]];
  const reached = new Set([from]);
  while (frontier.length > 0) {
    const next: Transition[][] = [];
    for (const path of frontier) {
      const at = path.at(-1)?.to ?? from;
      for (const step of transitions) {
        if (step.from !== at || reached.has(step.to)) continue;
        if (step.to === to) return [...path, step];
        reached.add(step.to);
        next.push([...path, step]);
      }
    }
    frontier = next;
  }
  return null;
}

/** Statuses in which a payment may still change by itself, without anybody asking for a refund. */
export const openStatuses: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.CREATED,
  PaymentStatus.PENDING,
]);
