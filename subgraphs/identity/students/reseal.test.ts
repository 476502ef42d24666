import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { openOrm } from '../../../platform/db/orm.ts';
import { Cipher } from '../../../platform/encryption/cipher.ts';
import { type SubgraphHarness, startSubgraphs } from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../fixtures.ts';
import { identity } from '../subgraph.ts';
import { reseal } from './reseal.ts';
import { Student } from './student.ts';

describe('rotating the encryption key', () => {
  let hub: SubgraphHarness;
  let orm: MikroORM;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    orm = await openOrm({ url: hub.databaseUrl, entities: [Student] });
  });
  afterAll(async () => {
    await orm.close();
    await hub.close();
  });

  it('seals every NIK anew, so that the old key can be taken away and people are still found', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const older = new Cipher(new Map([['1', first]]), '1');
    const rotated = new Cipher(
      new Map([
        ['2', second],
        ['1', first],
      ]),
      '2',
    );
    const nik = '3201011505990001';
    const school = await givenOrganisation(hub);
    const id = await givenStudent(hub, school);
    const without = await givenStudent(hub, school);
    await hub.pool.query('UPDATE identity.students SET nik_sealed = $1, nik_index = $2 WHERE id = $3', [
      older.seal(nik),
      older.blindIndex(nik),
      id,
    ]);
    expect(await reseal(orm.em, rotated)).toBe(1);
    expect(await reseal(orm.em, rotated)).toBe(0);
    const { rows } = await hub.pool.query(
      'SELECT nik_sealed, nik_index FROM identity.students WHERE id = $1',
      [id],
    );
    const alone = new Cipher(new Map([['2', second]]), '2');
    expect(alone.open(rows[0].nik_sealed)).toBe(nik);
    expect(rows[0].nik_index).toBe(alone.blindIndex(nik));
    expect(without).toBeTruthy();
  });
});
