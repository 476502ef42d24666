import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { type Exchange, HttpClient } from '../../platform/http-client/http-client.ts';
import { createSandbox, sandboxConfiguration } from '../sandbox.ts';
import { addToProfileUrl } from './add-to-profile.ts';
import { certificationOf, linkedinScope } from './contract.ts';
import { createLinkedIn, linkedinProblems } from './linkedin.ts';
import type { LinkedIn, LinkedInCredential } from './port.ts';

const secret = (name: string) => `secret-of-${name}`;
const redirectUri = 'https://hub.example/auth/linkedin/callback';
let sandbox: FastifyInstance;
let address: string;
let http: HttpClient;
let linkedin: LinkedIn;
let exchanges: Exchange[];
let healthy: boolean[];
const call = { requestId: 'req-1', record: (exchange: Exchange): void => void exchanges.push(exchange) };

beforeAll(async () => {
  sandbox = createSandbox({ configuration: sandboxConfiguration(secret, '') });
  address = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  http = new HttpClient({ health: { report: (_system, { ok }) => void healthy.push(ok) } });
});
beforeEach(async () => {
  exchanges = [];
  healthy = [];
  await control('faults/clear');
  const created = createLinkedIn(sandboxConfiguration(secret, address), http);
  if (!created) throw new Error('not configured');
  linkedin = created;
});
afterAll(async () => {
  await sandbox.close();
  await http.close();
});

async function control(path: string, body: unknown = {}): Promise<void> {
  const response = await fetch(`${address}/linkedin/_control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** What the member's browser does on the page of consent; where it is sent then. */
async function decide(decision: 'allow' | 'cancel', change: Record<string, string> = {}): Promise<URL> {
  const url = new URL(linkedin.authorizationUrl({ state: 'state-1', redirectUri }));
  for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Allow');
  const body = new URLSearchParams({ ...Object.fromEntries(url.searchParams), decision, member: 'Budi' });
  const answer = await fetch(`${url.origin}${url.pathname}`, { method: 'POST', body, redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '');
}

async function token(change: Record<string, string> = {}): Promise<string> {
  const code = (await decide('allow', change)).searchParams.get('code') as string;
  return (await linkedin.exchangeCode({ code, redirectUri }, call)).accessToken;
}

const credential: LinkedInCredential = {
  id: '550e8400-e29b-41d4-a716-446655440000',
  url: 'https://dgihub.go.id/credentials/badges/550e8400-e29b-41d4-a716-446655440000',
  name: { id: 'Kompetensi Perangkat Lunak', en: 'Software Competency' },
  description: { id: 'Kompeten', 'en-GB': 'Demonstrated competency' },
  issuerName: 'LPK Teknologi Indonesia',
  issuedAt: new Date('2024-07-15T08:00:00Z'),
  expiresAt: new Date('2029-12-31T20:00:00Z'),
  imageUrl: 'https://dgihub.go.id/images/badges/550e8400.png',
};

describe('a member who is connected', () => {
  it('has allowed it on LinkedIn’s page, without PKCE, and is known by an id of LinkedIn’s', async () => {
    const back = await decide('allow');
    expect(back.origin + back.pathname).toBe(redirectUri);
    expect(back.searchParams.get('state')).toBe('state-1');
    const code = back.searchParams.get('code') as string;
    const grant = await linkedin.exchangeCode({ code, redirectUri }, call);
    expect(grant.expiresAt.getTime()).toBeGreaterThan(Date.now() + 59 * 86_400_000);
    expect(await linkedin.member(grant.accessToken, call)).toEqual({
      personId: expect.stringMatching(/./),
      name: 'Budi',
    });
    const authorization = new URL(linkedin.authorizationUrl({ state: 's', redirectUri })).searchParams;
    expect(authorization.get('scope')).toBe(linkedinScope);
    expect([...authorization.keys()]).not.toContain('code_challenge');
    expect(exchanges[0]?.requestBody).not.toContain(secret('LINKEDIN_CLIENT_SECRET'));
    expect(JSON.stringify(exchanges)).not.toContain(grant.accessToken);
  });

  it('who cancels comes back with the error and no code', async () => {
    const { searchParams } = await decide('cancel');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      error: 'user_cancelled_authorize',
      state: 'state-1',
    });
    expect(searchParams.has('code')).toBe(false);
  });

  it('is connected once by a code, and only from the address that it was asked for', async () => {
    const code = (await decide('allow')).searchParams.get('code') as string;
    await linkedin.exchangeCode({ code, redirectUri }, call);
    await expect(linkedin.exchangeCode({ code, redirectUri }, call)).rejects.toMatchObject({
      kind: 'REJECTED',
      vendorCode: 'invalid_request',
    });
    const other = (await decide('allow')).searchParams.get('code') as string;
    const elsewhere = 'https://other.example/auth/linkedin/callback';
    await expect(linkedin.exchangeCode({ code: other, redirectUri: elsewhere }, call)).rejects.toMatchObject({
      kind: 'REJECTED',
    });
  });
});

describe('a certification', () => {
  it('is added to the profile in the words of the contract', async () => {
    const added = await linkedin.addCertification(await token(), credential, call);
    expect(added.id).toMatch(/^urn:li:/);
    expect(JSON.parse(exchanges.at(-1)?.requestBody ?? '')).toEqual({
      activityType: 'COURSE_COMPLETION',
      completedAt: 1721030400000,
      name: 'Software Competency',
      description: 'Demonstrated competency',
      url: credential.url,
      organizationName: 'LPK Teknologi Indonesia',
      issueDate: 1721030400000,
      expirationDate: credential.expiresAt?.getTime(),
      credentialId: credential.id,
      credentialUrl: credential.url,
      image: { url: credential.imageUrl },
    });
  });

  it('without an end, a picture, a description or English is added all the same', () => {
    const bare = { ...credential, name: 'Las', description: null, expiresAt: null, imageUrl: null };
    const body = certificationOf(bare);
    expect(body).toMatchObject({ name: 'Las', description: 'Las' });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['expirationDate']));
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['image']));
  });

  it('is REJECTED with 401 when the member has withdrawn, and LinkedIn itself still counts as well', async () => {
    const withdrawn = await token();
    await control('tokens/revoke');
    healthy = [];
    await expect(linkedin.addCertification(withdrawn, credential, call)).rejects.toMatchObject({
      kind: 'REJECTED',
      status: 401,
      vendorCode: 'INVALID_ACCESS_TOKEN',
    });
    expect(healthy).toEqual([true]);
  });

  it('is REJECTED when the member did not allow posting', async () => {
    const narrow = await token({ scope: 'openid profile' });
    await expect(linkedin.addCertification(narrow, credential, call)).rejects.toMatchObject({ status: 403 });
  });

  it('whose answer is lost is a TIMEOUT: it may be on the profile', async () => {
    const held = await token();
    await control('faults', { fault: 'dropped', when: 'after', on: 'certify' });
    await expect(linkedin.addCertification(held, credential, call)).rejects.toMatchObject({
      kind: 'TIMEOUT',
    });
  });
});

describe('a post', () => {
  it('is shared in the member’s name and in the language asked for', async () => {
    const held = await token();
    const { personId } = await linkedin.member(held, call);
    const share = { personId, credential, comment: 'Lulus! 🎓 #Vokasi', language: 'id' };
    expect((await linkedin.share(held, share, call)).id).toMatch(/^urn:li:share:/);
    expect(JSON.parse(exchanges.at(-1)?.requestBody ?? '')).toEqual({
      author: `urn:li:person:${personId}`,
      lifecycleState: 'PUBLISHED',
      specificContent: {
        'com.linkedin.ugc.ShareContent': {
          shareCommentary: { text: 'Lulus! 🎓 #Vokasi' },
          shareMediaCategory: 'ARTICLE',
          media: [
            {
              status: 'READY',
              description: { text: 'Kompeten' },
              media: credential.url,
              title: { text: 'Kompetensi Perangkat Lunak' },
            },
          ],
        },
      },
      visibility: { 'com.linkedin.ugc.MemberNetworkVisibility': 'PUBLIC' },
    });
  });

  it('in the name of another is REJECTED, and one without the protocol version too', async () => {
    const held = await token();
    const share = { personId: 'somebody', credential, comment: 'x', language: 'en' };
    await expect(linkedin.share(held, share, call)).rejects.toMatchObject({ kind: 'REJECTED', status: 403 });
    const bare = await fetch(`${address}/linkedin/v2/ugcPosts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${held}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await bare.json()).toMatchObject({ error: { code: 'PROTOCOL_VERSION' } });
  });
});

describe('the link to LinkedIn’s own form', () => {
  it('is filled in with what the credential says, dated as in Jakarta', () => {
    const url = new URL(addToProfileUrl(credential));
    expect(url.origin + url.pathname).toBe('https://www.linkedin.com/profile/add');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      startTask: 'CERTIFICATION_NAME',
      name: 'Software Competency',
      organizationName: 'LPK Teknologi Indonesia',
      issueYear: '2024',
      issueMonth: '7',
      // The last evening of 2029 in Greenwich.
      expirationYear: '2030',
      expirationMonth: '1',
      certUrl: credential.url,
      certId: credential.id,
    });
  });
});

describe('LinkedIn’s configuration', () => {
  it('without an address is none, and an incomplete one names each variable', () => {
    expect(createLinkedIn({ LINKEDIN_CLIENT_ID: 'x' }, http)).toBeNull();
    expect(linkedinProblems({ LINKEDIN_API_URL: 'https://api.linkedin.com/v2' })).toHaveLength(3);
  });
});
