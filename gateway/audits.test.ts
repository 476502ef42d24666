import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type RunningShop, runShop, shopKey } from './fixtures/running-shop.ts';

describe('GraphQL over HTTP, by the audits of graphql-http', () => {
  let shop: RunningShop;
  beforeAll(async () => {
    shop = await runShop('in process');
  });
  afterAll(() => shop.close());

  const audits = serverAudits({
    url: () => `${shop.gateway.url}/graphql`,
    // A request that no simple form could make; the audits themselves bring nothing that shows it.
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, 'x-api-key': shopKey } }),
  });

  it('has all 61 of them', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))('%s', async (_, audit) => {
    const result = await audit.fn();
    expect({ status: result.status, reason: 'reason' in result ? result.reason : '' }).toEqual({
      status: 'ok',
      reason: '',
    });
  });
});
