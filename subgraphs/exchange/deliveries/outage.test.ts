import { describe, expect, it } from '@jest/globals';
import { until } from './receiver-under-test.ts';
import { WebhookScene } from './webhook-scene-under-test.ts';

describe('webhook deliveries that an outage delays', () => {
  const scene = WebhookScene.set();

  it('leave an endpoint alone for as long as it asks', async () => {
    scene.receiver.answers = [(response) => response.writeHead(429, { 'retry-after': '3600' }).end()];
    const { id } = await scene.webhook();
    await scene.student();
    const [delivery] = await scene.settled(id, 'RETRYING');
    const waitMs = new Date(delivery.nextAttemptAt).getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(3_400_000);
    expect(waitMs).toBeLessThanOrEqual(3_600_000);
  });

  it('end when the endpoint is gone, and begin again when its owner resumes it', async () => {
    scene.receiver.answers = [410];
    const { id } = await scene.webhook();
    await scene.student();
    await until(async () => (await scene.standing(id)).status === 'DISABLED', 'disabled');
    expect((await scene.standing(id)).statusReason).toContain('410 Gone');
    const missed = await scene.student();
    await scene.logged(missed);
    scene.receiver.answers = [200];
    await scene.act('resumeWebhook', id);
    const student = await scene.student();
    await until(
      () => scene.receiver.received.find(({ event }) => event.data.student_id === student),
      'the delivery',
    );
    expect(scene.receiver.received.some(({ event }) => event.data.student_id === missed)).toBe(false);
  });

  it('end after five days of nothing but failure', async () => {
    scene.receiver.answers = [500];
    const { id } = await scene.webhook({ retryCount: 1 });
    await scene.hub.pool.query(
      "UPDATE exchange.webhooks SET failing_since = now() - interval '5 days 1 minute' WHERE id = $1",
      [id],
    );
    await scene.student();
    await until(async () => (await scene.standing(id)).status === 'DISABLED', 'disabled');
    expect((await scene.standing(id)).statusReason).toContain('only failed for 5 days');
  });

  it('wait while the webhook is paused, and come when it is resumed', async () => {
    const { id } = await scene.webhook();
    await scene.act('pauseWebhook', id);
    const students = await scene.students(3);
    const waiting = await scene.settled(id, 'PENDING', 3);
    expect(waiting.map(({ attemptCount }) => attemptCount)).toEqual([0, 0, 0]);
    expect(scene.receiver.received).toEqual([]);
    await scene.act('resumeWebhook', id);
    await scene.settled(id, 'SUCCEEDED', 3);
    expect(new Set(scene.receiver.received.map(({ event }) => event.data.student_id))).toEqual(
      new Set(students),
    );
  });

  it('come at once by the hundred when they have waited for hours', async () => {
    const { id } = await scene.webhook();
    await scene.act('pauseWebhook', id);
    await scene.student();
    await scene.settled(id, 'PENDING');
    await scene.hub.pool.query(
      `INSERT INTO exchange.webhook_deliveries
         (id, webhook_id, organisation_id, event_uuid, event_type, position, body, due_at)
       SELECT gen_random_uuid(), webhook_id, organisation_id, gen_random_uuid(), event_type, n, body,
         now() - interval '3 hours' FROM exchange.webhook_deliveries, generate_series(1, 600) AS n
       WHERE webhook_id = $1`,
      [id],
    );
    await scene.act('resumeWebhook', id);
    await until(() => scene.receiver.received.length === 601, 'all that waited');
    expect(scene.receiver.mostAtOnce).toBeLessThanOrEqual(16);
    expect(new Set(scene.receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(601);
  });

  it('that were exhausted while the endpoint only failed are sent again, in order, once it succeeds', async () => {
    scene.receiver.answers = [500];
    const { id } = await scene.webhook({ retryCount: 0 });
    const students = await scene.students(4);
    await scene.settled(id, 'EXHAUSTED', 4);
    scene.receiver.received.length = 0;
    scene.receiver.answers = [200];
    const first = await scene.student();
    await scene.settled(id, 'SUCCEEDED', 5);
    expect(scene.receiver.received.map(({ event }) => event.data.student_id)).toEqual([first, ...students]);
  });

  it('of events that a disabled webhook missed are made when they are asked for, and again when exhausted, nothing twice', async () => {
    scene.receiver.answers = [500];
    const { id } = await scene.webhook({ retryCount: 0 });
    const since = new Date().toISOString();
    const exhausted = await scene.student();
    await scene.settled(id, 'EXHAUSTED');
    scene.receiver.answers = [410];
    const gone = await scene.student();
    await until(async () => (await scene.standing(id)).status === 'DISABLED', 'disabled');
    const missed = await scene.students(2);
    await scene.logged(missed[1] as string);
    const recover = 'mutation($input: RecoverWebhookInput!) { recoverWebhook(input: $input) { id } }';
    const disabled = await scene.hub.call('exchange', scene.owner(), recover, { input: { id, since } });
    expect(disabled.codes).toEqual(['CONFLICT']);
    scene.receiver.received.length = 0;
    scene.receiver.answers = [200];
    await scene.act('resumeWebhook', id);
    await scene.run(recover, { input: { id, since } });
    await scene.settled(id, 'SUCCEEDED', 4);
    await scene.run(recover, { input: { id, since } });
    const last = await scene.student();
    await scene.settled(id, 'SUCCEEDED', 5);
    const sent = scene.receiver.received.map(({ event }) => event.data.student_id as string);
    expect(sent.toSorted()).toEqual([exhausted, gone, ...missed, last].toSorted());
  });

  it('are taken up again when the process that made them died, and an event is given to a webhook once whatever is read twice', async () => {
    const { id } = await scene.webhook();
    await scene.act('pauseWebhook', id);
    const student = await scene.student();
    await scene.settled(id, 'PENDING');
    // As a process leaves them that dies after its claim, and after the claim's time is over.
    await scene.hub.pool.query(
      "UPDATE exchange.webhook_deliveries SET attempt_count = 1, leased_until = now() - interval '1 second' WHERE webhook_id = $1",
      [id],
    );
    await scene.hub.pool.query(
      'UPDATE exchange.webhook_checkpoint SET position = log.position - 1 FROM events.log WHERE subject_id = $1',
      [student],
    );
    await scene.logged(student);
    await scene.act('resumeWebhook', id);
    const [delivery] = await scene.settled(id, 'SUCCEEDED');
    expect(delivery).toMatchObject({ attemptCount: 2, attempts: [{ number: 2 }] });
    expect(scene.receiver.received.filter(({ event }) => event.id === delivery.eventId)).toHaveLength(1);
  });

  it('end at once and without an error when their webhook is deleted among them', async () => {
    scene.receiver.answers = [(response) => void setTimeout(() => response.writeHead(500).end(), 5)];
    const deleted = await Promise.all(Array.from({ length: 5 }, () => scene.webhook()));
    await Promise.all(Array.from({ length: 8 }, () => scene.student()));
    await until(() => scene.receiver.received.length > 10, 'deliveries under way');
    await Promise.all(deleted.map(({ id }) => scene.act('deleteWebhook', id)));
    scene.webhooks = scene.webhooks.filter((id) => !deleted.some((webhook) => webhook.id === id));
    const { rows } = await scene.hub.pool.query(
      'SELECT 1 FROM exchange.webhook_deliveries WHERE webhook_id = ANY($1::uuid[])',
      [deleted.map(({ id }) => id)],
    );
    expect(rows).toEqual([]);
  });
});
