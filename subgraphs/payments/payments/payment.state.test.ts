import { describe, expect, it } from '@jest/globals';
import { PaymentStatus, pathBetween } from './payment.state.ts';

const words = (from: string, to: string) =>
  pathBetween(from as PaymentStatus, to as PaymentStatus)?.map((step) => step.to) ?? null;

describe('the way of a payment', () => {
  it.each([
    ['CREATED', 'PENDING', ['PENDING']],
    ['CREATED', 'PAID', ['PENDING', 'PAID']],
    ['CREATED', 'EXPIRED', ['PENDING', 'EXPIRED']],
    ['PENDING', 'REFUNDED', ['PAID', 'REFUNDED']],
    ['PENDING', 'PARTIALLY_REFUNDED', ['PAID', 'PARTIALLY_REFUNDED']],
    ['PARTIALLY_REFUNDED', 'REFUNDED', ['REFUNDED']],
    ['EXPIRED', 'PAID', ['PAID']],
    ['CANCELLED', 'REFUNDED', ['PAID', 'REFUNDED']],
    ['PAID', 'PAID', []],
  ])('from %s to %s leads step by step: %j', (from, to, steps) => {
    expect(words(from, to)).toEqual(steps);
  });

  it.each([
    ['PAID', 'PENDING'],
    ['PAID', 'EXPIRED'],
    ['PAID', 'FAILED'],
    ['REFUNDED', 'PAID'],
    ['PARTIALLY_REFUNDED', 'PAID'],
    ['EXPIRED', 'PENDING'],
    ['FAILED', 'CANCELLED'],
    ['CANCELLED', 'EXPIRED'],
  ])('never leads from %s back to %s', (from, to) => {
    expect(words(from, to)).toBeNull();
  });

  it('calls a person when money comes after the wallet had said that it would not', () => {
    for (const from of [PaymentStatus.FAILED, PaymentStatus.CANCELLED, PaymentStatus.EXPIRED]) {
      expect(pathBetween(from, PaymentStatus.PAID)?.[0]?.attention).toBeTruthy();
    }
  });
});
