import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ExitStage, type Held, startExits } from '../exits-under-test.ts';

const systems = ['siplatih', 'linkedin', 'europass'] as const;

describe('an export that meets trouble', () => {
  let stage: ExitStage;
  beforeAll(async () => {
    const retry = { firstDelayMs: 100, longestDelayMs: 200, maxAttempts: 6, attemptLeaseMs: 100_000 };
    stage = await startExits({ retry, answerWithinMs: 100_000 });
  });
  beforeEach(async () => {
    for (const system of systems) await stage.control(system, 'faults/clear');
    await stage.control('europass', 'key/restore');
  });
  afterAll(() => stage.close());

  const addToLinkedIn = ({ holder, credentialId }: Held, more: object = {}) =>
    stage.take(holder, 'addCredentialToLinkedIn', { credentialId, ...more });
  const toEuropass = ({ holder, credentialId }: Held) =>
    stage.take(holder, 'exportCredentialToEuropass', { credentialId });
  /** As a process leaves an export that dies while it is sent, long enough ago. */
  async function leaveSending(id: string): Promise<void> {
    await stage.hub.pool.query(
      `UPDATE credentials.exports SET status = 'SENDING', next_attempt_at = now() - interval '1 s' WHERE id = $1`,
      [id],
    );
    await stage.hub.pool.query(
      `SELECT graphile_worker.add_job('credential-export', json_build_object('exportId', $1::text))`,
      [id],
    );
  }
  /** Has the time of an export come that waits for its next attempt. */
  async function comeDue(id: string): Promise<void> {
    await stage.hub.pool.query(`UPDATE credentials.exports SET next_attempt_at = now() WHERE id = $1`, [id]);
    await stage.hub.pool.query(
      `SELECT graphile_worker.add_job('credential-export', json_build_object('exportId', $1::text))`,
      [id],
    );
  }

  it('ends as FAILED when the credential is revoked while it waits', async () => {
    const held = await stage.givenHeld();
    await stage.fault('europass', { fault: 'status', status: 503, retryAfter: 3600 });
    const { id, status } = (await toEuropass(held)).data.exportCredentialToEuropass;
    expect(status).toBe('RETRYING');
    const input = { id: held.credentialId, reason: 'Curang' };
    await stage.mutate('credentials', 'revokeCredential', 'RevokeCredentialInput', input);
    await comeDue(id);
    const ended = await stage.exportWhen(held.holder, id, 'FAILED');
    expect(ended.failure).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('REVOKED') });
  });

  it('goes on by itself while the outside system is down, and says so', async () => {
    const held = await stage.givenHeld();
    await stage.fault('europass', { fault: 'status', status: 503, times: 3 });
    const { data } = await toEuropass(held);
    const { id } = data.exportCredentialToEuropass;
    const arrived = await stage.exportWhen(held.holder, id, 'SUCCEEDED');
    expect(arrived).toMatchObject({ attempts: 4, failure: null });
  });

  it('is tried again while Europass refuses the hub’s key (401), visibly, and arrives when it takes it', async () => {
    const held = await stage.givenHeld();
    await stage.control('europass', 'key/withdraw');
    const { data } = await toEuropass(held);
    const { id } = data.exportCredentialToEuropass;
    const waiting = await stage.exportWhen(held.holder, id, 'FAILED');
    expect(waiting).toMatchObject({
      attempts: 6,
      failure: { code: 'UPSTREAM_REJECTED', message: expect.stringContaining('UNAUTHORIZED') },
    });
    await stage.control('europass', 'key/restore');
    const again = await toEuropass(held);
    expect(again.data.exportCredentialToEuropass).toMatchObject({ id, status: 'SUCCEEDED', attempts: 1 });
  });

  it('ends as REFUSED with a revoked LinkedIn token, and the connection shows it', async () => {
    const held = await stage.givenConnected();
    await stage.control('linkedin', 'tokens/revoke');
    const { data } = await addToLinkedIn(held);
    expect(data.addCredentialToLinkedIn).toMatchObject({
      status: 'REFUSED',
      failure: { code: 'UPSTREAM_REJECTED', message: expect.stringContaining('revoked') },
    });
    const { errors } = await addToLinkedIn(held);
    expect(errors[0]?.message).toContain('LinkedIn is REVOKED');
    await stage.connect(held.holder);
    expect((await addToLinkedIn(held)).data.addCredentialToLinkedIn.status).toBe('SUCCEEDED');
  });

  it('is UNKNOWN when LinkedIn’s answer is lost, and put there twice by nobody but the holder', async () => {
    const held = await stage.givenConnected();
    await stage.fault('linkedin', { fault: 'dropped', when: 'after', on: 'certify' });
    const { data } = await addToLinkedIn(held);
    expect(data.addCredentialToLinkedIn).toMatchObject({ status: 'UNKNOWN', nextAttemptAt: null });
    expect((await addToLinkedIn(held)).data.addCredentialToLinkedIn.status).toBe('UNKNOWN');
    expect(await stage.onLinkedIn(held)).toHaveLength(1);
    const again = await addToLinkedIn(held, { again: true });
    expect(again.data.addCredentialToLinkedIn.status).toBe('SUCCEEDED');
    expect(await stage.onLinkedIn(held)).toHaveLength(2);
  });

  it('to LinkedIn is tried again when nothing was done yet', async () => {
    const held = await stage.givenConnected();
    await stage.fault('linkedin', { fault: 'status', status: 429, on: 'certify' });
    const { data } = await addToLinkedIn(held);
    const { id } = data.addCredentialToLinkedIn;
    expect((await stage.exportWhen(held.holder, id, 'SUCCEEDED')).attempts).toBe(2);
    expect(await stage.onLinkedIn(held)).toHaveLength(1);
  });

  it('is finished after a crash while it was sent: again where that is safe, else as UNKNOWN', async () => {
    const held = await stage.givenConnected();
    const safe = (await toEuropass(held)).data.exportCredentialToEuropass;
    await leaveSending(safe.id);
    expect(await stage.exportWhen(held.holder, safe.id, 'SUCCEEDED')).toMatchObject({
      attempts: 2,
      externalId: safe.externalId,
    });
    const unsafe = (await addToLinkedIn(held)).data.addCredentialToLinkedIn;
    await leaveSending(unsafe.id);
    await stage.exportWhen(held.holder, unsafe.id, 'UNKNOWN');
    expect(await stage.onLinkedIn(held)).toHaveLength(1);
  });
});
