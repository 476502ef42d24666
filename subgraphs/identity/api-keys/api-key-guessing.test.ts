import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import bcrypt from 'bcrypt';
import { openOrm } from '../../../platform/db/orm.ts';
import {
  organisationPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation } from '../fixtures.ts';
import { SecretChecks, secretLimits } from '../secrets/secret-checks.ts';
import { identity } from '../subgraph.ts';
import { ApiKeyAuthenticator } from './authenticate.ts';

describe('keys that are guessed', () => {
  let hub: SubgraphHarness;
  let school: string;
  let comparisons = 0;
  let most = 0;
  let authenticator: ApiKeyAuthenticator;
  let orm: MikroORM;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    school = await givenOrganisation(hub);
    let running = 0;
    const compare = async (secret: string, hash: string) => {
      comparisons += 1;
      running += 1;
      most = Math.max(most, running);
      try {
        return await bcrypt.compare(secret, hash);
      } finally {
        running -= 1;
      }
    };
    // The machine of the tests may stand still while somebody waits.
    const checks = new SecretChecks(compare, { ...secretLimits, waitMs: 600_000 });
    orm = await openOrm({ url: hub.databaseUrl, entities: identity.entities });
    authenticator = new ApiKeyAuthenticator(orm.em, checks);
  });
  afterAll(async () => {
    await authenticator.close();
    await orm.close();
    await hub.close();
  });

  async function givenKey(): Promise<{ key: string; prefix: string }> {
    const { data } = await hub.call(
      'identity',
      organisationPrincipal(school, 'admin'),
      'mutation { createApiKey(input: { name: "LMS", scopes: ["read"] }) { key apiKey { prefix } } }',
    );
    return { key: data.createApiKey.key, prefix: data.createApiKey.apiKey.prefix };
  }

  const secret = () => randomBytes(24).toString('base64url');
  const codeOf = (apiKey: string, address: string) =>
    authenticator.authenticate({ apiKey, address }).then(
      () => 'let in',
      ({ code }: { code: string }) => code,
    );

  it('by the thousand cost a few comparisons, let nobody in, and hold up no key that is known', async () => {
    const { key, prefix } = await givenKey();
    expect(await codeOf(key, '203.0.113.7')).toBe('let in');
    comparisons = 0;
    most = 0;
    const guesses = Array.from({ length: 3000 }, (_, i) =>
      codeOf(`${prefix}_${secret()}`, `198.51.100.${i % 40}`),
    );
    authenticator.forget();
    // Read anew from the database, and right without being compared again.
    expect(await codeOf(key, '203.0.113.7')).toBe('let in');
    const answers = await Promise.all(guesses);
    expect(new Set(answers)).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
    expect(most).toBeLessThanOrEqual(2);
    expect(comparisons).toBeLessThanOrEqual(20);
  });

  it('with a prefix that nobody has cost no comparison', async () => {
    comparisons = 0;
    const prefix = () => `hub_${randomBytes(6).toString('hex')}`;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => codeOf(`${prefix()}_${secret()}`, '198.51.100.9')),
    );
    expect(new Set(answers)).toEqual(new Set(['UNAUTHENTICATED']));
    expect(comparisons).toBe(0);
  });

  it('leave a key that was never used before its turn', async () => {
    const { key, prefix } = await givenKey();
    const guesses = Array.from({ length: 1000 }, () => codeOf(`${prefix}_${secret()}`, '198.51.100.9'));
    expect(await codeOf(key, '203.0.113.7')).toBe('let in');
    await Promise.all(guesses);
  });
});
