import { describe, expect, it } from '@jest/globals';
import { type Principal, servicePrincipal } from './principal.ts';
import { PrincipalTokens } from './principal-token.ts';

const secret = 'a secret of at least thirty-two characters';
const principal: Principal = servicePrincipal('test', ['read', 'payments:write']);

describe('a principal token', () => {
  it('brings the principal to the other side as it was', () => {
    const token = new PrincipalTokens(secret).sign(principal);
    expect(new PrincipalTokens(secret).verify(token)).toEqual(principal);
  });

  it('is refused when it was signed with another secret, changed, or cut', () => {
    const tokens = new PrincipalTokens(secret);
    const [head, , signature] = tokens.sign(principal).split('.');
    const forged = Buffer.from(
      JSON.stringify({ iss: 'hub-gateway', exp: 9e9, principal: { ...principal, kind: 'platform' } }),
    ).toString('base64url');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    for (const bad of [
      new PrincipalTokens(`${secret}!`).sign(principal),
      `${head}.${forged}.${signature}`,
      `${unsigned}.${forged}.`,
      `${head}.${forged}`,
      'nonsense',
      '',
    ]) {
      expect(() => tokens.verify(bad)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
    }
  });

  it('is valid for a minute, and handed out again for half of that', () => {
    let now = 1_700_000_000_000;
    const tokens = new PrincipalTokens(secret, () => now);
    const first = tokens.sign(principal);
    now += 29_000;
    expect(tokens.sign(principal)).toBe(first);
    now += 2_000;
    expect(tokens.sign(principal)).not.toBe(first);
    expect(tokens.verify(first)).toEqual(principal);
    now += 30_000;
    expect(() => tokens.verify(first)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });

  it('is one for equal principals, and another for whoever may anything else', () => {
    const tokens = new PrincipalTokens(secret);
    const token = tokens.sign(principal);
    expect(tokens.sign({ ...principal, scopes: [...principal.scopes] })).toBe(token);
    for (const other of [
      { ...principal, scopes: ['read'] as const },
      { ...principal, organisationId: 'org-1' },
      { ...principal, sandbox: true },
    ]) {
      expect(tokens.sign(other)).not.toBe(token);
      expect(new PrincipalTokens(secret).verify(tokens.sign(other))).toEqual(other);
    }
  });

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('is there and valid at once after the clock was set an hour %s', (_, step) => {
    let now = 1_700_000_000_000;
    const tokens = new PrincipalTokens(secret, () => now);
    tokens.sign(principal);
    now += step;
    expect(tokens.verify(tokens.sign(principal))).toEqual(principal);
    now += 40_000;
    expect(tokens.verify(tokens.sign(principal))).toEqual(principal);
  });

  it('needs a secret that cannot be guessed', () => {
    expect(() => new PrincipalTokens('short')).toThrow('at least 32 characters');
  });
});
