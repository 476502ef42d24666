import { describe, expect, it } from '@jest/globals';
import { integrationProblems } from './configuration.ts';
import { sandboxConfiguration } from './sandbox.ts';

describe('the outside systems’ configuration', () => {
  it('is complete when the stand-ins make it', () => {
    const configuration = sandboxConfiguration((name) => `secret of ${name}`, 'http://127.0.0.1:4010');
    expect(integrationProblems(configuration)).toEqual([]);
    expect(configuration.OVO_API_URL).toBe('http://127.0.0.1:4010/ovo/v1.0');
  });

  it('may be absent altogether', () => {
    expect(integrationProblems({})).toEqual([]);
  });

  it('has every missing secret named, of whichever system', () => {
    const problems = integrationProblems({
      SIPLATIH_API_URL: 'https://a.example',
      GOPAY_API_URL: 'https://b.example',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'SIPLATIH_CLIENT_ID',
      'SIPLATIH_CLIENT_SECRET',
      'GOPAY_API_KEY',
      'GOPAY_SECRET_KEY',
    ]);
  });
});
