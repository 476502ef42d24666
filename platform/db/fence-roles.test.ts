import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import pg from 'pg';
import { createEmptyDatabase, type TestDatabase } from '../../test/database.ts';
import { organisationPrincipal } from '../../test/subgraph-harness.ts';
import { StartError } from '../start-error.ts';
import { fencedEntityManager, unfenced } from './fence.ts';
import { findMigrationSets, migrate } from './migrate.ts';
import { openOrm } from './orm.ts';

@Entity({ schema: 'events', tableName: 'head' })
class Head {
  @PrimaryKey({ type: 'boolean' })
  singleton!: boolean;
}

describe('a login that is no superuser and may make no roles', () => {
  const login = `weak_${randomBytes(4).toString('hex')}`;
  let database: TestDatabase;
  let admin: pg.Client;
  let url: string;
  beforeAll(async () => {
    database = await createEmptyDatabase();
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`CREATE ROLE ${login} LOGIN PASSWORD 'weak'`);
    await admin.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} OWNER TO ${login}`);
    url = Object.assign(new URL(database.url), { username: login, password: 'weak' }).href;
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
    const server = new pg.Client({ connectionString: process.env.TEST_DATABASE_SERVER });
    await server.connect();
    await server.query(`DROP ROLE ${login}`);
    await server.end();
  });

  it('is told what an administrator has to run, and fences by it once that has been done', async () => {
    const sets = await findMigrationSets();
    const told = await migrate(url, sets).then(
      () => '',
      (error) => (error instanceof StartError ? error.message : String(error)),
    );
    expect(told).toMatch(
      /Let an administrator of PostgreSQL run, once:\n(GRANT hub_fenced\w* TO weak_\w+;\n?){4}$/,
    );
    await admin.query(told.slice(told.indexOf('\n')));
    await migrate(url, sets);

    const orm = await openOrm({ url, entities: [Head], poolSize: 1 });
    const [one, other] = [randomUUID(), randomUUID()];
    await orm.em.fork().execute(`INSERT INTO identity.organisations (id, kind, name, created_at, updated_at)
      SELECT id::uuid, 'TRAINING_INSTITUTION', 'LPK', now(), now() FROM unnest('{${one},${other}}'::text[]) AS id`);
    const seen = 'SELECT id FROM identity.organisations ORDER BY id';
    expect(await fencedEntityManager(orm.em, organisationPrincipal(one)).execute(seen)).toEqual([
      { id: one },
    ]);
    expect(await unfenced(orm.em).execute(seen)).toHaveLength(2);
    await orm.close();
  });
});
