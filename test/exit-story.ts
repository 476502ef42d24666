import { expect } from '@jest/globals';
import { photo } from '../subgraphs/credentials/verification/pictures/pictures-under-test.ts';
import { ask, eventually } from './graph-request.ts';
import type { Data } from './subgraph-harness.ts';

/** On a hub that runs, with the demo data: a learner takes a credential to LinkedIn and to a wallet, and a stranger checks it by a photo. */
export async function playExitStory(graphqlUrl: string, apiKeys: { learner: string }): Promise<void> {
  const { credentials } = await ask(
    graphqlUrl,
    apiKeys.learner,
    '{ credentials { nodes { id publicUrl status } } }',
  );
  const { id: credentialId, publicUrl } = credentials.nodes.find(
    ({ status }: { status: string }) => status === 'ACTIVE',
  );
  await toLinkedIn(graphqlUrl, apiKeys.learner, credentialId);
  await toWallet(graphqlUrl, apiKeys.learner, credentialId, publicUrl);
  const body = new FormData();
  body.set(
    'file',
    new Blob([new Uint8Array(await photo(publicUrl, 800, 600, { times: 4 }))]),
    'IMG_0402.jpg',
  );
  const checked = await fetch(new URL('/verify?lang=en', publicUrl), { method: 'POST', body });
  expect(await checked.text()).toContain('Genuine and valid');
}

/** As her browser goes: to LinkedIn with a cookie, and back with it. */
async function toLinkedIn(graphqlUrl: string, learner: string, credentialId: string): Promise<void> {
  const { connectLinkedIn } = await ask(graphqlUrl, learner, 'mutation { connectLinkedIn { url } }');
  const departed = await fetch(connectLinkedIn.url, { redirect: 'manual' });
  const consent = new URL(departed.headers.get('location') ?? '');
  const [cookie = ''] = departed.headers.getSetCookie();
  expect(cookie).toContain('; HttpOnly; SameSite=Lax');
  const decided = await fetch(`${consent.origin}${consent.pathname}`, {
    method: 'POST',
    body: new URLSearchParams({
      ...Object.fromEntries(consent.searchParams),
      decision: 'allow',
      member: 'Siti',
    }),
    redirect: 'manual',
  });
  const back = decided.headers.get('location') ?? '';
  const come = (headers: Record<string, string>) =>
    fetch(back, { headers: { 'accept-language': 'en', ...headers }, redirect: 'manual' });
  expect((await come({})).status).toBe(400);
  const arrived = await come({ cookie: cookie.split(';')[0] as string });
  expect([arrived.status, await arrived.text()]).toEqual([200, expect.stringContaining('is connected')]);
  expect(arrived.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')]);
  expect((await come({ cookie: cookie.split(';')[0] as string })).status).toBe(400);
  const { addCredentialToLinkedIn: added } = await ask(
    graphqlUrl,
    learner,
    'mutation($input: AddCredentialToLinkedInInput!) { addCredentialToLinkedIn(input: $input) { id } }',
    { input: { credentialId } },
  );
  await eventually(async () => {
    const query = 'query($id: ID!) { credentialExport(id: $id) { status } }';
    const { credentialExport } = await ask(graphqlUrl, learner, query, { id: added.id });
    return credentialExport.status === 'SUCCEEDED';
  }, 'the credential is on LinkedIn');
}

/** As a wallet goes (OpenID4VCI 1.0): metadata, code, token, credential. */
async function toWallet(
  graphqlUrl: string,
  learner: string,
  credentialId: string,
  publicUrl: string,
): Promise<void> {
  const { offerCredentialToWallet } = await ask(
    graphqlUrl,
    learner,
    'mutation($input: ExportCredentialInput!) { offerCredentialToWallet(input: $input) { url } }',
    { input: { credentialId } },
  );
  const offer = JSON.parse(
    new URL(offerCredentialToWallet.url).searchParams.get('credential_offer') as string,
  );
  const issuer = new URL(offer.credential_issuer);
  const wellKnown = async (name: string) =>
    (await fetch(new URL(`/.well-known/${name}${issuer.pathname}`, issuer))).json() as Promise<Data>;
  const metadata = await wellKnown('openid-credential-issuer');
  const server = await wellKnown('oauth-authorization-server');
  expect([metadata.credential_issuer, server.issuer]).toEqual([issuer.href, issuer.href]);
  const grant_type = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
  const code = offer.grants[grant_type]['pre-authorized_code'];
  const granted = await fetch(server.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({ grant_type, 'pre-authorized_code': code }),
  });
  const { access_token } = (await granted.json()) as Data;
  const fetched = await fetch(metadata.credential_endpoint, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ credential_configuration_id: offer.credential_configuration_ids[0] }),
  });
  const { credentials } = (await fetched.json()) as Data;
  const published = await fetch(publicUrl, { headers: { accept: 'application/vc' } });
  expect(credentials[0].credential).toEqual(await published.json());
}
