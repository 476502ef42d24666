import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { killLeftHubs, startProcess } from '../test/hub-process.ts';

describe('the command that makes who runs the hub', () => {
  let database: TestDatabase;
  let environment: Record<string, string>;
  beforeAll(async () => {
    database = await createTestDatabase();
    environment = {
      DATABASE_URL: database.url,
      HUB_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      PUBLIC_URL: 'https://hub.example',
      LOG_LEVEL: 'silent',
    };
  });
  afterAll(async () => {
    killLeftHubs();
    await database.drop();
  });

  async function command(...args: string[]): Promise<{ code: unknown; output: string }> {
    const process = startProcess('operator-user', environment, args);
    return { code: await process.ended, output: process.output() };
  }

  it('prints a link to set a password, and another when it was not used', async () => {
    const link = /^https:\/\/hub\.example\/account\/password\/[\w-]{43}\n$/;
    const first = await command('siti@example.org', 'Siti', 'Rahmawati');
    expect([first.code, first.output]).toEqual([0, expect.stringMatching(link)]);
    const second = await command('siti@example.org', 'Siti', 'Rahmawati');
    expect(second.output).toMatch(link);
    expect(second.output).not.toBe(first.output);
  });

  it('says what it needs', async () => {
    for (const args of [[], ['siti@example.org'], ['siti', 'Siti']]) {
      const { code, output } = await command(...args);
      expect([code, output]).toEqual([1, expect.stringContaining('E-MAIL NAME')]);
    }
  });
});
