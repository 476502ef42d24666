import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { Role } from '../../../platform/auth/roles.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { platformPrincipal, type SubgraphHarness, startSubgraphs } from '../../../test/subgraph-harness.ts';
import {
  givenOrganisation,
  givenPerson,
  givenStudent,
  jobsDone,
  linkIn,
  MailsUnderTest,
  password,
  sandboxOperator,
} from '../fixtures.ts';
import { type IdentityParts, identityAt } from '../subgraph.ts';

const newPassword = 'seekor gajah di kebun teh';
const home = '203.0.113.7';

describe('one-time links to set a password', () => {
  const mails = new MailsUnderTest();
  const sandboxMails = new MailsUnderTest();
  let hub: SubgraphHarness;
  let parts: IdentityParts;
  let app: FastifyInstance;
  let school: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identityAt('http://hub.test', { live: mails, sandbox: sandboxMails })]);
    parts = (hub.subgraphs as [Subgraph<IdentityParts>])[0].parts;
    app = fastify();
    await parts.routes?.(app);
    school = await givenOrganisation(hub, 'LPK <Contoh>');
  });
  afterAll(async () => {
    await app.close();
    await hub.close();
  });

  const newEmail = () => `${uuidv7()}@example.org`;
  const open = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'GET', url, headers });
  const submit = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url,
      remoteAddress: home,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });
  const signIn = (email: string, typed: string, address = home) =>
    parts.signIn.check({ email, password: typed, address });
  async function invite(
    email: string,
    organisationId = school,
    input: object = {},
    by = platformPrincipal(),
  ) {
    const { data, errors } = await hub.call(
      'identity',
      by,
      'mutation($input: InviteUserInput!) { inviteUser(input: $input) { id } }',
      { input: { name: 'Ibu\n Ratna', email, role: 'FINANCE', organisationId, ...input } },
    );
    expect(errors).toEqual([]);
    return data.inviteUser.id as string;
  }
  async function invited(email: string): Promise<string> {
    await invite(email);
    return linkIn(await mails.to(email));
  }
  async function resetLink(email: string, count = 1): Promise<string> {
    expect((await submit('/account/password/forgot', { email })).statusCode).toBe(200);
    return linkIn(await mails.to(email, count));
  }
  const expire = (table = 'identity.password_links') =>
    hub.pool.query(`UPDATE ${table} SET expires_at = now() - interval '1 second'`);

  it('let an invited person in, once', async () => {
    const email = newEmail();
    const link = await invited(email);
    const shown = await open(link);
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('LPK &lt;Contoh&gt; mengundang Anda.');
    expect(shown.body).toContain(`value="${email}"`);
    expect((await open(`${link}?lang=en`)).body).toContain('LPK &lt;Contoh&gt; invites you.');
    expect((await submit(link, { password: newPassword })).body).toContain('role="status"');
    expect(await signIn(email, newPassword)).toMatchObject({
      email,
      role: 'FINANCE',
      organisationId: school,
    });
    expect((await open(link)).statusCode).toBe(410);
    expect((await submit(link, { password: 'another good password' })).statusCode).toBe(410);
    expect(await signIn(email, newPassword)).not.toBeNull();
  });

  it('are used by one of two who use them at once', async () => {
    const email = newEmail();
    const link = await invited(email);
    const answers = await Promise.all(
      [newPassword, 'another good password'].map((typed) => submit(link, { password: typed })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410]);
  });

  it('are kept as hashes, and nowhere in clear once they have been sent', async () => {
    const email = newEmail();
    const [token = ''] = (await invited(email)).split('/').slice(-1);
    const { rows } = await hub.pool.query(
      `SELECT row_to_json(l)::text AS row FROM identity.password_links l
       UNION ALL SELECT row_to_json(j)::text FROM graphile_worker._private_jobs j
       UNION ALL SELECT row_to_json(o)::text FROM events.outbox o
       UNION ALL SELECT row_to_json(e)::text FROM events.log e`,
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
  });

  it('are refused when they have expired, are unknown, or are no link at all', async () => {
    const link = await invited(newEmail());
    await expire();
    const unknown = `/account/password/${'A'.repeat(43)}`;
    for (const dead of [link, unknown, '/account/password/x%00', '/account/password/..']) {
      const answer = await open(dead);
      expect([410, 404]).toContain(answer.statusCode);
    }
    expect((await submit(link, { password: newPassword })).statusCode).toBe(410);
  });

  it.each([
    ['too short', 'short', 'sedikitnya 12'],
    ['too long', 'x'.repeat(129), 'paling banyak 128'],
    ['common', 'Password-1234', 'pertama kali ditebak'],
    ['a row', '123456789012', 'pertama kali ditebak'],
    ['the same again and again', 'aaaaaaaaaaaaaaa', 'pertama kali ditebak'],
  ])('are not used up by a password that is %s', async (_, unfit, said) => {
    const email = newEmail();
    const link = await invited(email);
    const answer = await submit(link, { password: unfit });
    expect([answer.statusCode, answer.body.includes('role="alert"')]).toEqual([422, true]);
    expect(answer.body).toContain(said);
    expect((await submit(link, { password: email })).statusCode).toBe(422);
    expect((await submit(link, {})).statusCode).toBe(422);
    expect((await submit(link, { password: newPassword })).statusCode).toBe(200);
  });

  it('set a new password for who forgot theirs, end the sessions and say so by mail', async () => {
    const email = newEmail();
    await givenPerson(hub, { email, organisationId: school });
    await submit('/account/password/forgot', { email: email.toUpperCase() });
    const link = linkIn(await mails.to(email));
    expect((await submit(link, { password: newPassword })).statusCode).toBe(200);
    expect(await signIn(email, password)).toBeNull();
    expect(await signIn(email, newPassword)).not.toBeNull();
    expect((await mails.to(email, 2)).subject).toContain('Your password was changed');
  });

  it('let the owner in at once, however much others have failed', async () => {
    const email = newEmail();
    await givenPerson(hub, { email, organisationId: school });
    await signIn(email, 'a wrong password', '198.51.100.1');
    await signIn(email, 'a wrong password', home);
    await hub.pool.query(
      `UPDATE identity.sign_in_tries SET failures = 10000, next_at = now() + interval '5 minutes'`,
    );
    await expect(signIn(email, password)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await submit(await resetLink(email), { password: newPassword });
    expect(await signIn(email, newPassword)).toMatchObject({ email });
    await hub.pool.query('DELETE FROM identity.sign_in_tries');
  });

  it('end the ones before, and are not sent more often than each minute', async () => {
    const email = newEmail();
    await givenPerson(hub, { email, organisationId: school });
    const first = await resetLink(email);
    await submit('/account/password/forgot', { email });
    await jobsDone(hub);
    await hub.pool.query(`UPDATE identity.password_links SET created_at = now() - interval '2 minutes'`);
    const second = await resetLink(email, 2);
    expect((await open(first)).statusCode).toBe(410);
    expect((await open(second)).statusCode).toBe(200);
  });

  it('are asked for alike by everybody: the answer does not tell who is known', async () => {
    const email = newEmail();
    await givenPerson(hub, { email, organisationId: school });
    const [known, unknown] = [
      await submit('/account/password/forgot', { email }),
      await submit('/account/password/forgot', { email: newEmail() }),
    ];
    expect([unknown.statusCode, unknown.body]).toEqual([known.statusCode, known.body]);
    // Nor by time: while nobody can look up an account, it answers all the same.
    const other = await hub.pool.connect();
    await other.query('BEGIN; LOCK TABLE identity.accounts, identity.users IN ACCESS EXCLUSIVE MODE');
    expect((await submit('/account/password/forgot', { email })).statusCode).toBe(200);
    await other.query('ROLLBACK');
    other.release();
    const wrong = await submit('/account/password/forgot', { email: 'nobody' });
    expect([wrong.statusCode, wrong.body.includes('role="alert"')]).toEqual([422, true]);
  });

  it('are mailed again when the mail server was away, with the same link, and not when it refuses for good', async () => {
    const email = newEmail();
    const failed = (kind: 'TIMEOUT' | 'REJECTED') =>
      new OutsideError({ kind, system: 'smtp', message: kind });
    mails.failures.push(failed('TIMEOUT'));
    expect((await open(await invited(email))).statusCode).toBe(200);
    mails.failures.push(failed('REJECTED'));
    await invite(newEmail());
    await jobsDone(hub);
    expect(mails.failures).toEqual([]);
  });

  it('add a learner’s further institution to the account that they have, without another password', async () => {
    const email = newEmail();
    const other = await givenOrganisation(hub, 'LPK Kedua');
    const [mine, also] = [await givenStudent(hub, school), await givenStudent(hub, other)];
    await givenPerson(hub, { email, organisationId: school, role: Role.LEARNER, studentId: mine });
    await invite(email, other, { role: 'LEARNER', studentId: also });
    const link = linkIn(await mails.to(email));
    const shown = await open(link);
    expect(shown.body).not.toContain('type="password"');
    expect((await submit(link, { password: newPassword })).statusCode).toBe(200);
    expect(await signIn(email, newPassword)).toBeNull();
    const person = await signIn(email, password);
    expect([...(person?.studentIds ?? [])].sort()).toEqual([mine, also].sort());
    expect([...(person?.organisationIds ?? [])].sort()).toEqual([school, other].sort());
  });

  it('let nobody work for two organisations with one address', async () => {
    const email = newEmail();
    await givenPerson(hub, { email, organisationId: await givenOrganisation(hub, 'LPK Lama') });
    const link = await invited(email);
    const answer = await submit(link, {});
    expect([answer.statusCode, answer.body.includes('organisasi lain')]).toEqual([409, true]);
    await hub.pool.query(
      'UPDATE identity.users SET deactivated_at = now() WHERE email = $1 AND account_id IS NOT NULL',
      [email],
    );
    expect((await submit(link, {})).statusCode).toBe(200);
    expect(await signIn(email, password)).toMatchObject({ organisationId: school });
  });

  it('of a sandbox organisation go to the stand-in’s mailbox alone, and take no address from anybody live', async () => {
    const email = newEmail();
    const trial = await givenOrganisation(hub, 'LPK Coba', 'TRAINING_INSTITUTION', sandboxOperator);
    await invite(email, trial, { name: 'Coba', role: 'ADMIN' }, sandboxOperator);
    await submit(linkIn(await sandboxMails.to(email)), { password: 'taken by whoever reads along' });
    expect(mails.sent.filter(({ to }) => to.address === email)).toEqual([]);
    expect(await signIn(email, 'taken by whoever reads along')).toBeNull();
    await submit(await invited(email), { password: newPassword });
    expect(await signIn(email, newPassword)).toMatchObject({ organisationId: school });
    const there = { email, password: 'taken by whoever reads along', address: home, sandbox: true };
    expect(await parts.signIn.check(there)).toMatchObject({ organisationId: trial });
    expect(await parts.signIn.check({ ...there, password: newPassword })).toBeNull();
    expect((await submit('/account/password/forgot', { email })).statusCode).toBe(200);
    await mails.to(email, 2);
    await sandboxMails.to(email, 2);
  });

  it('are of no use to who was deactivated', async () => {
    const email = newEmail();
    const id = await invite(email);
    const link = linkIn(await mails.to(email));
    const deactivate = 'mutation($id: ID!) { deactivateUser(input: {id: $id}) { id } }';
    await hub.call('identity', platformPrincipal(), deactivate, { id });
    expect((await open(link)).statusCode).toBe(410);
  });

  it('stand on pages without scripts that nobody frames, keeps or sends forms to from elsewhere', async () => {
    const link = await invited(newEmail());
    const form = await open('/account/password/forgot', { 'accept-language': 'en' });
    for (const page of [await open(link), form]) {
      expect(page.body).not.toContain('<script');
      expect(page.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
      });
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
    const foreign = await submit(link, { password: newPassword }, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.statusCode).toBe(403);
    const json = await app.inject({ method: 'POST', url: link, payload: { password: newPassword } });
    expect(json.statusCode).toBe(415);
    expect((await open(link)).statusCode).toBe(200);
  });

  it('give whoever is to run the hub a first password, by the operator’s own hand', async () => {
    const email = newEmail();
    const path = await parts.people.inviteOperator({ name: 'Operator', email });
    expect((await submit(path, { password: newPassword })).statusCode).toBe(200);
    expect(await signIn(email, newPassword)).toMatchObject({ role: 'PLATFORM_ADMIN', organisationId: null });
    await expect(parts.people.inviteOperator({ name: 'Operator', email })).rejects.toThrow('already');
    expect(mails.sent.filter(({ to }) => to.address === email)).toEqual([]);
  });
});
