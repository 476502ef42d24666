import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { Role } from '../../../platform/auth/roles.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import { type SubgraphHarness, startSubgraphs } from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenPerson, givenStudent, password } from '../fixtures.ts';
import { type IdentityParts, identity } from '../subgraph.ts';
import type { SignInService } from './sign-in.service.ts';

describe('signing in', () => {
  let hub: SubgraphHarness;
  let signIn: SignInService;
  let school: string;
  let addresses = 0;
  beforeAll(async () => {
    hub = await startSubgraphs([identity]);
    signIn = (hub.subgraphs as [Subgraph<IdentityParts>])[0].parts.signIn;
    school = await givenOrganisation(hub);
  });
  afterAll(() => hub.close());

  const newAddress = () => {
    addresses += 1;
    return `198.51.${addresses >> 8}.${addresses & 255}`;
  };
  const newEmail = () => `${uuidv7()}@example.org`;
  const wrong = (email: string, address: string) =>
    signIn.check({ email, address, password: 'a wrong password' });
  const right = (email: string, address: string) => signIn.check({ email, address, password });
  const waits = async (trying: Promise<unknown>): Promise<number> => {
    const error = (await trying.then(
      () => null,
      (thrown) => thrown,
    )) as { code: string; extensions: { retryAfter: number } } | null;
    if (error) expect(error.code).toBe('RATE_LIMITED');
    return error?.extensions.retryAfter ?? 0;
  };
  /** As often as it is let, at once. */
  const failFrom = async (email: string, address: string, times: number) => {
    for (let time = 0; time < times; time += 1) expect(await wrong(email, address)).toBeNull();
  };
  /** So many failures that the clock need not be waited for. */
  const givenFailures = (failures: number, where: 'email' | 'address') =>
    hub.pool.query(
      `UPDATE identity.sign_in_tries SET failures = $1 WHERE ${where === 'email' ? 'address_key' : 'email_key'} = ''`,
      [failures],
    );
  /** Whoever has to wait has to wait for an hour more, so that the test may take its time. */
  const waitLonger = () =>
    hub.pool.query(
      "UPDATE identity.sign_in_tries SET next_at = next_at + interval '1 hour' WHERE next_at > last_at",
    );
  const forgetFailures = () => hub.pool.query('DELETE FROM identity.sign_in_tries');

  it('says who the person is, for whom they work and what their role allows', async () => {
    const email = newEmail();
    const userId = await givenPerson(hub, { email, organisationId: school, role: Role.FINANCE });
    const person = await right(` ${email.toUpperCase()} `, newAddress());
    expect(person).toEqual({
      userId,
      name: 'Ibu Contoh',
      email,
      role: 'FINANCE',
      organisationId: school,
      studentIds: [],
      organisationIds: [],
      scopes: ['identity:read', 'training:read', 'payments:read', 'payments:write'],
    });
    expect(await signIn.personOf(userId)).toEqual(person);
  });

  it('gives a learner the rows that organisations vouch for, and all of the person’s when the operator does', async () => {
    const other = await givenOrganisation(hub, 'LPK Lain');
    const nik = '3201011505990011';
    const mine = await givenStudent(hub, school, { nik });
    const elsewhere = await givenStudent(hub, other, { nik });
    const learner = { organisationId: school, role: Role.LEARNER, studentId: mine };
    const vouched = newEmail();
    await givenPerson(hub, { ...learner, email: vouched });
    expect(await right(vouched, newAddress())).toMatchObject({
      organisationId: null,
      studentIds: [mine],
      organisationIds: [school],
    });
    const everywhere = newEmail();
    await givenPerson(hub, { ...learner, email: everywhere, everywhere: true });
    const person = await right(everywhere, newAddress());
    expect([...(person?.studentIds ?? [])].sort()).toEqual([mine, elsewhere].sort());
  });

  it('is refused alike for a wrong password, an unknown e-mail and somebody who was deactivated', async () => {
    const email = newEmail();
    const userId = await givenPerson(hub, { email, organisationId: school });
    await hub.pool.query('UPDATE identity.users SET deactivated_at = now() WHERE id = $1', [userId]);
    expect(await right(email, newAddress())).toBeNull();
    expect(await signIn.personOf(userId)).toBeNull();
    expect(await wrong(email, newAddress())).toBeNull();
    expect(await wrong(newEmail(), newAddress())).toBeNull();
    expect(await wrong('x'.repeat(5000), newAddress())).toBeNull();
  });

  it('that is refused stands in the audit log of who employs the person, without what was typed', async () => {
    const email = newEmail();
    const userId = await givenPerson(hub, { email, organisationId: school });
    const address = newAddress();
    expect(await wrong(email, address)).toBeNull();
    expect(await wrong(newEmail(), address)).toBeNull();
    const { rows } = await hub.pool.query(
      "SELECT organisation_id, subject_id, data FROM audit.entries WHERE type = 'sign_in.refused' AND address = $1 ORDER BY id",
      [address],
    );
    expect(rows).toEqual([
      { organisation_id: school, subject_id: userId, data: { known: true } },
      { organisation_id: null, subject_id: null, data: { known: false } },
    ]);
  });

  it('hashes also for an e-mail that nobody has', async () => {
    const email = newEmail();
    await givenPerson(hub, { email, organisationId: school });
    // The least of some: the process does other things too.
    const timed = async (who: () => string) => {
      const taken: number[] = [];
      while (taken.length < 3) {
        const began = process.cpuUsage();
        await wrong(who(), newAddress());
        const { user, system } = process.cpuUsage(began);
        taken.push(user + system);
      }
      return Math.min(...taken);
    };
    const [known, unknown] = [await timed(() => email), await timed(newEmail)];
    expect(unknown).toBeGreaterThan(known / 3);
  });

  it('slows guessing at one person from one address, whoever the address belongs to', async () => {
    const email = newEmail();
    const address = newAddress();
    await failFrom(email, address, 6);
    await waitLonger();
    expect(await waits(wrong(email, address))).toBeGreaterThan(0);
    expect(await waits(wrong(newEmail(), address))).toBe(0);
    expect(await waits(wrong(email, newAddress()))).toBe(0);
  });

  it('counts thirty guesses at once as thirty', async () => {
    const email = newEmail();
    const address = newAddress();
    const began = performance.now();
    const waited = await Promise.all(Array.from({ length: 30 }, () => waits(wrong(email, address))));
    const seconds = (performance.now() - began) / 1000;
    const tried = waited.filter((wait) => wait === 0).length;
    // The first wait is a second, and each further one twice as long: few are over before all have come.
    expect(tried).toBeGreaterThanOrEqual(6);
    expect(tried).toBeLessThanOrEqual(6 + Math.floor(Math.log2(1 + seconds)));
  });

  it('slows guessing at many people from one address', async () => {
    const address = newAddress();
    await wrong(newEmail(), address);
    await givenFailures(60, 'address');
    await wrong(newEmail(), address);
    expect(await waits(wrong(newEmail(), address))).toBeGreaterThan(100);
    await forgetFailures();
  });

  it('slows guessing at one person from everywhere, and lets the person in from where they usually are', async () => {
    const email = newEmail();
    const home = newAddress();
    await givenPerson(hub, { email, organisationId: school });
    await right(email, home);
    await wrong(email, newAddress());
    await givenFailures(10_000, 'email');
    await wrong(email, newAddress());
    const seconds = await waits(wrong(email, newAddress()));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(10);
    expect(await right(email, home)).toMatchObject({ email });
    await forgetFailures();
  });

  it('forgets the failures of an address at which the right password was typed', async () => {
    const email = newEmail();
    const address = newAddress();
    await givenPerson(hub, { email, organisationId: school });
    await failFrom(email, address, 5);
    expect(await right(email, address)).not.toBeNull();
    await failFrom(email, address, 5);
    expect(await right(email, address)).not.toBeNull();
  });

  it('keeps neither e-mails nor addresses of those who tried', async () => {
    const email = newEmail();
    await wrong(email, '203.0.113.99');
    const { rows } = await hub.pool.query('SELECT t::text AS row FROM identity.sign_in_tries t');
    expect(rows.map(({ row }) => row).join()).not.toMatch(new RegExp(`${email}|203\\.0\\.113`));
  });

  it('takes the whole network of a household with IPv6 for one address', async () => {
    const email = newEmail();
    await failFrom(email, '2001:db8:1:2::1', 6);
    await waitLonger();
    expect(await waits(wrong(email, '2001:db8:1:2:ffff::9'))).toBeGreaterThan(0);
    expect(await waits(wrong(email, '2001:db8:1:3::1'))).toBe(0);
  });

  it('keeps a password as argon2id, and hashes it anew with the costs of today', async () => {
    const email = newEmail();
    await givenPerson(hub, { email, organisationId: school });
    const stored = async () =>
      (await hub.pool.query('SELECT password_hash FROM identity.accounts WHERE email = $1', [email])).rows[0]
        .password_hash as string;
    expect(await stored()).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
    expect(await right(email, newAddress())).not.toBeNull();
    expect(await stored()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await right(email, newAddress())).not.toBeNull();
    expect(await wrong(email, newAddress())).toBeNull();
  });
});
