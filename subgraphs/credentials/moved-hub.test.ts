import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Data } from '../../test/subgraph-harness.ts';
import { type ExitStage, startExits } from './exits-under-test.ts';

const old = 'https://hub.lama.example.org';

describe('a hub that has moved to another address, and keeps the one that credentials are named after', () => {
  let stage: ExitStage;
  beforeAll(async () => {
    stage = await startExits({}, { credentialsUrl: old });
  });
  afterAll(() => stage.close());

  const verdictOf = async (text: string): Promise<string> => {
    const query = 'query($text: String!) { verifyCredential(input: { text: $text }) { verdict } }';
    return (await stage.call('credentials', query, { text })).data.verifyCredential.verdict;
  };
  const get = async (path: string) => (await fetch(`${stage.publicUrl}${path}`)).json() as Promise<Data>;

  it('goes on with the same issuer, by its old name, and knows its credentials by text, link and id', async () => {
    const { id, document, jwt, publicUrl } = await stage.givenCredential();
    const did = `did:web:hub.lama.example.org:issuers:${stage.organisationId}`;
    const badge = JSON.parse(document);
    expect([publicUrl, badge.id, badge.issuer.id]).toEqual([
      `${old}/credentials/badges/${id}`,
      `${old}/credentials/badges/${id}`,
      did,
    ]);
    for (const text of [document, jwt, publicUrl, id]) expect(await verdictOf(text)).toBe('VALID');
    expect(await get(`/issuers/${stage.organisationId}/did.json`)).toMatchObject({ id: did });
    const list: string = badge.credentialStatus.statusListCredential;
    expect(await get(new URL(list).pathname)).toMatchObject({ id: list, issuer: did });
    expect(list).toContain(`${old}/credentials/status/`);
  });

  it('sends browsers to LinkedIn and back at its new address', async () => {
    const { holder } = await stage.givenHeld();
    const page = await stage.connect(holder);
    expect([page.status, new URL(page.url).origin]).toEqual([200, stage.publicUrl]);
  });
});
