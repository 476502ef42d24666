import { describe, expect, it } from '@jest/globals';
import { ruleFor } from '../gateway/rate-limits/address-rules.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import { subgraphDefinitions } from './definitions.ts';

/** Of identity's, what anybody reads and nothing is tried at. */
const published = /^\/\.well-known\//;

describe('limits by address', () => {
  const definitions = subgraphDefinitions({ environment: {}, publicUrl: '', http: new HttpClient() });
  const prefixesOf = (name: string) => definitions.find((each) => each.name === name)?.routePrefixes ?? [];

  it('cover every route of identity, where passwords, codes, secrets and tokens could be tried', () => {
    const unlimited = prefixesOf('identity').filter(
      (prefix) => !published.test(prefix) && !ruleFor('POST', prefix),
    );
    expect(prefixesOf('identity').length).toBeGreaterThan(5);
    expect(unlimited).toEqual([]);
  });

  it('cover the callbacks of wallets and of LinkedIn, and what is uploaded to be verified', () => {
    expect(ruleFor('POST', '/payments/callback/gopay')?.name).toBe('payment-callback');
    expect(ruleFor('POST', '/api/v1/payments/callback/gopay')?.name).toBe('payment-callback');
    const linkedIn = prefixesOf('credentials').filter((prefix) => prefix.includes('linkedin'));
    expect(new Set(linkedIn.map((prefix) => ruleFor('GET', prefix)?.name))).toEqual(new Set(['linkedin']));
    expect(ruleFor('POST', '/verify')?.name).toBe('verify');
  });
});
