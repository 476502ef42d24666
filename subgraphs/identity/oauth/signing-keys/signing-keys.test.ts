import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { openOrm } from '../../../../platform/db/orm.ts';
import { Cipher } from '../../../../platform/encryption/cipher.ts';
import { createTestDatabase } from '../../../../test/database.ts';
import { SigningKey } from './signing-key.ts';
import { SigningKeys } from './signing-keys.ts';

describe('signing keys', () => {
  const ring = new Map([
    ['1', randomBytes(32)],
    ['2', randomBytes(32)],
  ]);
  const cipher = new Cipher(ring, '1');
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let orm: MikroORM;
  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm({ url: database.url, entities: [SigningKey] });
  });
  afterAll(async () => {
    await orm.close();
    await database.drop();
  });

  it('are made once, however many processes start at once, and are sealed in the database', async () => {
    const processes = Array.from({ length: 5 }, () => new SigningKeys(orm.em, cipher));
    const found = await Promise.all(processes.map((keys) => keys.privateJwks()));
    expect(found.map((keys) => keys.length)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(found.map(([key]) => key?.d)).size).toBe(1);
    const [row] = await orm.em.fork().find(SigningKey, {});
    expect(row?.publicJwk).not.toHaveProperty('d');
    expect(row?.privateSealed).toMatch(/^v1\.1\./);
  });

  it('sign with the newest after a rotation, and are gone a day after they were retired', async () => {
    const keys = new SigningKeys(orm.em, cipher);
    const [old] = await keys.privateJwks();
    const { id } = await keys.rotate();
    expect((await keys.privateJwks()).map(({ kid }) => kid)).toEqual([id, old?.kid]);
    const retiredAt = new Date(Date.now() - 25 * 60 * 60_000);
    await orm.em.fork().nativeUpdate(SigningKey, { id: old?.kid as string }, { retiredAt });
    expect((await new SigningKeys(orm.em, cipher).privateJwks()).map(({ kid }) => kid)).toEqual([id]);
  });

  it('are sealed anew after the encryption key was rotated, and stay what they are', async () => {
    const [before] = await new SigningKeys(orm.em, cipher).privateJwks();
    const rotated = new SigningKeys(orm.em, new Cipher(ring, '2'));
    expect(await rotated.reseal()).toBe(2);
    expect(await rotated.reseal()).toBe(0);
    const withoutOld = new Cipher(new Map([['2', ring.get('2') as Buffer]]), '2');
    expect((await new SigningKeys(orm.em, withoutOld).privateJwks())[0]).toEqual(before);
  });
});
