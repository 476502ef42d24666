import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identityOf } from '../../run/definitions.ts';
import { type SubgraphHarness, startSubgraphs } from '../../test/subgraph-harness.ts';
import { givenOrganisation } from './fixtures.ts';
import { type OAuthUnderTest, startOAuth } from './oauth/oauth-under-test.ts';
import { identity } from './subgraph.ts';

describe('who calls', () => {
  let hub: OAuthUnderTest;
  let withoutAddress: SubgraphHarness;
  let token: string;
  beforeAll(async () => {
    hub = await startOAuth();
    withoutAddress = await startSubgraphs([identity]);
    token = await hub.givenToken(await hub.givenClient(await givenOrganisation(hub.hub), ['read']));
  });
  afterAll(async () => {
    await withoutAddress.close();
    await hub.close();
  });

  it('is the key’s holder when a request has a key and a token, also when that key is wrong', async () => {
    const { authenticator, createOperatorKey } = identityOf(hub.hub.subgraphs);
    const apiKey = await createOperatorKey('Both', ['admin']);
    expect(await authenticator.authenticate({ bearer: token })).toMatchObject({ kind: 'organisation' });
    expect(await authenticator.authenticate({ apiKey, bearer: token })).toMatchObject({ kind: 'platform' });
    await expect(authenticator.authenticate({ apiKey: 'wrong', bearer: token })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await authenticator.authenticate({})).toMatchObject({ kind: 'anonymous' });
  });

  it('is never known by a token where the hub has no address to issue one under', async () => {
    const { authenticator } = identityOf(withoutAddress.subgraphs);
    await expect(authenticator.authenticate({ bearer: token })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'Access tokens are not accepted here.',
    });
  });
});
