import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from './database.ts';

describe('a test database', () => {
  it('names the connections that a test forgot to close', async () => {
    const database = await createTestDatabase(500);
    const client = new pg.Client({ connectionString: database.url, application_name: 'forgotten' });
    // The server ends the connection when the database is dropped.
    client.on('error', () => undefined);
    await client.connect();
    await expect(database.drop()).rejects.toThrow(/forgotten/);
  });
});
