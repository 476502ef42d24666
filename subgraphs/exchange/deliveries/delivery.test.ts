import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type Data, organisationPrincipal, platformPrincipal } from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../../identity/fixtures.ts';
import { type Received, until } from './receiver-under-test.ts';
import { WebhookScene } from './webhook-scene-under-test.ts';

describe('webhook deliveries', () => {
  const scene = WebhookScene.set();

  it('arrive signed so that the library of Standard Webhooks and the guide’s own receiver accept them', async () => {
    const { secret } = await scene.webhook();
    const student = await scene.student();
    const { headers, body, event } = await until(() => scene.receiver.received[0], 'a delivery');

    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(event);
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();

    // As the integration guide tells partners to verify.
    process.env.WEBHOOK_SECRET = secret;
    const signature = headers['x-skillpassport-signature'];
    const expectedSignature = createHmac('sha256', process.env.WEBHOOK_SECRET)
      .update(Buffer.from(body))
      .digest('hex');
    expect(signature).toBe(expectedSignature);

    expect(event).toMatchObject({
      event: 'student.created',
      type: 'student.created',
      data: { student_id: student },
    });
    const { timestamp, created_at } = event as unknown as Record<string, string>;
    expect(timestamp).toBe(created_at);
    expect(new Date(timestamp as string).toISOString()).toBe(timestamp);
    expect(headers['webhook-id']).toBe(event.id);
    expect(headers['content-type']).toBe('application/json');
  });

  it('are logged with each attempt, the secrets masked, under the request that caused them', async () => {
    scene.receiver.answers = [
      (response) => response.writeHead(200).end(`{"token": "hush", "filler": "${'x'.repeat(100_000)}"}`),
    ];
    const { id } = await scene.webhook({ headers: [{ name: 'Authorization', value: 'Bearer hush-hush' }] });
    await scene.student();
    const [delivery] = await scene.settled(id, 'SUCCEEDED');
    const [attempt] = delivery.attempts;
    expect(scene.receiver.received[0]?.headers.authorization).toBe('Bearer hush-hush');
    expect(scene.receiver.received[0]?.headers['x-request-id']).toBe(delivery.requestId);
    expect(delivery).toMatchObject({ test: false, attemptCount: 1, lastError: null, nextAttemptAt: null });
    expect(delivery.body).toBe(scene.receiver.received[0]?.body);
    expect(attempt).toMatchObject({ number: 1, responseStatus: 200, error: null });
    expect(attempt.requestHeaders).toMatchObject({
      'webhook-id': delivery.eventId,
      Authorization: '[masked]',
    });
    expect(attempt.responseBody).toHaveLength(4096);
    expect(JSON.stringify(delivery)).not.toContain('hush');
  });

  it.each([302, 400, 500])(
    'answered %i are tried again, with the same id and body, as often as the webhook says',
    async (status) => {
      scene.receiver.answers = [status];
      const { id, secret } = await scene.webhook({ retryCount: 2 });
      await scene.student();
      const [delivery] = await scene.settled(id, 'EXHAUSTED');
      expect(delivery.attempts.map((attempt: Data) => attempt.responseStatus)).toEqual([
        status,
        status,
        status,
      ]);
      expect(delivery.lastError).toBe(`The endpoint answered ${status}.`);
      expect(scene.receiver.received).toHaveLength(3);
      expect(new Set(scene.receiver.received.map(({ body }) => body)).size).toBe(1);
      for (const { body, headers } of scene.receiver.received) {
        new Webhook(secret).verify(body, headers as Record<string, string>);
      }
      expect((await scene.standing(id)).failingSince).not.toBeNull();
    },
  );

  it('succeed at the second attempt after a dropped connection, and the endpoint is well again', async () => {
    scene.receiver.answers = [(response) => response.destroy(), 204];
    const { id } = await scene.webhook();
    await scene.student();
    const [delivery] = await scene.settled(id, 'SUCCEEDED');
    expect(delivery.attempts.map((attempt: Data) => attempt.responseStatus)).toEqual([null, 204]);
    expect(delivery.attempts[0].error).toEqual(expect.any(String));
    expect(await scene.standing(id)).toEqual({ status: 'ACTIVE', statusReason: null, failingSince: null });
  });

  it('are signed with both secrets until the overlap of a rotation ends, the guide’s signature with the old', async () => {
    const { id, secret } = await scene.webhook();
    const rotate = async (overlapHours: number) =>
      (
        await scene.run(
          'mutation($input: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $input) { secret webhook { previousSecretUntil } } }',
          { input: { id, overlapHours } },
        )
      ).rotateWebhookSecret;
    const accepts = (with_: string, { body, headers }: Received) => {
      const guides =
        createHmac('sha256', with_).update(body).digest('hex') === headers['x-skillpassport-signature'];
      try {
        new Webhook(with_).verify(body, headers as Record<string, string>);
        return { standard: true, guides };
      } catch {
        return { standard: false, guides };
      }
    };
    const second = await rotate(2);
    expect(new Date(second.webhook.previousSecretUntil).getTime()).toBeGreaterThan(Date.now() + 7_100_000);
    await scene.student();
    const overlapping = await until(() => scene.receiver.received[0], 'a delivery');
    expect(accepts(secret, overlapping)).toEqual({ standard: true, guides: true });
    expect(accepts(second.secret, overlapping)).toEqual({ standard: true, guides: false });
    await scene.hub.pool.query('UPDATE exchange.webhooks SET previous_secret_until = now() WHERE id = $1', [
      id,
    ]);
    await scene.student();
    const later = await until(() => scene.receiver.received[1], 'another delivery');
    expect(accepts(secret, later)).toEqual({ standard: false, guides: false });
    expect(accepts(second.secret, later)).toEqual({ standard: true, guides: true });
    expect((await rotate(0)).webhook.previousSecretUntil).toBeNull();
  });

  it('and the standing of their webhook are told live, and resumed from a cursor', async () => {
    scene.receiver.answers = [500, 410];
    const { id } = await scene.webhook();
    const deliveryChanges = `webhookDeliveryChanged(webhookId: "${id}"`;
    const subscribe = async (field: string, selection: string) => {
      const stream = await scene.hub.callers.exchange?.subscribe(
        { query: `subscription { ${field}) { cursor previousStatus status ${selection} } }` },
        { principal: scene.owner(), requestId: 'test' },
      );
      if (!stream) throw new Error('There is no exchange.');
      return {
        next: async () => Object.values((await stream.next()).value?.data ?? {})[0] as Data,
        end: () => stream.return?.(),
      };
    };
    const live = await subscribe(deliveryChanges, 'delivery { attemptCount }');
    const standing = await subscribe(`webhookStatusChanged(webhookId: "${id}"`, 'reason webhook { id }');
    await scene.student();
    const first = await live.next();
    expect(first).toMatchObject({ previousStatus: 'PENDING', status: 'RETRYING' });
    const second = { previousStatus: 'RETRYING', status: 'EXHAUSTED', delivery: { attemptCount: 2 } };
    expect(await live.next()).toMatchObject(second);
    expect(await standing.next()).toMatchObject({
      previousStatus: 'ACTIVE',
      status: 'DISABLED',
      reason: expect.stringContaining('410'),
      webhook: { id },
    });
    const resumed = await subscribe(
      `${deliveryChanges}, after: "${first.cursor}"`,
      'delivery { attemptCount }',
    );
    expect(await resumed.next()).toMatchObject(second);
    await Promise.all([live.end(), standing.end(), resumed.end()]);
  });

  it('are made once more on demand, under the same id', async () => {
    const { id } = await scene.webhook();
    await scene.student();
    const [delivery] = await scene.settled(id, 'SUCCEEDED');
    const again = await scene.run(
      'mutation($input: WebhookDeliveryIdInput!) { redeliver(input: $input) { id status } }',
      { input: { deliveryId: delivery.id } },
    );
    expect(again.redeliver).toEqual({ id: delivery.id, status: 'PENDING' });
    const [twice] = await scene.settled(id, 'SUCCEEDED');
    expect(twice.attempts).toHaveLength(2);
    const [one, other] = scene.receiver.received as [Received, Received];
    expect([other.headers['webhook-id'], other.body]).toEqual([one.headers['webhook-id'], one.body]);
  });

  it('go to no address that the webhook’s owner does not allow, also when another webhook is connected there', async () => {
    const url = scene.receiver.url.replace('127.0.0.1', 'localhost');
    const open = await scene.webhook({ url });
    const closed = await scene.webhook({
      url,
      allowedAddresses: ['127.0.1.0/24', '2001:db8::/32'],
      retryCount: 0,
    });
    const inside = await scene.webhook({ url, allowedAddresses: ['127.0.0.0/24'] });
    for (let n = 0; n < 2; n++) {
      await scene.student();
      await scene.settled(open.id, 'SUCCEEDED', n + 1);
      await scene.settled(inside.id, 'SUCCEEDED', n + 1);
      const [refused] = await scene.settled(closed.id, 'EXHAUSTED', n + 1);
      expect(refused.attempts[0]).toMatchObject({
        responseStatus: null,
        error: expect.stringMatching(/^refused to connect: \S+ is not among the allowed addresses$/),
      });
    }
    expect(scene.receiver.received).toHaveLength(4);
  });

  it('carry the catalogue’s example when a test event is asked for', async () => {
    const { id, secret } = await scene.webhook();
    const sent = await scene.run(
      'mutation($input: SendTestEventInput!) { sendTestEvent(input: $input) { id status test } }',
      { input: { webhookId: id, type: 'payment.completed' } },
    );
    expect(sent.sendTestEvent).toMatchObject({ status: 'PENDING', test: true });
    const { body, headers, event } = await until(() => scene.receiver.received[0], 'the test event');
    expect(event).toMatchObject({ event: 'payment.completed', data: { amount: 500_000 } });
    new Webhook(secret).verify(body, headers as Record<string, string>);
    await scene.settled(id, 'SUCCEEDED');
    const { id: ofStudents } = await scene.webhook({ events: ['student.*', 'payment.completed'] });
    const first = await scene.run(
      'mutation($input: SendTestEventInput!) { sendTestEvent(input: $input) { eventType } }',
      { input: { webhookId: ofStudents } },
    );
    expect(first.sendTestEvent.eventType).toBe('student.created');
  });

  it('go to nobody whose organisation, key or choice they are not for, and never tell of deliveries', async () => {
    const other = await givenOrganisation(scene.hub, 'SMK Dua', 'SCHOOL');
    const { id } = await scene.webhook({ events: ['student.updated', 'webhook*', 'integration.*'] });
    const everything = await scene.webhook({ events: ['*'] });
    const paymentsOnly = await scene.webhook(
      { events: ['*'] },
      organisationPrincipal(scene.school, 'webhooks:manage', 'payments:read'),
    );
    await givenStudent(scene.hub, other);
    const student = await scene.student();
    await scene.logged(student);
    await until(
      async () =>
        (await scene.deliveriesOf(everything.id)).some(
          ({ eventType, status }) => eventType === 'student.created' && status === 'SUCCEEDED',
        ),
      'the school’s own student',
    );
    const types = scene.receiver.received.map(({ event }) => event.event);
    expect(scene.receiver.received.filter(({ event }) => event.event === 'student.created')).toHaveLength(1);
    expect(types.some((type) => type.startsWith('webhook_delivery'))).toBe(false);
    expect((await scene.deliveriesOf(id)).every(({ eventType }) => eventType.startsWith('webhook.'))).toBe(
      true,
    );
    expect(await scene.deliveriesOf(paymentsOnly.id)).toEqual([]);
  });

  it('are made only of events that pass the filter of their webhook, also when they are recovered', async () => {
    const { id } = await scene.webhook({ filter: 'data.name in ["Wanted", "Also wanted"]' });
    const since = new Date().toISOString();
    const wanted = [
      await scene.student({ name: 'Wanted' }),
      await scene.student({ name: 'Not wanted' }),
      await scene.student({ name: 'Also wanted' }),
    ].toSpliced(1, 1);
    await scene.settled(id, 'SUCCEEDED', 2);
    expect(new Set(scene.receiver.received.map(({ event }) => event.data.student_id))).toEqual(
      new Set(wanted),
    );
    await scene.hub.pool.query('DELETE FROM exchange.webhook_deliveries WHERE webhook_id = $1', [id]);
    await scene.run('mutation($input: RecoverWebhookInput!) { recoverWebhook(input: $input) { id } }', {
      input: { id, since },
    });
    const recovered = await scene.settled(id, 'SUCCEEDED', 2);
    expect(recovered.map(({ body }) => JSON.parse(body).data.student_id).toSorted()).toEqual(
      wanted.toSorted(),
    );
  });

  it('and webhooks of others are not to be seen', async () => {
    const { id } = await scene.webhook();
    await scene.student();
    const [delivery] = await scene.settled(id, 'SUCCEEDED');
    const stranger = organisationPrincipal(await givenOrganisation(scene.hub, 'SMK Tiga', 'SCHOOL'), 'admin');
    const seen = await scene.run(
      'query($w: ID!, $d: ID!) { webhook(id: $w) { id } webhookDelivery(id: $d) { id } webhooks { totalCount } webhookDeliveries { totalCount } }',
      { w: id, d: delivery.id },
      stranger,
    );
    expect(seen).toEqual({
      webhook: null,
      webhookDelivery: null,
      webhooks: { totalCount: 0 },
      webhookDeliveries: { totalCount: 0 },
    });
    const answer = await scene.hub.call(
      'exchange',
      stranger,
      'mutation($input: WebhookDeliveryIdInput!) { redeliver(input: $input) { id } }',
      { input: { deliveryId: delivery.id } },
    );
    expect(answer.codes).toEqual(['NOT_FOUND']);
    const operator = await scene.run(
      'query($d: ID!) { webhookDelivery(id: $d) { id } }',
      { d: delivery.id },
      platformPrincipal(),
    );
    expect(operator.webhookDelivery.id).toBe(delivery.id);
  });
});
