import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openOrm } from '../db/orm.ts';
import { type IdempotentRequest, once } from './once.ts';

@Entity({ schema: 'idempotency', tableName: 'keys' })
class Key {
  @PrimaryKey({ type: 'string' })
  key!: string;
}

describe('an idempotent request', () => {
  let database: TestDatabase;
  let orm: MikroORM;
  let made = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm({ url: database.url, entities: [Key], poolSize: 20 });
  });
  afterAll(async () => {
    await orm.close();
    await database.drop();
  });

  function ask(fields: Partial<IdempotentRequest> = {}, create?: () => Promise<string>) {
    const request: IdempotentRequest = {
      caller: 'key-1',
      operation: 'createPayment',
      key: 'k',
      input: { amount: 1 },
      keep: 'forever',
      ...fields,
    };
    const make = async () => {
      made += 1;
      return uuidv7();
    };
    return orm.em.fork().transactional((em) => once(em, request, create ?? make));
  }

  it('is carried out once, however often and however many at a time it is made', async () => {
    made = 0;
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask({ key: 'race' })));
    expect(made).toBe(1);
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1);
  });

  it('is the same in whichever order its fields are written, and with absent ones as null', async () => {
    const first = await ask({ key: 'order', input: { a: 1, b: { c: [1, 2], d: null } } });
    const again = await ask({ key: 'order', input: { b: { c: [1, 2] }, a: 1 } });
    expect(again).toEqual({ id: first.id, repeated: true });
  });

  it('with another input is a reuse of its key, and an error', async () => {
    await ask({ key: 'reuse' });
    await expect(ask({ key: 'reuse', input: { amount: 2 } })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await expect(ask({ key: 'reuse', input: { amount: '1' } })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('of another caller or operation is another request', async () => {
    const first = await ask({ key: 'mine' });
    expect((await ask({ key: 'mine', caller: 'key-2' })).id).not.toBe(first.id);
    expect((await ask({ key: 'mine', operation: 'refundPayment' })).id).not.toBe(first.id);
  });

  it('that fails is forgotten, and can be made again', async () => {
    await expect(ask({ key: 'fails' }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect((await ask({ key: 'fails' })).repeated).toBe(false);
  });

  it('kept for 24 hours is forgotten after that, and one kept for good is not', async () => {
    const day = await ask({ key: 'day', keep: '24 hours' });
    await ask({ key: 'good' });
    const age = (key: string) =>
      orm.em
        .getConnection()
        .execute(
          `UPDATE idempotency.keys SET created_at = now() - interval '2 days', expires_at = expires_at - interval '2 days' WHERE key = ?`,
          [key],
        );
    await age('day');
    await age('good');
    const again = await ask({ key: 'day', keep: '24 hours', input: { amount: 9 } });
    expect(again).toMatchObject({ repeated: false });
    expect(again.id).not.toBe(day.id);
    expect((await ask({ key: 'good' })).repeated).toBe(true);
  });
});
