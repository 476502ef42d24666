import { expect } from '@jest/globals';
import * as openid from 'openid-client';
import { ask, eventually } from './graph-request.ts';

const viewer = '{"query":"{ viewer { id kind organisation { id } } }"}';

/** A partner gets an access token from a hub that runs, calls with it, and takes it back. */
export async function playTokenStory(graphqlUrl: string, apiKeys: { admin: string; institution: string }) {
  const { viewer: institution } = await ask(
    graphqlUrl,
    apiKeys.institution,
    '{ viewer { organisation { id } } }',
  );
  const created = await ask(
    graphqlUrl,
    apiKeys.admin,
    'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }',
    { input: { name: 'LMS', scopes: ['read'], organisationId: institution.organisation.id } },
  );
  const { secret, client } = created.createOAuthClient;
  const issuer = new URL(new URL(graphqlUrl).origin);
  const config = await openid.discovery(issuer, client.id, secret, undefined, {
    execute: [openid.allowInsecureRequests],
  });
  const { access_token } = await openid.clientCredentialsGrant(config);
  const call = async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${access_token}` };
    const answer = await fetch(graphqlUrl, { method: 'POST', headers, body: viewer });
    return JSON.parse(await answer.text());
  };
  expect(await call()).toMatchObject({
    data: { viewer: { id: client.id, kind: 'organisation', organisation: institution.organisation } },
    extensions: { cost: { requested: 3, actual: 3 } },
  });
  await openid.tokenRevocation(config, access_token);
  const refused = async () => (await call()).errors?.[0].message === 'The access token was revoked.';
  await eventually(refused, 'a token that was revoked is refused', 5_000);
}
