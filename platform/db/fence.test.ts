import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { eventually } from '../../test/graph-request.ts';
import { learnerPrincipal, organisationPrincipal, platformPrincipal } from '../../test/subgraph-harness.ts';
import { anonymous, type Principal } from '../auth/principal.ts';
import { beyondFence, Fenced, fencedEntityManager, unfenced } from './fence.ts';
import { openOrm } from './orm.ts';

@Entity({ schema: 'rooms', tableName: 'rooms' })
@Fenced({ organisation: 'organisationId', allWith: 'permits:all' })
class Room {
  @PrimaryKey({ type: 'uuid' })
  id: string = randomUUID();
  @Property({ type: 'uuid' })
  organisationId!: string;
  @Property({ type: 'string' })
  name!: string;
}

const tables = `
  CREATE SCHEMA rooms;
  CREATE TABLE rooms.rooms (id uuid PRIMARY KEY, organisation_id uuid NOT NULL, name text NOT NULL);
  CREATE TABLE rooms.seats (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), room_id uuid NOT NULL REFERENCES rooms.rooms);
  CREATE TABLE rooms.bookings (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), organisation_id uuid, student_id uuid NOT NULL);
  CREATE TABLE rooms.keys (secret text);
  SELECT fence.enclose('rooms.rooms', 'organisation_id');
  SELECT fence.policy('rooms.rooms', 'all_with', 'hub_fenced_organisation',
    '(SELECT ''permits:all'' = ANY (string_to_array(current_setting(''hub.scopes'', true), '','')))');
  SELECT fence.enclose_child('rooms.seats', 'room_id', 'rooms.rooms');
  SELECT fence.enclose('rooms.bookings', 'organisation_id', 'student_id');
  INSERT INTO rooms.keys VALUES ('hub''s own')`;

const [one, other, student, classmate] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const rooms = 'SELECT name FROM rooms.rooms ORDER BY name';

describe('the fence in PostgreSQL', () => {
  let database: TestDatabase;
  let orm: MikroORM;

  beforeAll(async () => {
    database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(tables);
    for (const organisation of [one, other]) {
      const name = organisation === one ? 'one' : 'other';
      const room = randomUUID();
      await client.query('INSERT INTO rooms.rooms VALUES ($1, $2, $3)', [room, organisation, name]);
      await client.query('INSERT INTO rooms.seats (room_id) VALUES ($1)', [room]);
    }
    const booking =
      'INSERT INTO rooms.bookings (organisation_id, student_id) VALUES ($1, $2), ($1, $3), (NULL, $3)';
    await client.query(booking, [one, student, classmate]);
    await client.end();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    orm = await openOrm({ url: database.url, entities: [Room], poolSize: 1 });
  });
  afterEach(() => orm.close());

  const as = (principal: Principal): EntityManager => fencedEntityManager(orm.em, principal);
  const [ofOne, ofOther] = [organisationPrincipal(one), organisationPrincipal(other)];
  const learner = learnerPrincipal([student], [one]);
  const names = async (em: EntityManager) =>
    (await em.execute<{ name: string }[]>(rooms)).map(({ name }) => name);
  const count = async (em: EntityManager, table: string) =>
    Number((await em.execute<{ count: string }[]>(`SELECT count(*) FROM rooms.${table}`))[0]?.count);

  it('shows each principal their own rows, also to plain SQL that asks for all', async () => {
    expect(await names(as(ofOne))).toEqual(['one']);
    expect(await names(as(ofOther))).toEqual(['other']);
    expect(await names(as(learner))).toEqual(['one']);
    expect(await names(as(learnerPrincipal([], [])))).toEqual([]);
    expect(await names(as(platformPrincipal()))).toEqual(['one', 'other']);
    expect(await names(as(anonymous))).toEqual([]);
    expect(await names(as(organisationPrincipal(one, 'permits:all')))).toEqual(['one', 'other']);
    expect(await names(as({ ...ofOne, organisationId: null }))).toEqual([]);
    expect(await names(unfenced(as(ofOne)))).toEqual(['one', 'other']);
  });

  it('shows learners what is theirs where rows are learners’, and what hangs on a row to who sees that', async () => {
    const seen = async (principal: Principal) => [
      await count(as(principal), 'bookings'),
      await count(as(principal), 'seats'),
    ];
    expect(await seen(ofOne)).toEqual([2, 1]);
    expect(await seen(ofOther)).toEqual([0, 1]);
    expect(await seen(learner)).toEqual([1, 1]);
    expect(await seen(learnerPrincipal([student, classmate], []))).toEqual([3, 0]);
    expect(await seen(platformPrincipal())).toEqual([3, 2]);
    expect(await seen(anonymous)).toEqual([0, 0]);
  });

  it('holds whatever way a query takes, where the ORM’s own filter is lifted by name', async () => {
    const lifted = { filters: { fence: false } } as const;
    const em = as(ofOne);
    expect((await em.find(Room, {}, lifted)).map(({ name }) => name)).toEqual(['one']);
    expect(await em.fork().count(Room, {}, lifted)).toBe(1);
    expect(await em.createQueryBuilder(Room).getCount()).toBe(1);
    expect(
      await em
        .getKysely()
        .selectFrom('rooms.rooms' as never)
        .selectAll()
        .execute(),
    ).toHaveLength(1);
    expect(await em.getConnection().execute(rooms)).toHaveLength(1);
    await em.transactional(async (tx) => {
      expect(await names(tx)).toEqual(['one']);
      expect(await tx.getConnection().execute(rooms, [], 'all', tx.getTransactionContext())).toHaveLength(1);
      await tx.transactional(async (inner) => expect(await names(inner)).toEqual(['one']));
    });
  });

  it('refuses to write rows of others, and to give own ones away', async () => {
    const insert = (id: string) =>
      as(ofOne).execute(`INSERT INTO rooms.rooms VALUES (gen_random_uuid(), '${id}', 'new')`);
    await expect(insert(other)).rejects.toThrow(/row-level security/);
    const give = () => as(ofOne).execute(`UPDATE rooms.rooms SET organisation_id = '${other}'`);
    await expect(give()).rejects.toThrow(/row-level security/);
    await as(ofOne).execute("UPDATE rooms.rooms SET name = 'mine'");
    await as(ofOne).execute(
      "DELETE FROM rooms.seats WHERE room_id IN (SELECT id FROM rooms.rooms WHERE name = 'other')",
    );
    await expect(as(anonymous).execute('DELETE FROM rooms.rooms')).resolves.toBeDefined();
    expect(await names(unfenced(orm.em))).toEqual(['mine', 'other']);
    expect(await count(unfenced(orm.em), 'seats')).toBe(2);
    await as(ofOne).execute("UPDATE rooms.rooms SET name = 'one'");
  });

  it('lets the platform change and delete what is of its environment, and nothing of the other', async () => {
    const fleeting = randomUUID();
    await unfenced(orm.em).execute('INSERT INTO rooms.rooms VALUES (?, ?, ?)', [fleeting, one, 'fleeting']);
    const [live, sandbox] = [as(platformPrincipal()), as({ ...platformPrincipal(), sandbox: true })];
    expect(await sandbox.nativeUpdate(Room, { id: fleeting }, { name: 'gone' })).toBe(0);
    expect(await sandbox.nativeDelete(Room, { id: fleeting })).toBe(0);
    expect(await live.nativeUpdate(Room, { id: fleeting }, { name: 'gone' })).toBe(1);
    expect(await live.nativeDelete(Room, { id: fleeting, name: 'gone' })).toBe(1);
  });

  it('leaves tables closed that no migration opened', async () => {
    await expect(as(platformPrincipal()).execute('SELECT * FROM rooms.keys')).rejects.toThrow(
      /permission denied/,
    );
    expect(await unfenced(orm.em).execute('SELECT * FROM rooms.keys')).toHaveLength(1);
  });

  it('goes with a connection from one principal to the next, also after a rollback and an error', async () => {
    const failing = (em: EntityManager, sql: string) => em.transactional((tx) => tx.execute(sql));
    for (let round = 0; round < 3; round += 1) {
      expect(await names(as(ofOne))).toEqual(['one']);
      await expect(failing(as(ofOther), 'SELECT 1 / 0')).rejects.toThrow(/division/);
      expect(await names(as(ofOne))).toEqual(['one']);
      await expect(as(learner).execute('SELECT no_such_column')).rejects.toThrow(/no_such_column/);
      expect(await names(orm.em.fork())).toEqual(['one', 'other']);
      await expect(failing(orm.em.fork(), 'SELECT 1 / 0')).rejects.toThrow(/division/);
      expect(await names(as(ofOther))).toEqual(['other']);
      expect(await names(as(anonymous))).toEqual([]);
    }
  });

  it('holds on the connection that follows one that was killed', async () => {
    const pid = async (em: EntityManager) =>
      (await em.execute<{ pid: number }[]>('SELECT pg_backend_pid() AS pid'))[0]?.pid;
    const killed = await pid(as(ofOne));
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query('SELECT pg_terminate_backend($1)', [killed]);
    await admin.end();
    // Until the pool has heard of it, statements fail on the dead connection.
    const next = await eventually(
      () => names(as(ofOther)).catch(() => undefined),
      'a connection is there again',
    );
    expect(next).toEqual(['other']);
    expect(await names(as(ofOne))).toEqual(['one']);
    expect(await pid(as(ofOne))).not.toBe(killed);
  });

  it('holds when a transaction was begun on the connection and never ended', async () => {
    await as(ofOne).execute('BEGIN');
    expect(await names(as(ofOther))).toEqual(['other']);
    await as(ofOther).execute('ROLLBACK');
    expect(await names(as(ofOther))).toEqual(['other']);
  });

  it('lets no statement through when the connection could not be told who asks', async () => {
    expect(await names(as(ofOne))).toEqual(['one']);
    const query = jest.spyOn(pg.Client.prototype, 'query');
    query.mockImplementationOnce(() => Promise.reject(new Error('It did not arrive.')) as never);
    await expect(names(as(ofOther))).rejects.toThrow('It did not arrive.');
    query.mockRestore();
    expect(await names(as(ofOther))).toEqual(['other']);
  });

  it('is told to a connection along with the first statement where the principal changes, and else not at all', async () => {
    const query = jest.spyOn(pg.Client.prototype, 'query');
    const said = () =>
      query.mock.calls.splice(0).map(([sql]) => String(sql).replace(/^SELECT set_config[^;]*;\n/, 'told, '));
    for (const principal of [ofOne, ofOne, { ...ofOne, id: 'another key' }]) await names(as(principal));
    expect(said()).toEqual([`told, ${rooms}`, rooms, rooms]);
    await as(ofOne).transactional((tx) => names(tx));
    expect(said()).toEqual(['begin', rooms, 'commit']);
    await names(as(ofOther));
    expect(said()).toEqual([`told, ${rooms}`]);
    await as(ofOne).transactional((tx) => names(tx));
    expect(said()).toEqual(['told, SELECT', 'begin', rooms, 'commit']);
    query.mockRestore();
  });

  it('is lifted for a part of a transaction, and stands again after it, however that ends', async () => {
    const all = ['one', 'other'];
    await as(ofOne).transactional(async (tx) => {
      const within = () => beyondFence(tx, () => names(tx));
      expect(await beyondFence(tx, async () => [await within(), await names(tx)])).toEqual([all, all]);
      expect(await names(tx)).toEqual(['one']);
      await expect(beyondFence(tx, () => Promise.reject(new Error('its own')))).rejects.toThrow('its own');
      expect(await names(tx)).toEqual(['one']);
      const inner = beyondFence(tx, () => tx.transactional((one) => one.execute('SELECT 1 / 0')));
      await expect(inner).rejects.toThrow(/division/);
      expect(await names(tx)).toEqual(['one']);
    });
    const broken = as(ofOne).transactional((tx) => beyondFence(tx, () => tx.execute('SELECT 1 / 0')));
    await expect(broken).rejects.toThrow(/division/);
    expect(await names(as(ofOne))).toEqual(['one']);
    await orm.em.fork().transactional(async (tx) => {
      expect(await beyondFence(tx, () => names(tx))).toEqual(all);
      expect(await names(tx)).toEqual(all);
    });
  });

  it('is not left from within a transaction, which would wait for a second connection', async () => {
    await as(ofOne).transactional(async (tx) => expect(() => unfenced(tx)).toThrow(/transaction/));
  });
});
