import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Principal } from '../../../platform/auth/principal.ts';
import { Role } from '../../../platform/auth/roles.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import { recordedEvents } from '../../../test/recorded-events.ts';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import {
  givenOrganisation,
  givenPerson,
  givenStudent,
  linkIn,
  MailsUnderTest,
  password,
} from '../fixtures.ts';
import { type IdentityParts, identity, identityAt } from '../subgraph.ts';

const fields = 'id name email role status organisation { id } student { id }';
const inviteUser = `mutation($input: InviteUserInput!) { inviteUser(input: $input) { ${fields} } }`;
const changeUserRole = `mutation($input: ChangeUserRoleInput!) { changeUserRole(input: $input) { ${fields} } }`;
const changePassword = 'mutation($input: ChangePasswordInput!) { changePassword(input: $input) { id } }';
const byId = (name: string) => `mutation($id: ID!) { ${name}(input: {id: $id}) { id status } }`;

describe('users', () => {
  const mails = new MailsUnderTest();
  const sandboxMails = new MailsUnderTest();
  let hub: SubgraphHarness;
  let parts: IdentityParts;
  let school: string;
  beforeAll(async () => {
    hub = await startSubgraphs([identityAt('http://hub.test', { live: mails, sandbox: sandboxMails })]);
    parts = (hub.subgraphs as [Subgraph<IdentityParts>])[0].parts;
  });
  beforeEach(async () => {
    school = await givenOrganisation(hub);
  });
  afterAll(() => hub.close());

  const newEmail = () => `${uuidv7()}@example.org`;
  const admin = () => organisationPrincipal(school, 'admin');
  const call = (principal: Principal, query: string, variables: Record<string, unknown>) =>
    hub.call('identity', principal, query, variables);
  const invite = (input: Record<string, unknown>, principal: Principal = admin()) =>
    call(principal, inviteUser, {
      input: { name: 'Ibu Ratna', email: newEmail(), role: 'FINANCE', ...input },
    });
  const signIn = (email: string) =>
    parts.signIn.check({ email, password, address: `2001:db8::${Math.floor(Math.random() * 65536)}` });
  const givenAdmin = () => givenPerson(hub, { email: newEmail(), organisationId: school });
  const eventsOf = async (subjectId: string) =>
    (await recordedEvents(hub, { subjectId })).map(({ type }) => type);
  const givenSession = (userId: string) =>
    hub.pool.query(
      `INSERT INTO identity.oauth_sessions
         (id, cookie_hash, uid, user_id, payload, created_at, last_used_at, expires_at)
       VALUES ($1, $2, $2, $3, '{}', now(), now(), now() + interval '1 day')`,
      [uuidv7(), uuidv7(), userId],
    );
  const sessionsOf = async (userId: string) =>
    (await hub.pool.query('SELECT 1 FROM identity.oauth_sessions WHERE user_id = $1', [userId])).rowCount;

  it('are invited by whoever administers the organisation, by mail in both languages', async () => {
    const email = newEmail();
    const { data } = await invite({ email });
    expect(data.inviteUser).toMatchObject({
      email,
      role: 'FINANCE',
      status: 'INVITED',
      organisation: { id: school },
      student: null,
    });
    const mail = await mails.to(email);
    expect(mail.text).toContain('LPK Contoh mengundang Anda');
    expect(mail.text).toContain('LPK Contoh invites you');
    expect(linkIn(mail)).toMatch(/^\/account\/password\/[\w-]{43}$/);
    expect(await eventsOf(data.inviteUser.id)).toEqual(['user.created', 'user.invited']);
    const again = await invite({ email });
    expect([again.codes, again.fields]).toEqual([['DUPLICATE_EMAIL'], ['email']]);
    const unallowed = await invite({}, organisationPrincipal(school, 'read', 'write'));
    expect(unallowed.codes).toEqual(['FORBIDDEN']);
  });

  it('that another organisation has invited too are invited alike: nobody learns who is known', async () => {
    const email = newEmail();
    await givenPerson(hub, { email, organisationId: await givenOrganisation(hub, 'LPK Lain') });
    const { data, errors } = await invite({ email });
    expect(errors).toEqual([]);
    expect(data.inviteUser.status).toBe('INVITED');
  });

  it('are seen by their own organisation and the operator, and a learner by themselves', async () => {
    const other = await givenOrganisation(hub, 'LPK Lain');
    const student = await givenStudent(hub, school);
    await invite({});
    await invite({ role: 'LEARNER', studentId: student });
    const seen = async (principal: Principal) =>
      (await call(principal, '{ users { totalCount } }', {})).data.users.totalCount;
    expect(await seen(organisationPrincipal(school))).toBe(2);
    expect(await seen(platformPrincipal())).toBeGreaterThanOrEqual(2);
    expect(await seen(organisationPrincipal(other))).toBe(0);
    expect(await seen(learnerPrincipal([student], [school]))).toBe(1);
    expect(await seen(learnerPrincipal([await givenStudent(hub, school)], [school]))).toBe(0);
  });

  it.each([
    [{ name: '   ' }, 'VALIDATION_ERROR', 'name'],
    [{ email: 'nobody' }, 'VALIDATION_ERROR', 'email'],
    [{ email: `${'x'.repeat(60)}@${'y'.repeat(250)}.id` }, 'VALIDATION_ERROR', 'email'],
    [{ role: 'LEARNER' }, 'VALIDATION_ERROR', 'studentId'],
    [{ studentId: uuidv7(), role: 'LEARNER' }, 'VALIDATION_ERROR', 'studentId'],
    [{ studentId: uuidv7() }, 'VALIDATION_ERROR', 'studentId'],
    [{ organisationId: uuidv7() }, 'VALIDATION_ERROR', 'organisationId'],
    [{ role: 'PLATFORM_ADMIN' }, 'FORBIDDEN', undefined],
  ])('are not invited with %j', async (wrong, code, field) => {
    const answer = await invite(wrong);
    expect([answer.codes, answer.fields[0]]).toEqual([[code], field]);
  });

  it('are not invited by a hub that cannot send mail, which says so', async () => {
    const mute = await startSubgraphs([identity]);
    const organisationId = await givenOrganisation(mute);
    const input = { name: 'x', email: newEmail(), role: 'ADMIN', organisationId };
    const answer = await mute.call('identity', platformPrincipal(), inviteUser, { input });
    expect(answer.codes).toEqual(['NOT_CONFIGURED']);
    expect(answer.errors[0]?.message).toContain('SMTP_URL');
    await mute.close();
  });

  it('who run the hub are invited by the operator alone, and belong to no organisation', async () => {
    const operator = platformPrincipal('admin', 'students:nik', 'permits:all');
    const { data } = await invite({ role: 'PLATFORM_ADMIN' }, operator);
    expect(data.inviteUser).toMatchObject({ role: 'PLATFORM_ADMIN', organisation: null });
    const placed = await invite({ role: 'PLATFORM_ADMIN', organisationId: school }, operator);
    expect(placed.fields).toEqual(['organisationId']);
    const less = await invite({ role: 'PLATFORM_ADMIN' }, platformPrincipal('admin'));
    expect(less.codes).toEqual(['FORBIDDEN']);
  });

  it('are not managed by who is allowed less than they', async () => {
    const id = await givenPerson(hub, { email: newEmail(), organisationId: null, role: Role.PLATFORM_ADMIN });
    const less = await call(platformPrincipal('admin'), byId('deactivateUser'), { id });
    expect(less.codes).toEqual(['FORBIDDEN']);
    const foreign = await call(admin(), byId('deactivateUser'), { id });
    expect(foreign.codes).toEqual(['NOT_FOUND']);
  });

  it('have another role from the moment it is changed, and what they were signed in to is ended', async () => {
    const email = newEmail();
    const id = await givenPerson(hub, { email, organisationId: school, role: Role.FINANCE });
    await givenSession(id);
    const { data } = await call(admin(), changeUserRole, { input: { id, role: 'INSTRUCTOR' } });
    expect(data.changeUserRole.role).toBe('INSTRUCTOR');
    expect(await sessionsOf(id)).toBe(0);
    expect((await signIn(email))?.scopes).toContain('training:write');
    expect(await eventsOf(id)).toEqual(['user.role_changed']);
    await call(admin(), changeUserRole, { input: { id, role: 'INSTRUCTOR' } });
    expect(await eventsOf(id)).toHaveLength(1);
    for (const role of ['LEARNER', 'PLATFORM_ADMIN']) {
      const refused = await call(admin(), changeUserRole, { input: { id, role } });
      expect([refused.codes, refused.fields]).toEqual([['VALIDATION_ERROR'], ['role']]);
    }
  });

  it('who are deactivated are out at once, and in again when they are reactivated', async () => {
    const email = newEmail();
    const id = await givenPerson(hub, { email, organisationId: school, role: Role.FINANCE });
    await givenSession(id);
    const { data } = await call(admin(), byId('deactivateUser'), { id });
    expect(data.deactivateUser.status).toBe('DEACTIVATED');
    expect(await sessionsOf(id)).toBe(0);
    expect(await parts.signIn.personOf(id)).toBeNull();
    expect(await signIn(email)).toBeNull();
    await call(admin(), byId('deactivateUser'), { id });
    const { data: back } = await call(admin(), byId('reactivateUser'), { id });
    expect(back.reactivateUser.status).toBe('ACTIVE');
    expect(await signIn(email)).toMatchObject({ userId: id });
    expect(await eventsOf(id)).toEqual(['user.deactivated', 'user.reactivated']);
  });

  it('leave no organisation without an admin, also when two deactivate each other at once', async () => {
    const [one, other] = [await givenAdmin(), await givenAdmin()];
    const answers = await Promise.all(
      [one, other].map((id) => call(admin(), byId('deactivateUser'), { id })),
    );
    expect(answers.map(({ codes }) => codes).sort()).toEqual([[], ['CONFLICT']]);
    const left = answers[0]?.codes.length === 0 ? other : one;
    const demoted = await call(admin(), changeUserRole, { input: { id: left, role: 'FINANCE' } });
    expect(demoted.codes).toEqual(['CONFLICT']);
    const operator = await call(platformPrincipal(), byId('deactivateUser'), { id: left });
    expect(operator.errors).toEqual([]);
  });

  it('who went to another organisation are not reactivated by the one before', async () => {
    const email = newEmail();
    const id = await givenPerson(hub, { email, organisationId: school, role: Role.FINANCE });
    await call(admin(), byId('deactivateUser'), { id });
    await hub.pool.query(
      `INSERT INTO identity.users (id, organisation_id, account_id, name, email, role, created_at, updated_at)
       SELECT $1, $2, account_id, name, email, 'ADMIN', now(), now() FROM identity.users WHERE id = $3`,
      [uuidv7(), await givenOrganisation(hub, 'LPK Baru'), id],
    );
    expect((await call(admin(), byId('reactivateUser'), { id })).codes).toEqual(['CONFLICT']);
  });

  it('are invited again with a link that ends the one before, until they have accepted', async () => {
    const email = newEmail();
    const { data } = await invite({ email });
    const first = linkIn(await mails.to(email));
    await call(admin(), byId('resendInvitation'), { id: data.inviteUser.id });
    expect(linkIn(await mails.to(email, 2))).not.toBe(first);
    const { rowCount } = await hub.pool.query('SELECT 1 FROM identity.password_links WHERE user_id = $1', [
      data.inviteUser.id,
    ]);
    expect(rowCount).toBe(1);
    const accepted = await call(admin(), byId('resendInvitation'), { id: await givenAdmin() });
    expect(accepted.codes).toEqual(['CONFLICT']);
  });

  it('change their own password with the old one, which ends what they were signed in to', async () => {
    const email = newEmail();
    const userId = await givenPerson(hub, { email, organisationId: school });
    await givenSession(userId);
    const person = { ...organisationPrincipal(school, 'account'), id: userId, userId };
    const change = (currentPassword: string, newPassword: string, principal: Principal = person) =>
      call(principal, changePassword, { input: { currentPassword, newPassword } });
    const wrong = await change('something else', 'seekor gajah di kebun teh');
    expect([wrong.codes, wrong.fields]).toEqual([['VALIDATION_ERROR'], ['currentPassword']]);
    for (const bad of ['short', 'password1234', email, 'x'.repeat(129)]) {
      expect((await change(password, bad)).fields).toEqual(['newPassword']);
    }
    expect((await change(password, 'seekor gajah', organisationPrincipal(school, 'account'))).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await change(password, 'seekor gajah', organisationPrincipal(school, 'admin'))).codes).toEqual([
      'FORBIDDEN',
    ]);
    expect((await change(password, 'seekor gajah di kebun teh')).errors).toEqual([]);
    expect(await sessionsOf(userId)).toBe(0);
    expect(await signIn(email)).toBeNull();
    expect(await eventsOf(userId)).toEqual(['user.password_changed']);
    expect((await mails.to(email)).text).toContain('was just changed');
  });

  it('cannot have their password guessed by who got hold of a token', async () => {
    const userId = await givenPerson(hub, { email: newEmail(), organisationId: school });
    const person = { ...organisationPrincipal(school, 'account'), id: userId, userId };
    const codes: unknown[] = [];
    for (let time = 0; time < 7; time += 1) {
      const input = { currentPassword: 'wrong', newPassword: 'seekor gajah di kebun teh' };
      codes.push((await call(person, changePassword, { input })).codes[0]);
    }
    expect(codes.at(-1)).toBe('RATE_LIMITED');
  });
});
