import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { organisationPrincipal } from '../../test/subgraph-harness.ts';
import { whileCalling } from '../auth/calling.ts';
import { openOrm } from '../db/orm.ts';
import { withRequestId } from '../log.ts';
import { type AuditEntry, audit } from './audit.ts';

@Entity({ schema: 'audit', tableName: 'entries' })
class Entry {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
}

describe('the audit log', () => {
  let database: TestDatabase;
  let orm: MikroORM;
  beforeAll(async () => {
    database = await createTestDatabase();
    orm = await openOrm({ url: database.url, entities: [Entry] });
  });
  afterAll(async () => {
    await orm.close();
    await database.drop();
  });

  const sql = (text: string, values: unknown[] = []) =>
    orm.em.getConnection().execute<Record<string, unknown>[]>(text, values, 'all');
  const entry = (fields: Partial<AuditEntry> = {}): AuditEntry => ({
    type: 'api_key.revoked',
    subject: { type: 'ApiKey', id: uuidv7() },
    organisations: [],
    data: {},
    actor: 'service:test',
    ...fields,
  });

  it('keeps who did what to what, when, in which request, from where, and for whom it is to be read', async () => {
    const [one, other] = [uuidv7(), uuidv7()];
    const principal = { ...organisationPrincipal(one), userId: 'person', clientId: 'app' };
    const made = entry({ actor: principal.id, organisations: [one, other], data: { name: 'LMS' } });
    await withRequestId('request-1', () =>
      whileCalling({ principal, address: '203.0.113.7' }, () => audit(orm.em, made)),
    );
    const rows = await sql('SELECT * FROM audit.entries WHERE subject_id = ?', [made.subject?.id]);
    expect(rows.map(({ organisation_id }) => organisation_id).sort()).toEqual([one, other].sort());
    expect(rows[0]).toMatchObject({
      type: 'api_key.revoked',
      subject_type: 'ApiKey',
      actor_id: principal.id,
      actor_kind: 'organisation',
      user_id: 'person',
      client_id: 'app',
      address: '203.0.113.7',
      request_id: 'request-1',
      data: { name: 'LMS' },
    });
  });

  it('says nothing of a change that was rolled back', async () => {
    const made = entry();
    const failing = orm.em.fork().transactional(async (em) => {
      await audit(em, made);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await sql('SELECT FROM audit.entries WHERE subject_id = ?', [made.subject?.id])).toHaveLength(0);
  });

  it.each([
    "UPDATE audit.entries SET type = 'nothing'",
    "UPDATE audit.entries SET type = 'nothing' WHERE false",
    'DELETE FROM audit.entries',
    'TRUNCATE audit.entries',
    "SET session_replication_role = 'replica'; DELETE FROM audit.entries",
  ])('refuses, also to the owner of the table: %s', async (statement) => {
    await audit(orm.em, entry());
    const before = await sql('SELECT count(*) FROM audit.entries');
    const refused = orm.em
      .fork()
      .transactional((em) => em.getConnection().execute(statement, [], 'run', em.getTransactionContext()));
    await expect(refused).rejects.toThrow('neither changed nor removed');
    expect(await sql('SELECT count(*) FROM audit.entries')).toEqual(before);
  });
});
