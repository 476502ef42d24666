import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Openid4vciClient, setGlobalConfig } from '@openid4vc/openid4vci';
import { organisationPrincipal } from '../../../test/subgraph-harness.ts';
import { type ExitStage, type Held, startExits } from '../exits-under-test.ts';

const offerCredential = `mutation($input: ExportCredentialInput!) {
  offerCredentialToWallet(input: $input) { url expiresAt }
}`;

describe('a wallet', () => {
  let stage: ExitStage;
  beforeAll(async () => {
    stage = await startExits();
    // The client speaks HTTPS alone unless it is told otherwise.
    setGlobalConfig({ allowInsecureUrls: true });
  });
  afterAll(() => stage.close());

  // The OpenWallet Foundation’s own client.
  const client = new Openid4vciClient({
    callbacks: {
      fetch,
      hash: async (data: Uint8Array) =>
        new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(data))),
      generateRandom: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
      verifyJwt: async () => ({ verified: false }),
      clientAuthentication: () => {},
      signJwt: () => {
        throw new Error('Nothing is signed.');
      },
    } as never,
  });

  async function urlFor({ credentialId, holder }: Held): Promise<string> {
    const input = { credentialId };
    const { data, errors } = await stage.hub.call('credentials', holder, offerCredential, { input });
    expect(errors).toEqual([]);
    return data.offerCredentialToWallet.url;
  }

  async function begin(url: string) {
    const credentialOffer = await client.resolveCredentialOffer(url);
    const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
    return { credentialOffer, issuerMetadata };
  }

  async function tokenFor(url: string) {
    const { credentialOffer, issuerMetadata } = await begin(url);
    const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer,
      issuerMetadata,
    });
    return { accessToken: accessTokenResponse.access_token, issuerMetadata };
  }

  function codeIn(url: string): string {
    const offer = JSON.parse(new URL(url).searchParams.get('credential_offer') as string);
    return offer.grants['urn:ietf:params:oauth:grant-type:pre-authorized_code']['pre-authorized_code'];
  }

  function redeem(code: string): Promise<Response> {
    const grant_type = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
    const body = new URLSearchParams({ grant_type, 'pre-authorized_code': code });
    return fetch(`${stage.publicUrl}/credentials/wallet/token`, { method: 'POST', body });
  }

  function fetchWith(token: string, body: string): Promise<Response> {
    return fetch(`${stage.publicUrl}/credentials/wallet/credential`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    });
  }

  it('of an independent maker follows the link and gets the signed credential', async () => {
    const held = await stage.givenHeld();
    const { accessToken, issuerMetadata } = await tokenFor(await urlFor(held));
    const { credentialResponse } = await client.retrieveCredentials({
      accessToken,
      issuerMetadata,
      credentialConfigurationId: 'open_badge',
    });
    const [got] = credentialResponse.credentials as { credential: object }[];
    const published = await fetch(`${stage.publicUrl}/credentials/badges/${held.credentialId}.json`);
    expect(got?.credential).toEqual(await published.json());
    expect(got?.credential).toMatchObject({ proof: [{ cryptosuite: 'eddsa-rdfc-2022' }] });
  });

  it('exchanges a code once, and none that is too old or was never given', async () => {
    const code = codeIn(await urlFor(await stage.givenHeld()));
    const both = await Promise.all([redeem(code), redeem(code)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    const late = codeIn(await urlFor(await stage.givenHeld()));
    await stage.hub.pool.query(`UPDATE credentials.wallet_offers SET expires_at = now() - interval '1 s'`);
    for (const wrong of [late, 'none', 'x'.repeat(43)])
      expect(await (await redeem(wrong)).json()).toEqual({ error: 'invalid_grant' });
  });

  it('gets nothing for a credential that was revoked since, with a wrong token, or for another kind', async () => {
    const held = await stage.givenHeld();
    const { access_token: token } = (await (await redeem(codeIn(await urlFor(held)))).json()) as {
      access_token: string;
    };
    const right = JSON.stringify({ credential_configuration_id: 'open_badge' });
    expect((await fetchWith('x'.repeat(43), right)).status).toBe(401);
    const another = await fetchWith(token, JSON.stringify({ credential_configuration_id: 'mDL' }));
    expect(await another.json()).toEqual({ error: 'unknown_credential_configuration' });
    for (const body of ['', '[]', 'null', '{"format":"ldp_vc"}'])
      expect(await (await fetchWith(token, body)).json()).toEqual({ error: 'invalid_credential_request' });
    const input = { id: held.credentialId, reason: 'Curang' };
    await stage.mutate('credentials', 'revokeCredential', 'RevokeCredentialInput', input);
    expect(await (await fetchWith(token, right)).json()).toEqual({ error: 'credential_request_denied' });
    const again = { input: { credentialId: held.credentialId } };
    expect((await stage.hub.call('credentials', held.holder, offerCredential, again)).codes).toEqual([
      'CONFLICT',
    ]);
  });

  it('is offered nobody else’s credential', async () => {
    const { credentialId } = await stage.givenHeld();
    const stranger = organisationPrincipal('0198c1de-0000-7000-8000-00000000ffff');
    const { codes } = await stage.hub.call('credentials', stranger, offerCredential, {
      input: { credentialId },
    });
    expect(codes).toEqual(['NOT_FOUND']);
  });
});
