import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Cipher } from './cipher.ts';

const nik = '3201011505990001';

describe('personal data at rest', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];

  it('is read back as it was written, and looks different each time', () => {
    const cipher = new Cipher(new Map([['1', older]]), '1');
    const sealed = cipher.seal(nik);
    expect(cipher.open(sealed)).toBe(nik);
    expect(sealed).not.toContain(nik);
    expect(cipher.seal(nik)).not.toBe(sealed);
  });

  it('stays readable when the key is rotated, and new data is sealed with the new key', () => {
    const sealed = new Cipher(new Map([['1', older]]), '1').seal(nik);
    const rotated = new Cipher(
      new Map([
        ['1', older],
        ['2', newer],
      ]),
      '2',
    );
    expect(rotated.open(sealed)).toBe(nik);
    expect(rotated.seal(nik)).toMatch(/^v1\.2\./);
  });

  it('that was altered, or whose key is gone, is refused and not misread', () => {
    const cipher = new Cipher(new Map([['1', older]]), '1');
    const sealed = cipher.seal(nik);
    const parts = sealed.split('.');
    const text = Buffer.from(parts[4] as string, 'base64url');
    text[0] = (text[0] as number) ^ 1;
    expect(() => cipher.open([...parts.slice(0, 4), text.toString('base64url')].join('.'))).toThrow();
    expect(() => new Cipher(new Map([['2', newer]]), '2').open(sealed)).toThrow('no encryption key 1');
    expect(() => cipher.open('rubbish')).toThrow('Not a sealed value');
  });

  it('can be found again by its index without being read', () => {
    const cipher = new Cipher(new Map([['1', older]]), '1');
    expect(cipher.blindIndex(nik)).toBe(cipher.blindIndex(nik));
    expect(cipher.blindIndex(nik)).not.toContain(nik);
    expect(cipher.blindIndex(nik)).not.toBe(cipher.blindIndex('3201011505990002'));
  });

  it('wants keys of 32 bytes', () => {
    expect(() => new Cipher(new Map([['1', randomBytes(16)]]), '1')).toThrow('32 bytes');
  });
});
