import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decode } from 'fast-png';
import { decodeQR } from 'qr/decode.js';
import type { Data } from '../../../test/subgraph-harness.ts';
import { type CredentialStage, startCredentials } from '../fixtures.ts';
import { unbake } from '../open-badges/baked-png.ts';

const nik = '1271034508990001';
const hostile = '<script>alert(1)</script> "Rahmat\' & <b>Co</b>';

describe('the public pages', () => {
  let stage: CredentialStage;
  let badge: Data;
  beforeAll(async () => {
    stage = await startCredentials();
    badge = await stage.givenCredential({ name: hostile }, { nik, name: 'Siti Rahmawati' });
  });
  afterAll(() => stage.close());

  async function open(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${stage.publicUrl}${path}`, { headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes, text: bytes.toString('utf8') };
  }
  const page = (query = '', headers: Record<string, string> = {}) =>
    open(`/credentials/badges/${badge.id}${query}`, { accept: 'text/html', ...headers });
  const show = (display: string) =>
    stage.mutate('credentials', 'showHolderName', 'ShowHolderNameInput', { id: badge.id, display });

  it('tell in the language of the reader what a credential attests and whether it holds', async () => {
    const indonesian = await page();
    expect(indonesian.text).toContain('<html lang="id">');
    expect(indonesian.text).toContain('Berlaku</strong>');
    expect((await page('', { 'accept-language': 'en-GB,en;q=0.9,id;q=0.5' })).text).toContain(
      'Valid</strong>',
    );
    expect((await page('', { 'accept-language': 'fr, id;q=0.4, en;q=0.3' })).text).toContain('lang="id"');
    expect((await page('?lang=en')).text).toContain('Certificate number');
    const other = await stage.givenCredential();
    const status = async () => (await open(`/credentials/badges/${other.id}?lang=en`)).text;
    const why = { id: other.id, reason: 'Rahasia lembaga' };
    await stage.mutate('credentials', 'suspendCredential', 'SuspendCredentialInput', why);
    expect(await status()).toContain('Suspended</strong>');
    await stage.mutate('credentials', 'revokeCredential', 'RevokeCredentialInput', why);
    expect(await status()).toContain('Revoked</strong>');
    expect(await status()).not.toContain('Rahasia lembaga');
  });

  it('run nothing: no script, and whatever people wrote is text', async () => {
    const { text, headers } = await page();
    expect(text).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt; &quot;Rahmat&#39; &amp; &lt;b&gt;Co&lt;/b&gt;',
    );
    expect(text).toContain('LPK Cakra &lt;b&gt;Digital&lt;/b&gt;');
    expect(text).not.toMatch(/<script|<b>|javascript:/i);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('show the holder’s name as far as the holder says, and a national identity number never', async () => {
    expect((await page()).text).toContain('S. R.');
    expect((await page()).text).not.toContain('Rahmawati');
    await show('FULL');
    expect((await page()).text).toContain('Siti Rahmawati');
    await show('HIDDEN');
    expect((await page()).text).not.toMatch(/S\. R\.|Siti/);
    await show('INITIALS');
    for (const path of ['', '.json', '.jwt'])
      expect((await open(`/credentials/badges/${badge.id}${path}`)).text).not.toContain(nik);
  });

  it('give the signed credential, byte for byte, to programs that ask for it', async () => {
    for (const accept of ['application/vc', 'application/ld+json', 'application/json']) {
      const { text, headers } = await page('', { accept });
      expect(text).toBe(badge.document);
      expect(headers.get('content-type')).toBe('application/vc');
      expect(headers.get('access-control-allow-origin')).toBe('*');
    }
    expect((await open(`/credentials/badges/${badge.id}.jwt`)).text).toBe(badge.jwt);
    expect((await page('', { accept: 'application/vc+jwt' })).text).toBe(badge.jwt);
    expect((await page('', { accept: 'text/html,application/xml;q=0.9,*/*;q=0.8' })).text).toContain('<html');
  });

  it('are kept by caches, and not sent again to who has them', async () => {
    for (const path of [
      `/credentials/badges/${badge.id}`,
      `/credentials/badges/${badge.id}.json`,
      `/issuers/${stage.organisationId}`,
      `/issuers/${stage.organisationId}/did.json`,
      `/achievements/${badge.achievement.id}`,
      `/images/badges/${badge.id}.png`,
    ]) {
      const first = await open(path);
      expect(first.status).toBe(200);
      expect(first.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
      const again = await open(path, { 'if-none-match': first.headers.get('etag') ?? '' });
      expect([again.status, again.bytes.length]).toEqual([304, 0]);
      const head = await fetch(`${stage.publicUrl}${path}`, { method: 'HEAD' });
      if (!path.endsWith('did.json')) expect(head.status).toBe(200);
    }
  });

  it('show pictures, and bake the credential into one', async () => {
    const plain = await open(`/images/badges/${badge.id}.png`);
    expect(plain.headers.get('content-type')).toBe('image/png');
    const { width, height } = decode(plain.bytes, { checkCrc: true });
    expect([width, height]).toEqual([600, 600]);
    expect(unbake(plain.bytes)).toBeNull();
    const baked = await open(`/images/badges/${badge.id}.png?baked`);
    expect(decode(baked.bytes, { checkCrc: true }).width).toBe(600);
    expect(unbake(baked.bytes)).toBe(badge.document);
    expect((await open(`/images/badges/${badge.achievement.id}.png`)).bytes.equals(plain.bytes)).toBe(true);
  });

  it('carry a QR code that leads back to them', async () => {
    const { text } = await page();
    const [, side = 0, path = ''] = /viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"/.exec(text) ?? [];
    const [modules, scale] = [Number(side), 8];
    const data = new Uint8Array((modules * scale) ** 2 * 4).fill(255);
    let [x, y] = [0, 0];
    for (const [, command, numbers = ''] of path.matchAll(/([MmhvHz])([^MmhvHzZ]*)/gi)) {
      const [a = 0, b = 0] = numbers
        .split(/[ ,]|(?<=\d)(?=-)/)
        .filter(Boolean)
        .map(Number);
      if (command === 'M') [x, y] = [a, b];
      if (command === 'm') [x, y] = [x + a, y + b];
      if (command !== 'M' && command !== 'm') continue;
      for (let i = 0; i < scale; i += 1)
        for (let j = 0; j < scale; j += 1) {
          const at = ((y * scale + i) * modules * scale + x * scale + j) * 4;
          data.fill(0, at, at + 3);
        }
    }
    const image = { width: modules * scale, height: modules * scale, data };
    expect(decodeQR(image)).toBe(badge.publicUrl);
  });

  it('describe issuers and achievements, to people and to programs', async () => {
    const issuer = await open(`/issuers/${stage.organisationId}`, { accept: 'application/ld+json' });
    expect(JSON.parse(issuer.text)).toMatchObject({ type: ['Profile'], name: 'LPK Cakra <b>Digital</b>' });
    expect((await open(`/issuers/${stage.organisationId}`)).text).toContain('did:web:');
    const achievement = await open(`/achievements/${badge.achievement.id}`, {
      accept: 'application/ld+json',
    });
    expect(JSON.parse(achievement.text)).toMatchObject({ type: ['Achievement'], name: hostile });
    expect((await open(`/achievements/${badge.achievement.id}?lang=en`)).text).toContain('Awarded by');
  });

  it.each([
    '01a1fe82-064d-7429-a285-235adce77a1d',
    'x',
    '..%2f..%2fetc',
    "' OR 1=1 --",
    '%00',
    'a'.repeat(80),
  ])('find nothing for the guess %j', async (guess) => {
    for (const path of [
      `/credentials/badges/${guess}`,
      `/credentials/badges/${guess}.json`,
      `/issuers/${guess}`,
      `/issuers/${guess}/did.json`,
      `/achievements/${guess}`,
      `/images/badges/${guess}.png`,
      `/images/badges/${guess}.png?baked`,
      `/credentials/status/${guess}-revocation`,
    ])
      expect([path, (await open(path)).status]).toEqual([path, 404]);
  });

  it('cannot be guessed from one another: ids of one batch share nothing but the time', async () => {
    const programId = await stage.givenProgram({ credentialOnCompletion: true });
    const randomParts: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { enrolmentId } = await stage.givenCompletion(programId);
      const { data } = await stage.call(
        'training',
        'query($id: ID!) { enrolment(id: $id) { credentialId } }',
        {
          id: enrolmentId,
        },
      );
      randomParts.push(data.enrolment.credentialId.slice(15));
    }
    expect(new Set(randomParts.map((part) => part.slice(0, 3))).size).toBeGreaterThan(1);
    expect(new Set(randomParts.map((part) => part.slice(5, 12))).size).toBe(5);
  });
});
