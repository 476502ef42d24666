import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../platform/auth/principal.ts';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
} from '../../../test/subgraph-harness.ts';
import { type ExitStage, startExits, travel } from '../exits-under-test.ts';

describe('LinkedIn', () => {
  let stage: ExitStage;
  beforeAll(async () => {
    stage = await startExits();
  });
  afterAll(() => stage.close());

  let learners = 0;
  /** A learner with nothing but a student row, or two. */
  function learner(rows = 1): Principal {
    const ids = Array.from({ length: rows }, () => {
      learners += 1;
      return `0198c1de-0000-7000-8000-${String(learners).padStart(12, '0')}`;
    });
    return learnerPrincipal(ids, [stage.organisationId], 'read', 'credentials:share');
  }

  async function connectionOf(as: Principal, of = as) {
    const { data, errors } = await stage.hub.call(
      'credentials',
      as,
      `query($of: [_Any!]!) { _entities(representations: $of) { ... on Student {
        linkedInConnection { status memberName expiresAt connectedAt } } } }`,
      { of: of.studentIds.map((id) => ({ __typename: 'Student', id })) },
    );
    expect(errors).toEqual([]);
    return data._entities.map((entity: { linkedInConnection: unknown }) => entity.linkedInConnection);
  }

  async function urlFor(as: Principal): Promise<string> {
    const { data } = await stage.hub.call(
      'credentials',
      as,
      'mutation { connectLinkedIn { url expiresAt } }',
    );
    return data.connectLinkedIn.url;
  }

  it('is connected by the learner in their own browser, for all their student records, and shows its end', async () => {
    const me = learner(2);
    const page = await stage.connect(me, { member: 'Siti Rahmawati' });
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('set-cookie')).toContain('Max-Age=0');
    const connections = await connectionOf(me);
    expect(connections).toEqual([
      expect.objectContaining({ status: 'ACTIVE', memberName: 'Siti Rahmawati' }),
      expect.objectContaining({ status: 'ACTIVE' }),
    ]);
    const days = (new Date(connections[0].expiresAt).getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(59);
  });

  it('sends the browser on with a state and a cookie that scripts cannot read', async () => {
    const departed = await fetch(await urlFor(learner()), { redirect: 'manual' });
    expect(departed.status).toBe(302);
    const to = new URL(departed.headers.get('location') ?? '');
    expect(to.searchParams.get('redirect_uri')).toBe(`${stage.publicUrl}/auth/linkedin/callback`);
    expect(to.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(to.searchParams.has('code_challenge')).toBe(false);
    expect(departed.headers.get('set-cookie')).toMatch(
      /^linkedin-connect=[\w-]{43}; .*HttpOnly; SameSite=Lax$/,
    );
  });

  it('comes back at either address of the callback', async () => {
    const me = learner();
    expect((await stage.connect(me, { callback: '/api/v1/auth/linkedin/callback' })).status).toBe(200);
    expect(await connectionOf(me)).toEqual([expect.objectContaining({ status: 'ACTIVE' })]);
  });

  it.each([
    ['a foreign state', { state: 'x'.repeat(43) }],
    ['no state', { state: '' }],
    ['the cookie of another browser', { cookie: `linkedin-connect=${'y'.repeat(43)}` }],
    ['no cookie', { cookie: null }],
  ])('is not connected by a callback with %s, which says so and changes nothing', async (_what, change) => {
    const me = learner();
    const page = await stage.connect(me, change);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('Tidak ada yang berubah');
    expect(await connectionOf(me)).toEqual([null]);
  });

  it('is not connected for somebody who lures another’s browser to a callback of their own', async () => {
    const [attacker, victim] = [learner(), learner()];
    const departed = await fetch(await urlFor(victim), { redirect: 'manual' });
    const victimsCookie = departed.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await stage.connect(attacker, { cookie: victimsCookie })).status).toBe(400);
    expect(await connectionOf(attacker)).toEqual([null]);
    expect(await connectionOf(victim)).toEqual([null]);
  });

  it('takes a one-time address once, and a callback once', async () => {
    const me = learner();
    const url = await urlFor(me);
    const departed = await fetch(url, { redirect: 'manual' });
    const cookie = departed.headers.get('set-cookie')?.split(';')[0] ?? '';
    const consent = new URL(departed.headers.get('location') ?? '');
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
    const body = new URLSearchParams({ ...Object.fromEntries(consent.searchParams), decision: 'allow' });
    const target = `${consent.origin}${consent.pathname}`;
    const decided = await fetch(target, { method: 'POST', body, redirect: 'manual' });
    const back = decided.headers.get('location') ?? '';
    const both = await Promise.all([1, 2].map(() => fetch(back, { headers: { cookie } })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    expect((await fetch(back, { headers: { cookie } })).status).toBe(400);
  });

  it('takes no address that is too old, not used up by HEAD, and none that it never gave', async () => {
    const url = await urlFor(learner());
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(405);
    await stage.hub.pool.query(
      `UPDATE credentials.linkedin_attempts SET expires_at = now() - interval '1 s'`,
    );
    expect((await travel(url)).status).toBe(400);
    expect((await travel(url.replace(/ticket=.*/, 'ticket=none'))).status).toBe(400);
    expect((await travel(`${url}&ticket=twice`)).status).toBe(400);
  });

  it('is not connected when the learner cancels, or LinkedIn refuses or is down, and the page says which', async () => {
    const me = learner();
    const cancelled = await stage.connect(me, { decision: 'cancel' });
    expect(await cancelled.text()).toContain('tidak memberi izin');
    await stage.fault('linkedin', { fault: 'status', status: 400, on: 'token' });
    expect((await stage.connect(me)).status).toBe(502);
    await stage.fault('linkedin', { fault: 'status', status: 503, on: 'userinfo' });
    expect((await stage.connect(me)).status).toBe(503);
    expect(await connectionOf(me)).toEqual([null]);
  });

  it('keeps the token sealed, and nothing of the secrets that travelled', async () => {
    const me = learner();
    const url = await urlFor(me);
    await travel(url);
    const ticket = new URL(url).searchParams.get('ticket') as string;
    const { rows } = await stage.hub.pool.query(
      'SELECT token_sealed, (SELECT json_agg(a) FROM credentials.linkedin_attempts a)::text AS attempts FROM credentials.linkedin_connections WHERE student_id = $1',
      [me.studentIds[0]],
    );
    expect(rows[0].token_sealed).toMatch(/^v1\./);
    expect(rows[0].attempts).not.toContain(ticket);
  });

  it('is disconnected by the learner, and connected again', async () => {
    const me = learner();
    await stage.connect(me);
    const { data } = await stage.hub.call('credentials', me, 'mutation { disconnectLinkedIn { status } }');
    expect(data.disconnectLinkedIn).toEqual([{ status: 'DISCONNECTED' }]);
    const sealed = 'SELECT token_sealed FROM credentials.linkedin_connections WHERE student_id = $1';
    expect((await stage.hub.pool.query(sealed, [me.studentIds[0]])).rows).toEqual([{ token_sealed: null }]);
    await stage.connect(me);
    expect(await connectionOf(me)).toEqual([expect.objectContaining({ status: 'ACTIVE' })]);
  });

  it('is seen as expired when its time is up', async () => {
    const me = learner();
    await stage.connect(me);
    const expire = `UPDATE credentials.linkedin_connections SET expires_at = now() - interval '1 s' WHERE student_id = $1`;
    await stage.hub.pool.query(expire, [me.studentIds[0]]);
    expect(await connectionOf(me)).toEqual([expect.objectContaining({ status: 'EXPIRED' })]);
  });

  it('is the learner’s own: no institution connects or sees it, nor another learner', async () => {
    const me = learner();
    await stage.connect(me);
    expect(await connectionOf(organisationPrincipal(stage.organisationId), me)).toEqual([null]);
    expect(await connectionOf(learner(), me)).toEqual([null]);
    for (const other of [organisationPrincipal(stage.organisationId), platformPrincipal()]) {
      const { codes } = await stage.hub.call('credentials', other, 'mutation { connectLinkedIn { url } }');
      expect(codes).toEqual(['FORBIDDEN']);
    }
    const readOnly = { ...me, scopes: ['read' as const] };
    const { codes } = await stage.hub.call('credentials', readOnly, 'mutation { connectLinkedIn { url } }');
    expect(codes).toEqual(['FORBIDDEN']);
  });

  it('leaves no attempts behind', async () => {
    await urlFor(learner());
    await stage.hub.pool.query(
      `UPDATE credentials.linkedin_attempts SET expires_at = now() - interval '1 s'`,
    );
    const forget = stage.hub.subgraphs
      .flatMap(({ tasks }) => tasks)
      .find(({ name }) => name === 'credentials.forget-invitations');
    await forget?.run({} as never);
    const { rows } = await stage.hub.pool.query('SELECT 1 FROM credentials.linkedin_attempts');
    expect(rows).toEqual([]);
  });
});
