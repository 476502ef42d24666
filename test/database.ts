import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** The migrated database that `createTestDatabase` clones; made once for each run. */
export const templateDatabase = 'template_hub';

/** How long the server may take to notice that its clients are gone. */
const usualGoodbyeMs = 60_000;

export interface TestDatabase {
  url: string;
  /**
   * Removes the database.
   *
   * @throws when a connection to it is still open: whoever opened it forgot to close it.
   */
  drop(): Promise<void>;
}

/** A database of the test file's own, with every migration applied and nothing else in it. */
export function createTestDatabase(goodbyeMs = usualGoodbyeMs): Promise<TestDatabase> {
  return create(templateDatabase, goodbyeMs);
}

/** A database with nothing in it, for tests of what sets one up. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create('template0', usualGoodbyeMs);
}

async function create(template: string, goodbyeMs: number): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_SERVER;
  if (!server) throw new Error('Tests that need a database are run by Jest, whose global setup starts one.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withConnection(server, (client) => client.query(`create database ${name} template ${template}`));
  const url = new URL(server);
  url.pathname = name;
  return { url: url.href, drop: () => withConnection(server, (client) => drop(client, name, goodbyeMs)) };
}

async function drop(client: pg.Client, name: string, goodbyeMs: number): Promise<void> {
  const deadline = Date.now() + goodbyeMs;
  let open: string[];
  do {
    const found = await client.query(
      'select application_name, state, query from pg_stat_activity where datname = $1',
      [name],
    );
    open = found.rows.map((row) => `${row.application_name || 'a connection'} (${row.state}): ${row.query}`);
    if (open.length > 0) await sleep(20);
  } while (open.length > 0 && Date.now() < deadline);
  await client.query(`drop database ${name} with (force)`);
  if (open.length > 0)
    throw new Error(`Connections to the test database were left open:\n${open.join('\n')}`);
}

async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
