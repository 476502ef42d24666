import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { findMigrationSets, migrate } from './migrate.ts';

describe('migrations', () => {
  let database: TestDatabase;
  let folder: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  async function query(sql: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('run once, however many hubs start at the same moment', async () => {
    await writeFile(
      path.join(folder, '0001_first.sql'),
      '-- Up Migration\ncreate table greetings (word text);',
    );
    await writeFile(
      path.join(folder, '0002_second.sql'),
      "-- Up Migration\ninsert into greetings values ('{hello}');",
    );
    const sets = [{ name: 'greetings', dir: folder }];
    await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, sets)));
    expect(await query('select word from greetings')).toEqual([{ word: '{hello}' }]);
    expect(await query('select name from migrations.greetings order by id')).toEqual([
      { name: '0001_first' },
      { name: '0002_second' },
    ]);
  });

  it('leave nothing of a set when one of them fails', async () => {
    await writeFile(
      path.join(folder, '0001_good.sql'),
      '-- Up Migration\ncreate table greetings (word text);',
    );
    await writeFile(
      path.join(folder, '0002_bad.sql'),
      '-- Up Migration\ncreate table greetings (word text);',
    );
    await expect(migrate(database.url, [{ name: 'greetings', dir: folder }])).rejects.toThrow(
      /already exists/,
    );
    expect(await query("select to_regclass('greetings') as found")).toEqual([{ found: null }]);
  });

  it('of the whole project are already in a test database, with the job queue', async () => {
    await migrate(database.url, await findMigrationSets());
    expect(await query("select to_regclass('graphile_worker._private_jobs') is not null as found")).toEqual([
      { found: true },
    ]);
  });
});
