import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Data } from '../../../test/subgraph-harness.ts';
import { type CredentialStage, startCredentials } from '../fixtures.ts';
import { ForeignIssuer } from './foreign-issuer-under-test.ts';
import { qrPicture } from './qr-picture-under-test.ts';

describe('checking a credential', () => {
  const foreign = new ForeignIssuer();
  let stage: CredentialStage;
  beforeAll(async () => {
    await foreign.start();
    stage = await startCredentials({ foreignDocuments: foreign });
  });
  afterAll(() => stage.close());
  beforeEach(() => foreign.publish([]));

  async function verify(input: { text?: string; file?: string; holderName?: string }): Promise<Data> {
    const query = `query($input: VerifyCredentialInput!) { verifyCredential(input: $input) {
      verdict checks { name outcome detail } credentialId hubCredentialId name issuerName validFrom validUntil } }`;
    const { data, errors } = await stage.call('credentials', query, { input });
    expect(errors).toEqual([]);
    return data.verifyCredential;
  }
  const verdictOf = async (text: string) => (await verify({ text })).verdict;
  const outcomeOf = async (text: string, name: string) =>
    (await verify({ text })).checks.find((check: Data) => check.name === name)?.outcome;
  const decide = (name: string, id: string) =>
    stage.mutate('credentials', name, `${name[0]?.toUpperCase()}${name.slice(1)}Input`, {
      id,
      ...(name !== 'reinstateCredential' && { reason: 'Alasan' }),
    });

  it('finds one of this hub genuine in every form, and fetches nothing for it', async () => {
    const { id, document, jwt, publicUrl } = await stage.givenCredential();
    const baked = await (await fetch(`${stage.publicUrl}/images/badges/${id}.png?baked`)).arrayBuffer();
    const base64 = (text: string | ArrayBuffer) => Buffer.from(text as string).toString('base64');
    foreign.asked.length = 0;
    for (const input of [
      { text: document },
      { text: JSON.stringify(JSON.parse(document), null, 2) },
      { text: jwt },
      { text: publicUrl },
      { text: `${publicUrl}?lang=en` },
      { text: id },
      { file: base64(document) },
      { file: base64(jwt) },
      { file: base64(baked) },
      { file: qrPicture(publicUrl) },
    ])
      expect(await verify(input)).toMatchObject({
        verdict: 'VALID',
        hubCredentialId: id,
        credentialId: publicUrl,
      });
    expect(foreign.asked).toEqual([]);
  });

  it('tells what its issuer and time have made of it', async () => {
    const { id, document } = await stage.givenCredential();
    await decide('suspendCredential', id);
    expect(await verdictOf(document)).toBe('SUSPENDED');
    await decide('reinstateCredential', id);
    expect(await verdictOf(document)).toBe('VALID');
    await decide('revokeCredential', id);
    expect(await verdictOf(document)).toBe('REVOKED');
    const past = { issuedAt: '2025-01-01T00:00:00Z', expiresAt: '2025-06-01T00:00:00Z' };
    expect(await verdictOf((await stage.givenCredential(past)).document)).toBe('EXPIRED');
  });

  it('stays well when the issuer has a new key', async () => {
    const { document, jwt } = await stage.givenCredential();
    await stage.mutate('credentials', 'rotateIssuerKey', 'RotateIssuerKeyInput', {});
    expect([await verdictOf(document), await verdictOf(jwt)]).toEqual(['VALID', 'VALID']);
  });

  it.each([
    ['another score', (badge: Data) => Object.assign(badge.credentialSubject.result[0], { value: '100' })],
    ['another name', (badge: Data) => Object.assign(badge, { name: 'Doktor' })],
    ['another holder', (badge: Data) => Object.assign(badge.credentialSubject, { id: 'urn:uuid:1' })],
    ['a longer validity', (badge: Data) => Object.assign(badge, { validUntil: '2999-01-01T00:00:00Z' })],
    ['another status', (badge: Data) => Object.assign(badge.credentialStatus, { statusListIndex: '1' })],
    ['no status', (badge: Data) => Reflect.deleteProperty(badge, 'credentialStatus')],
    [
      'another proof',
      (badge: Data) =>
        Object.assign(badge.proof[0], { proofValue: badge.proof[0].proofValue.replace(/.$/, '1') }),
    ],
    [
      'another time of the proof',
      (badge: Data) => Object.assign(badge.proof[0], { created: '2020-01-01T00:00:00Z' }),
    ],
    [
      'another purpose of the proof',
      (badge: Data) => Object.assign(badge.proof[0], { proofPurpose: 'authentication' }),
    ],
    ['no proof', (badge: Data) => Reflect.deleteProperty(badge, 'proof')],
    ['an empty proof', (badge: Data) => Object.assign(badge, { proof: [] })],
  ])('finds it altered with %s', async (_what, change) => {
    const badge = JSON.parse((await stage.givenCredential()).document);
    change(badge);
    expect(await verdictOf(JSON.stringify(badge))).toBe('ALTERED');
  });

  it('finds a JWT altered when its payload, signature, header or claims are', async () => {
    const { jwt } = await stage.givenCredential();
    const [header, payload, signature] = jwt.split('.');
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    for (const forged of [
      `${header}.${encoded({ ...claims, name: 'Doktor' })}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${encoded({ alg: 'none' })}.${payload}.`.replace(/\.$/, '.AA'),
      `${encoded({ alg: 'EdDSA', kid: 'did:web:evil.example#1' })}.${payload}.${signature}`,
    ])
      expect(await verdictOf(forged)).toBe('ALTERED');
  });

  it('finds it altered when another issuer has signed in the name of one of this hub', async () => {
    const { document } = await stage.givenCredential();
    const { issuer } = JSON.parse(document);
    expect(await verdictOf(await foreign.signed({ issuer }))).toBe('ALTERED');
    expect(await verdictOf(await foreign.jwt({ issuer }))).toBe('ALTERED');
  });

  it('does not know what an issuer of this hub has signed and this hub has never issued', async () => {
    const { id, document } = await stage.givenCredential();
    await stage.hub.pool.query('DELETE FROM credentials.credentials WHERE id = $1', [id]);
    expect(await verdictOf(document)).toBe('UNKNOWN');
    expect(await outcomeOf(document, 'REGISTERED')).toBe('FAILED');
  });

  it('holds the name of who shows it against the one that was signed', async () => {
    const { document } = await stage.givenCredential();
    const named = (holderName: string) => verify({ text: document, holderName });
    expect((await named('Siti Rahmawati')).verdict).toBe('VALID');
    const other = await named('Budi Hartono');
    expect(other.verdict).toBe('UNKNOWN');
    expect(other.checks.at(-1)).toMatchObject({ name: 'HOLDER', outcome: 'FAILED' });
  });

  it('checks those of other issuers by what they publish', async () => {
    const [badge, jwt] = [await foreign.signed(), await foreign.jwt()];
    for (const text of [badge, jwt])
      expect(await verify({ text })).toMatchObject({
        verdict: 'VALID',
        issuerName: 'LSP Las',
        hubCredentialId: null,
      });
    await foreign.publish([7]);
    expect([await verdictOf(badge), await verdictOf(jwt)]).toEqual(['REVOKED', 'REVOKED']);
    await foreign.publish([6, 8]);
    expect(await verdictOf(badge)).toBe('VALID');
    expect(await verdictOf(badge.replace('Juru Las', 'Insinyur'))).toBe('ALTERED');
  });

  it.each([
    ['a future issue date', { validFrom: '2199-01-01T00:00:00Z' }, 'DATES', 'FAILED'],
    ['an expiry before its issue', { validUntil: '2025-01-01T00:00:00Z' }, 'DATES', 'FAILED'],
    ['an issuer that cannot be looked up', { issuer: 'https://lsp.example/' }, 'ISSUER', 'NOT_DONE'],
    ['an issuer that does not answer', { issuer: 'did:web:gone.example' }, 'ISSUER', 'NOT_DONE'],
    ['another first context', { '@context': ['https://www.w3.org/2018/credentials/v1'] }, 'FORM', 'FAILED'],
    ['no issue date', { validFrom: undefined }, 'FORM', 'FAILED'],
  ])('does not know one of another issuer with %s', async (_what, changes, check, outcome) => {
    const unsigned = { ...foreign.badge(changes), proof: {} };
    const signable = check === 'DATES';
    const text = signable ? await foreign.signed(changes) : JSON.stringify(unsigned);
    expect(await verdictOf(text)).toBe('UNKNOWN');
    expect(await outcomeOf(text, check)).toBe(outcome);
  });

  it('does not know one with a context that it has not, and fetches none', async () => {
    const badge = JSON.parse(await foreign.signed());
    badge['@context'].push('https://evil.example/context.json');
    foreign.asked.length = 0;
    expect(await verdictOf(JSON.stringify(badge))).toBe('UNKNOWN');
    expect(foreign.asked.join()).not.toContain('evil');
  });

  it('does not know one whose status cannot be told', async () => {
    const badge = await foreign.signed();
    foreign.documents.delete('https://lsp.example/status/1');
    expect(await verdictOf(badge)).toBe('UNKNOWN');
    await foreign.publish([], 'suspension');
    expect(await verdictOf(badge)).toBe('UNKNOWN');
    await foreign.publish([]);
    const list = foreign.documents.get('https://lsp.example/status/1') as Data;
    foreign.documents.set('https://lsp.example/status/1', { ...list, id: 'https://lsp.example/status/2' });
    expect(await verdictOf(badge)).toBe('UNKNOWN');
  });

  it.each([
    'rubbish',
    '{}',
    '[]',
    '{"@context":[]}',
    'null',
    'a.b.c',
    'eyJhbGciOiJub25lIn0.e30.',
    'https://evil.example/credentials/badges/01a1fe82-064d-7429-a285-235adce77a1d',
    '01a1fe82-064d-7429-a285-235adce77a1d',
  ])('does not know %j', async (text) => {
    foreign.asked.length = 0;
    expect(await verdictOf(text)).toBe('UNKNOWN');
    expect(foreign.asked).toEqual([]);
  });

  it('wants one thing to check', async () => {
    const query = 'query($input: VerifyCredentialInput!) { verifyCredential(input: $input) { verdict } }';
    for (const input of [{}, { text: 'a', file: 'b' }, { text: 'a'.repeat(300_000) }])
      expect((await stage.call('credentials', query, { input })).codes).toEqual(['VALIDATION_ERROR']);
  });

  it('does not unpack pictures that say they are huge, or hold more than they say', async () => {
    const honest = Buffer.from(qrPicture('x'), 'base64');
    const huge = Buffer.from(honest);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    const liar = Buffer.from(honest);
    liar.writeUInt32BE(2, 16);
    liar.writeUInt32BE(2, 20);
    for (const picture of [huge, liar, honest.subarray(0, 60)]) {
      const { verdict, checks } = await verify({ file: picture.toString('base64') });
      expect(verdict).toBe('UNKNOWN');
      expect(checks[0].detail).toMatch(/picture/);
    }
  });

  describe('on the page', () => {
    const open = (path: string, init?: RequestInit) => fetch(`${stage.publicUrl}${path}`, init);
    const upload = (content: string | ArrayBuffer, holder = '') => {
      const body = new FormData();
      const bytes = typeof content === 'string' ? content : new Uint8Array(content);
      body.set('file', new File([bytes], 'badge.png'));
      body.set('holder', holder);
      return open('/verify?lang=en', { method: 'POST', body, redirect: 'manual' });
    };

    it('takes a link, an id or a file, and says what came of it', async () => {
      const { id, document, publicUrl } = await stage.givenCredential();
      const baked = await (await open(`/images/badges/${id}.png?baked`)).arrayBuffer();
      for (const text of [id, publicUrl])
        expect(await (await open(`/verify?lang=en&id=${encodeURIComponent(text)}`)).text()).toContain(
          'Genuine and valid',
        );
      expect(await (await upload(document, 'Siti Rahmawati')).text()).toContain('Genuine and valid');
      expect(await (await upload(baked)).text()).toContain('Genuine and valid');
      expect(await (await upload(document.replace('92.5', '99.5'))).text()).toContain('Altered');
      await decide('revokeCredential', id);
      expect(await (await upload(baked)).text()).toContain('revoked');
      expect(await (await open(`/verify?id=${id}`)).text()).toContain('dicabut');
    });

    it('sends what is about the document of a permit on to the page that checks those', async () => {
      const link = `${stage.publicUrl}/verify/documents/AAAAAAAAAAAAAAAAAAAAAA`;
      const sentTo = async (response: Promise<Response>) => {
        const { status, headers } = await response;
        return [status, headers.get('location')];
      };
      const ask = (text: string) =>
        sentTo(open(`/verify?lang=en&id=${encodeURIComponent(text)}`, { redirect: 'manual' }));
      expect(await ask(link)).toEqual([303, '/verify/documents/AAAAAAAAAAAAAAAAAAAAAA?lang=en']);
      expect(await ask('503/0147/SIP/2026')).toEqual([
        303,
        '/verify/documents?number=503%2F0147%2FSIP%2F2026&lang=en',
      ]);
      expect(await sentTo(upload(new Uint8Array(Buffer.from(qrPicture(link), 'base64')).buffer))).toEqual([
        303,
        '/verify/documents/AAAAAAAAAAAAAAAAAAAAAA?lang=en',
      ]);
      expect(await sentTo(upload('%PDF-1.7 ...'))).toEqual([307, '/verify/documents?lang=en']);
      expect((await ask('https://elsewhere.example.org/verify/documents/x'))[0]).toBe(200);
      expect((await ask('not a credential'))[0]).toBe(200);
    });

    it('says why in the language of the page', async () => {
      const { id } = await stage.givenCredential();
      await decide('suspendCredential', id);
      const said = async (lang: string) => (await open(`/verify?lang=${lang}&id=${id}`)).text();
      const [indonesian, english] = [await said('id'), await said('en')];
      expect(indonesian).toContain('Penerbit menangguhkannya.');
      expect(indonesian).not.toContain('The issuer');
      expect(english).toContain('The issuer has suspended it.');
    });

    it('runs nothing that it is given, and keeps nothing', async () => {
      const response = await open(`/verify?id=${encodeURIComponent('<script>alert(1)</script>')}`);
      expect(await response.text()).not.toContain('<script');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const name = '<img src=x onerror=alert(1)>';
      expect(await (await upload(await foreign.signed({ name }))).text()).toContain('&lt;img src=x');
    });

    it('refuses what is too large, and what is no form', async () => {
      const large = await upload('x'.repeat(11 * 1024 * 1024));
      expect(large.status).toBe(413);
      expect(await large.text()).toContain('too large');
      expect((await open('/verify', { method: 'POST', body: 'x' })).status).toBe(400);
    });
  });
});
