import { describe, expect, it } from '@jest/globals';
import { hasTestClient, readHubVariables } from './hub-settings.ts';

describe('test_key and test_secret', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['as it comes', {}, true],
    ['that listens on localhost', { HOST: 'localhost' }, true],
    ['that others can call', { HOST: '0.0.0.0' }, false],
    ['that others can call by IPv6', { HOST: '::' }, false],
    ['over a database of one’s own', { DATABASE_URL: 'postgres://hub@db.example/hub' }, false],
  ])('are of use or not with a hub %s', (_, environment, expected) => {
    expect(hasTestClient(readHubVariables(environment))).toBe(expected);
  });
});
