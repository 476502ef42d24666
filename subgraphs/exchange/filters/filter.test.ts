import { describe, expect, it } from '@jest/globals';
import { type EventType, eventCatalogue } from '../../../schema/events/catalogue.ts';
import { checkedTest, testOf } from './filter.ts';

const types: EventType[] = ['payment.status_changed', 'payment.completed', 'enrolment.progress_updated'];
const paid = {
  type: 'payment.status_changed',
  subject: { type: 'Payment', id: 'p-1' },
  data: {
    ...eventCatalogue['payment.status_changed'].example,
    amount: 500_000,
    status: 'PAID',
    method: 'GOPAY',
    enrolment_id: null,
  },
};
const progress = {
  type: 'enrolment.progress_updated',
  subject: { type: 'Enrolment', id: 'e-1' },
  data: { status: 'IN_PROGRESS', progress_percentage: 40, last_accessed: '2026-01-23T12:00:00.000Z' },
};

describe('a filter', () => {
  it.each([
    ['data.amount >= 100000 and data.status = "PAID"', true],
    ['data.amount > 500000', false],
    ['data.amount < 500000.5', true],
    ['data.amount <= 5e5', true],
    ['data.status != "PAID"', false],
    ['data.status in ["PENDING", "PAID"]', true],
    ['data.method not in ["GOPAY", "OVO"]', false],
    ['not data.method = "OVO"', true],
    ['type = "payment.status_changed" and subject.type = "Payment" and subject.id = "p-1"', true],
    ['data.enrolment_id exists', false],
    ['data.enrolment_id = null', true],
    ['data.previous_status exists', true],
    ['data.status = "PENDING" or data.status = "PAID" and data.amount > 1', true],
    ['(data.status = "PAID" or data.amount > 1) and data.amount > 999999', false],
    ['data.status = "PAID" AND NOT (data.amount < 1 OR data.amount > 9)', false],
    ['data.status\n=\t"\\u0050AID"', true],
    // What an event of another type does not have counts as null.
    ['data.progress_percentage < 50', false],
    ['data.progress_percentage >= 0', false],
    ['data.progress_percentage exists', false],
    ['data.progress_percentage != 40', true],
  ])('%s is %s of a payment of 500,000 that is PAID', (filter, kept) => {
    expect(checkedTest(filter, types)(paid)).toBe(kept);
    expect(testOf(filter)(paid)).toBe(kept);
  });

  it('compares times as they are written', () => {
    const since = (time: string) => checkedTest(`data.last_accessed >= "${time}"`, types)(progress);
    expect([since('2026-01-23'), since('2026-01-23T12:00:00.000Z'), since('2026-01-24')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['', 'character 1: a path such as data.amount is needed, and here is the end'],
    ['data.amount', 'character 12: one of = != < <= > >=, in, not in, exists is needed, and here is the end'],
    ['data.amount >=', 'character 15: a text in double quotation marks, a number'],
    ['data.amount == 1', 'character 14: a text in double quotation marks'],
    ['data.amount > 1 and', 'character 20: a path'],
    ['data.amount > 1 data.amount', 'character 17: and, or, or the end is needed, and here is data.amount'],
    ['(data.amount > 1', 'character 17: ) is needed'],
    ['data.amount > 1)', 'character 16: and, or, or the end'],
    ['data.status in []', 'character 17: a text'],
    ['data.status in ["PAID" "FAILED"]', 'character 24: ] is needed'],
    ['data.status not "PAID"', 'character 17: in is needed'],
    ["data.status = 'PAID'", 'character 15: texts stand in double quotation marks'],
    ['data.status = "PAID', 'character 15: the text that begins here does not end'],
    ['data.status = "\\q"', 'character 15: a text is written as in JSON'],
    ['data.amount > 1e999', 'character 15: 1e999 is too large a number'],
    ['data.amount > 1; drop', 'character 16: ";" belongs to no filter'],
    ['data.status = "PAID" && true', 'character 22: "&" belongs to no filter'],
    ['data["status"] = "PAID"', 'character 5: one of ='],
    ['"PAID" = data.status', 'character 1: a path'],
    ['data.amout > 1', 'character 1: none of the events chosen has data.amout; there are type, subject.type'],
    ['data.constructor exists', 'character 1: none of the events chosen has data.constructor'],
    ['data.__proto__.polluted = 1', 'character 1: none of the events chosen has data.__proto__.polluted'],
    ['status = "PAID"', 'character 1: none of the events chosen has status'],
    ['data.amount = "100000"', 'character 15: data.amount is a number, which "100000" is not'],
    ['data.amount in [1, "2"]', 'character 20: data.amount is a number'],
    ['data.status = 1', 'character 15: data.status is a text, which 1 is not'],
    ['data.status > null', 'character 15: data.status is a text, which null is not'],
    [
      'type = "payment.created"',
      'character 8: type is never "payment.created"; it is payment.status_changed',
    ],
    ['subject.type = "Student"', 'character 16: subject.type is never "Student"; it is Payment, Enrolment'],
    [`${'('.repeat(21)}data.amount > 1${')'.repeat(21)}`, '20 deep at most'],
    [`${'not '.repeat(5000)}data.amount > 1`, 'at most 2000 characters'],
    [Array.from({ length: 51 }, () => 'data.amount > 1').join(' or '), 'at most 50 comparisons'],
    [`data.amount in [${Array.from({ length: 101 }, () => 1).join()}]`, 'at most 100 values'],
  ])('refuses %s and says where', (filter, message) => {
    expect(() => checkedTest(filter, types)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_ERROR',
        details: [{ field: 'filter', message: expect.stringContaining(message) }],
      }),
    );
  });
});
