import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gopayInput } from './furnished-institution.ts';
import { type GraphAnswer } from './graph-request.ts';
import { innards, RefusingHub } from './refusing-hub.ts';
import { newLearner, weldingProgram } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

const createPayment = 'mutation($input: CreatePaymentInput!) { createPayment(input: $input) { id status } }';
const createStudent = 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }';
const createProgram = 'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id } }';
const refundPayment = 'mutation($input: RefundPaymentInput!) { refundPayment(input: $input) { id } }';
describe('bad fields', () => {
  let refusing: RefusingHub;
  beforeAll(async () => {
    refusing = await RefusingHub.start();
  }, 300_000);
  afterAll(() => refusing.close());

  const fieldsOf = ({ errors }: GraphAnswer) =>
    errors.flatMap(
      ({ extensions }) => (extensions.details as Data[] | undefined)?.map(({ field }) => field) ?? [],
    );

  it.each([
    ['a method that there is not', { method: 'DANA' }, 'method'],
    ['a negative amount', { amount: -1 }, 'amount'],
    ['no amount', { amount: 0 }, 'amount'],
    ['a fraction of a rupiah', { amount: 1500.5 }, 'amount'],
    ['an amount beyond all programs', { amount: 10_000_000_001 }, 'amount'],
    ['an amount beyond all integers', { amount: 1e300 }, 'amount'],
    ['an amount in words', { amount: '1500000' }, 'amount'],
    ['a phone number that is none', { customer: { name: 'A', phone: 'call me' } }, 'customer.phone'],
    ['a phone number of too few digits', { customer: { name: 'A', phone: '0812' } }, 'customer.phone'],
    [
      'a phone number with null in it',
      { customer: { name: 'A', phone: '0812\u00003456789' } },
      'customer.phone',
    ],
    ['a name of nothing', { customer: { name: '', phone: '081260001099' } }, 'customer.name'],
    ['a name with a zero byte', { customer: { name: 'A\u0000B', phone: '081260001099' } }, 'customer.name'],
    ['a description with a zero byte', { description: 'A\u0000B' }, 'description'],
    ['an idempotency key of a thousand characters', { idempotencyKey: 'k'.repeat(1000) }, 'idempotencyKey'],
    ['an idempotency key with a zero byte', { idempotencyKey: `k\u0000${randomUUID()}` }, 'idempotencyKey'],
    ['an id that is none', { enrolmentId: "1' OR '1'='1" }, 'enrolmentId'],
    ['a field that there is not', { status: 'PAID' }, 'status'],
  ])('a payment with %s is VALIDATION_ERROR with the field', async (_, wrong, field) => {
    const input = { ...gopayInput({ enrolmentId: refusing.ids.Enrolment }), ...wrong };
    const answer = await refusing.request(createPayment, { input });
    await refusing.expectRefused(answer, 'VALIDATION_ERROR');
    expect(fieldsOf(answer)).toEqual([field]);
  });

  it.each<[string, string, () => object, string]>([
    ['a student whose phone is none', createStudent, () => ({ ...newLearner(), phone: '12' }), 'phone'],
    ['a student whose NIK is none', createStudent, () => ({ ...newLearner(), nik: '99' }), 'nik'],
    ['a student with a zero byte', createStudent, () => ({ ...newLearner(), name: 'A\u0000' }), 'name'],
    ['a student with half a character', createStudent, () => ({ ...newLearner(), name: 'A\ud800' }), 'name'],
    ['a program with a negative fee', createProgram, () => ({ ...weldingProgram(), fee: -1 }), 'fee'],
    ['a program without places', createProgram, () => ({ ...weldingProgram(), capacity: 0 }), 'capacity'],
    [
      'a program that ends before it begins',
      createProgram,
      () => ({ ...weldingProgram(), endDate: '2026-08-31' }),
      'endDate',
    ],
    [
      'a program on a day that there is not',
      createProgram,
      () => ({ ...weldingProgram(), endDate: '2026-09-31' }),
      'endDate',
    ],
    ['a refund of nothing', refundPayment, () => refundInput({ amount: 0 }), 'amount'],
    ['a refund of a fraction', refundPayment, () => refundInput({ amount: 0.5 }), 'amount'],
  ])('%s is VALIDATION_ERROR with the field', async (_, mutation, input, field) => {
    const answer = await refusing.request(mutation, { input: input() });
    await refusing.expectRefused(answer, 'VALIDATION_ERROR');
    expect(fieldsOf(answer)).toEqual([field]);
  });

  const refundInput = (wrong: object) => ({
    paymentId: refusing.ids.Payment,
    amount: 1000,
    reason: 'Salah',
    idempotencyKey: randomUUID(),
    ...wrong,
  });

  it('a refund of what is not paid is CONFLICT', async () => {
    await refusing.expectRefused(
      await refusing.request(refundPayment, { input: refundInput({}) }),
      'CONFLICT',
    );
  });

  it.each([
    ['of a negative length', 'first: -1'],
    ['of ten thousand', 'first: 10000'],
    ['beyond the offset', 'offset: 10001'],
    ['before the beginning', 'offset: -1'],
    ['after a cursor that is none', 'after: "nowhere"'],
  ])('a page %s is VALIDATION_ERROR', async (_, args) => {
    const answer = await refusing.request(`{ students(${args}) { totalCount nodes { id } } }`);
    await refusing.expectRefused(answer, 'VALIDATION_ERROR');
  });

  it.each(['x', '', "' OR 1=1 --", `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`])(
    'the id %j shows nothing',
    async (id) => {
      const answer = await refusing.request(
        'query($id: ID!, $text: String!) { a: student(id: $id) { id } b: payment(id: $id) { id } c: program(id: $id) { id } d: enrolment(id: $id) { id } e: organisation(id: $id) { id } f: credential(id: $id) { id } g: siplatihSubmission(id: $id) { id } h: user(id: $id) { id } i: permit(registrationId: $text) { id } }',
        { id, text: id },
      );
      expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
      expect(answer.codes.filter((code) => code !== 'VALIDATION_ERROR')).toEqual([]);
      expect(answer.text).not.toMatch(innards);
    },
  );

  it('an id with a zero byte is VALIDATION_ERROR, also where ids are text', async () => {
    const answer = await refusing.request('query($id: String!) { permit(registrationId: $id) { id } }', {
      id: '\u0000',
    });
    expect([answer.codes, answer.data]).toEqual([['VALIDATION_ERROR'], { permit: null }]);
  });

  it.each([
    ['an amount', 'amount: 1500.5, method: GOPAY'],
    ['a method', 'amount: 1500000, method: DANA'],
  ])('%s that is wrong is no better written into the document', async (_, wrong) => {
    const { customer, enrolmentId, idempotencyKey } = gopayInput({
      enrolmentId: refusing.ids.Enrolment,
    }) as Data;
    const answer =
      await refusing.request(`mutation { createPayment(input: { enrolmentId: "${enrolmentId}", ${wrong},
      description: "d", customer: { name: "${customer.name}", phone: "${customer.phone}" },
      idempotencyKey: "${idempotencyKey}" }) { id } }`);
    expect(['VALIDATION_ERROR', 'GRAPHQL_VALIDATION_FAILED']).toContain(answer.codes[0]);
    await refusing.expectRefused(answer, String(answer.codes[0]));
  });
});
