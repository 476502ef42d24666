import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  ConfigError,
  durationsVariable,
  keyRingVariable,
  keyVariable,
  originsVariable,
  portVariable,
  publicUrlVariable,
  readEnvironment,
  urlVariable,
} from './config.ts';

const key = Buffer.alloc(32, 7);

function problemsOf(parts: Record<string, z.ZodType>, environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    readEnvironment(parts, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('says everything that is wrong, of all parts, in one message', () => {
    const parts = {
      server: z.object({ PORT: portVariable, PUBLIC_URL: urlVariable }),
      secrets: z.object({ HUB_INTERNAL_KEY: keyVariable }),
      sandbox: z.object({ SANDBOX: z.enum(['on', 'off']) }),
    };
    expect(
      problemsOf(parts, { PORT: '70000', PUBLIC_URL: 'hub', HUB_INTERNAL_KEY: '', SANDBOX: 'maybe' }),
    ).toEqual([
      'PORT: must be a port number from 0 to 65535',
      'PUBLIC_URL: must be an address such as https://hub.example.org',
      'HUB_INTERNAL_KEY: is missing',
      'SANDBOX: must be one of: on, off',
    ]);
  });

  it('takes a public address without a path alone, since OAuth, callbacks and did:web stand at the root', () => {
    const parts = { a: z.object({ PUBLIC_URL: publicUrlVariable }) };
    for (const text of ['https://example.org/hub', 'https://example.org/?x', 'https://example.org#x', 'hub'])
      expect(problemsOf(parts, { PUBLIC_URL: text })).toHaveLength(1);
    expect(problemsOf(parts, { PUBLIC_URL: 'https://example.org/hub' })[0]).toContain('without a path');
    const { PUBLIC_URL } = readEnvironment(parts, { PUBLIC_URL: 'https://example.org/' }).a;
    expect(PUBLIC_URL).toBe('https://example.org');
  });

  it('never repeats a value, which may be a secret', () => {
    expect(problemsOf({ a: z.object({ KEY: keyVariable }) }, { KEY: 'hunter2' }).join()).not.toContain(
      'hunter2',
    );
  });

  it.each([key.toString('hex'), key.toString('base64'), key.toString('base64url')])(
    'takes a key as %s',
    (text) => {
      expect(readEnvironment({ a: z.object({ KEY: keyVariable }) }, { KEY: text }).a.KEY).toEqual(key);
    },
  );

  it('takes older keys beside the current one, so that keys can be rotated', () => {
    const ring = z.object({ KEY: keyRingVariable });
    const older = Buffer.alloc(32, 8);
    const text = `2026:${key.toString('hex')}, 2025:${older.toString('base64')}`;
    expect(readEnvironment({ ring }, { KEY: text }).ring.KEY).toEqual({
      current: '2026',
      keys: new Map([
        ['2026', key],
        ['2025', older],
      ]),
    });
    expect(problemsOf({ ring }, { KEY: `a:${key.toString('hex')},a:${key.toString('hex')}` })).toHaveLength(
      1,
    );
  });

  it('reads lengths of time in milliseconds', () => {
    const parts = { a: z.object({ EVERY: durationsVariable }) };
    expect(readEnvironment(parts, { EVERY: '250ms, 1m,2h' }).a.EVERY).toEqual([250, 60_000, 7_200_000]);
    expect(problemsOf(parts, { EVERY: '1m,soon' })).toEqual([
      'EVERY: must be lengths of time such as 1m,5m,15m,60m',
    ]);
  });

  it.each([
    ['*', '*'],
    ['none', []],
    ['https://app.example, http://localhost:5173', ['https://app.example', 'http://localhost:5173']],
  ])('reads the origins of pages from %s', (text, origins) => {
    expect(originsVariable.parse(text)).toEqual(origins);
  });

  it.each([
    'app.example',
    'https://app.example/',
    'https://*.example',
    'https://APP.example',
    'null',
    'https://a.example,*',
  ])('takes no origin that no browser sends: %s', (text) => {
    const part = { pages: z.object({ CORS_ORIGINS: originsVariable }) };
    expect(problemsOf(part, { CORS_ORIGINS: text })).toEqual([
      'CORS_ORIGINS: must be *, none, or origins without a path such as https://app.example,http://localhost:5173',
    ]);
  });
});
