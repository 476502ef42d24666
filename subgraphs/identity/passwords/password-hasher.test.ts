import { describe, expect, it } from '@jest/globals';
import { isOutdated, PasswordHasher } from './password-hasher.ts';

describe('the hash of a password', () => {
  it('is another one each time, and knows its password however it was typed', async () => {
    const hasher = new PasswordHasher();
    const [one, other] = [await hasher.hash('kopi café 123456'), await hasher.hash('kopi café 123456')];
    expect(one).not.toBe(other);
    expect(isOutdated(one)).toBe(false);
    expect(await hasher.verify('kopi cafe\u0301 123456', one)).toBe(true);
    expect(await hasher.verify('kopi cafe 123456', one)).toBe(false);
    expect(await hasher.verify('kopi café 123456', null)).toBe(false);
  });

  it('is what other programs make and read: a hash of the reference implementation’s own tests', async () => {
    const reference =
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    const hasher = new PasswordHasher();
    expect(await hasher.verify('password', reference)).toBe(true);
    expect(await hasher.verify('Password', reference)).toBe(false);
    expect(isOutdated(reference)).toBe(true);
    for (const broken of ['', '$2b$10$abc', reference.replace('argon2id', 'argon2i'), `${reference}!`]) {
      expect(() => isOutdated(broken)).toThrow('No argon2id hash');
    }
  });

  it('is worked out two at a time, and forty wait; whoever comes then is told to come back', async () => {
    const hasher = new PasswordHasher();
    const tries = await Promise.allSettled(Array.from({ length: 60 }, () => hasher.verify('x', null)));
    const refused = tries.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused).toHaveLength(60 - 42);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ code: 'RATE_LIMITED', extensions: { retryAfter: 5 } });
    }
    expect(await hasher.verify('x', null)).toBe(false);
  });

  it('leaves the process free to do other things meanwhile', async () => {
    const hasher = new PasswordHasher();
    let over = false;
    const hashing = Promise.all(Array.from({ length: 10 }, () => hasher.hash('x'))).then(() => {
      over = true;
    });
    let turns = 0;
    for (; !over; turns += 1) await new Promise(setImmediate);
    await hashing;
    // Where each hash held the process up there would be a few turns for each.
    expect(turns).toBeGreaterThan(500);
  });
});
