import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import {
  type Data,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../../identity/fixtures.ts';
import { identity } from '../../identity/subgraph.ts';
import { exchange } from '../subgraph.ts';
import { type Received, Receiver, until } from './receiver-under-test.ts';

const createWebhook =
  'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook { id status } } }';
const ofDelivery = `id eventId eventType status test attemptCount body lastError requestId nextAttemptAt completedAt
  attempts { number requestHeaders responseStatus responseBody error durationMs }`;

describe('webhook deliveries', () => {
  let hub: SubgraphHarness;
  let school: string;
  let receiver: Receiver;
  let webhooks: string[] = [];
  const owner = () => organisationPrincipal(school, 'webhooks:manage', 'read');

  beforeAll(async () => {
    const targets = { allowPrivate: 'loopback', ownPorts: [] } as const;
    hub = await startSubgraphs([
      identity,
      exchange({ baseUrls: {}, webhooks: { targets, retryBaseMs: 20 } }),
    ]);
    school = await givenOrganisation(hub, 'SMK Satu', 'SCHOOL');
  });
  afterAll(() => hub.close());
  beforeEach(async () => {
    receiver = await new Receiver().start();
  });
  afterEach(async () => {
    for (const id of webhooks)
      await run('mutation($input: WebhookIdInput!) { deleteWebhook(input: $input) { id } }', {
        input: { id },
      });
    webhooks = [];
    await receiver.close();
  });

  async function run(
    query: string,
    variables: Record<string, unknown> = {},
    principal = owner(),
  ): Promise<Data> {
    const { data, errors } = await hub.call('exchange', principal, query, variables);
    expect(errors).toEqual([]);
    return data;
  }

  async function givenWebhook(fields: Record<string, unknown> = {}) {
    const input = { name: 'LMS', url: receiver.url, events: ['student.created'], ...fields };
    const { createWebhook: made } = await run(createWebhook, { input });
    webhooks.push(made.webhook.id);
    return { id: made.webhook.id as string, secret: made.secret as string };
  }

  async function webhook(id: string): Promise<Data> {
    return (await run('query($id: ID!) { webhook(id: $id) { status statusReason failingSince } }', { id }))
      .webhook;
  }

  async function deliveriesOf(webhookId: string): Promise<Data[]> {
    const data = await run(
      `query($filter: WebhookDeliveryFilter) { webhookDeliveries(first: 100, filter: $filter) { nodes { ${ofDelivery} } } }`,
      { filter: { webhookId } },
    );
    return data.webhookDeliveries.nodes.reverse();
  }

  /** The deliveries once all are in `status`, in order. */
  const settled = (webhookId: string, status: string, count = 1) =>
    until(async () => {
      const found = await deliveriesOf(webhookId);
      return found.length === count && found.every((delivery) => delivery.status === status) && found;
    }, `${count} deliveries ${status}`);

  const act = (mutation: string, id: string) =>
    run(`mutation($input: WebhookIdInput!) { ${mutation}(input: $input) { id status } }`, { input: { id } });

  it('arrive signed so that the library of Standard Webhooks and the guide’s own receiver accept them', async () => {
    const { secret } = await givenWebhook();
    const student = await givenStudent(hub, school);
    const { headers, body, event } = await until(() => receiver.received[0], 'a delivery');

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
    receiver.answers = [
      (response) => response.writeHead(200).end(`{"token": "hush", "filler": "${'x'.repeat(100_000)}"}`),
    ];
    const { id } = await givenWebhook({ headers: [{ name: 'Authorization', value: 'Bearer hush-hush' }] });
    await givenStudent(hub, school);
    const [delivery] = await settled(id, 'SUCCEEDED');
    const [attempt] = delivery.attempts;
    expect(receiver.received[0]?.headers.authorization).toBe('Bearer hush-hush');
    expect(receiver.received[0]?.headers['x-request-id']).toBe(delivery.requestId);
    expect(delivery).toMatchObject({ test: false, attemptCount: 1, lastError: null, nextAttemptAt: null });
    expect(delivery.body).toBe(receiver.received[0]?.body);
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
      receiver.answers = [status];
      const { id, secret } = await givenWebhook({ retryCount: 2 });
      await givenStudent(hub, school);
      const [delivery] = await settled(id, 'EXHAUSTED');
      expect(delivery.attempts.map((attempt: Data) => attempt.responseStatus)).toEqual([
        status,
        status,
        status,
      ]);
      expect(delivery.lastError).toBe(`The endpoint answered ${status}.`);
      expect(receiver.received).toHaveLength(3);
      expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
      for (const { body, headers } of receiver.received) {
        new Webhook(secret).verify(body, headers as Record<string, string>);
      }
      expect((await webhook(id)).failingSince).not.toBeNull();
    },
  );

  it('succeed at the second attempt after a dropped connection, and the endpoint is well again', async () => {
    receiver.answers = [(response) => response.destroy(), 204];
    const { id } = await givenWebhook();
    await givenStudent(hub, school);
    const [delivery] = await settled(id, 'SUCCEEDED');
    expect(delivery.attempts.map((attempt: Data) => attempt.responseStatus)).toEqual([null, 204]);
    expect(delivery.attempts[0].error).toEqual(expect.any(String));
    expect(await webhook(id)).toEqual({ status: 'ACTIVE', statusReason: null, failingSince: null });
  });

  it('time out by the webhook’s own patience', async () => {
    receiver.answers = [(response) => void response.writeHead(200).write('slow'), 200];
    const { id } = await givenWebhook({ timeoutSeconds: 1 });
    await givenStudent(hub, school);
    const [delivery] = await settled(id, 'SUCCEEDED');
    expect(delivery.attempts[0]).toMatchObject({ responseStatus: null, error: 'no answer within 1000 ms' });
  });

  it('leave an endpoint alone for as long as it asks', async () => {
    receiver.answers = [(response) => response.writeHead(429, { 'retry-after': '3600' }).end()];
    const { id } = await givenWebhook();
    await givenStudent(hub, school);
    const [delivery] = await settled(id, 'RETRYING');
    const waitMs = new Date(delivery.nextAttemptAt).getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(3_590_000);
    expect(waitMs).toBeLessThanOrEqual(3_600_000);
  });

  it('end when the endpoint is gone, and begin again when its owner resumes it', async () => {
    receiver.answers = [410];
    const { id } = await givenWebhook();
    await givenStudent(hub, school);
    await until(async () => (await webhook(id)).status === 'DISABLED', 'disabled');
    expect((await webhook(id)).statusReason).toContain('410 Gone');
    const missed = await givenStudent(hub, school);
    await logged(missed);
    receiver.answers = [200];
    await act('resumeWebhook', id);
    const student = await givenStudent(hub, school);
    await until(
      () => receiver.received.find(({ event }) => event.data.student_id === student),
      'the delivery',
    );
    expect(receiver.received.some(({ event }) => event.data.student_id === missed)).toBe(false);
  });

  it('end after five days of nothing but failure', async () => {
    receiver.answers = [500];
    const { id } = await givenWebhook({ retryCount: 1 });
    await hub.pool.query(
      "UPDATE exchange.webhooks SET failing_since = now() - interval '5 days 1 minute' WHERE id = $1",
      [id],
    );
    await givenStudent(hub, school);
    await until(async () => (await webhook(id)).status === 'DISABLED', 'disabled');
    expect((await webhook(id)).statusReason).toContain('only failed for 5 days');
  });

  it('wait while the webhook is paused, and come when it is resumed', async () => {
    const { id } = await givenWebhook();
    await act('pauseWebhook', id);
    const students = [
      await givenStudent(hub, school),
      await givenStudent(hub, school),
      await givenStudent(hub, school),
    ];
    const waiting = await settled(id, 'PENDING', 3);
    expect(waiting.map(({ attemptCount }) => attemptCount)).toEqual([0, 0, 0]);
    expect(receiver.received).toEqual([]);
    await act('resumeWebhook', id);
    await settled(id, 'SUCCEEDED', 3);
    expect(new Set(receiver.received.map(({ event }) => event.data.student_id))).toEqual(new Set(students));
  });

  it('that were exhausted while the endpoint only failed are sent again, in order, once it succeeds', async () => {
    receiver.answers = [500];
    const { id } = await givenWebhook({ retryCount: 0 });
    const students: string[] = [];
    for (let n = 0; n < 4; n++) students.push(await givenStudent(hub, school));
    await settled(id, 'EXHAUSTED', 4);
    receiver.received.length = 0;
    receiver.answers = [200];
    const first = await givenStudent(hub, school);
    await settled(id, 'SUCCEEDED', 5);
    expect(receiver.received.map(({ event }) => event.data.student_id)).toEqual([first, ...students]);
  });

  it('of events that a disabled webhook missed are made when they are asked for, and again when exhausted, nothing twice', async () => {
    receiver.answers = [500];
    const { id } = await givenWebhook({ retryCount: 0 });
    const since = new Date().toISOString();
    const exhausted = await givenStudent(hub, school);
    await settled(id, 'EXHAUSTED');
    receiver.answers = [410];
    const gone = await givenStudent(hub, school);
    await until(async () => (await webhook(id)).status === 'DISABLED', 'disabled');
    const missed = [await givenStudent(hub, school), await givenStudent(hub, school)];
    await logged(missed[1] as string);
    const recover = 'mutation($input: RecoverWebhookInput!) { recoverWebhook(input: $input) { id } }';
    const disabled = await hub.call('exchange', owner(), recover, { input: { id, since } });
    expect(disabled.codes).toEqual(['CONFLICT']);
    receiver.received.length = 0;
    receiver.answers = [200];
    await act('resumeWebhook', id);
    await run(recover, { input: { id, since } });
    await settled(id, 'SUCCEEDED', 4);
    await run(recover, { input: { id, since } });
    const last = await givenStudent(hub, school);
    await settled(id, 'SUCCEEDED', 5);
    const sent = receiver.received.map(({ event }) => event.data.student_id as string);
    expect(sent.toSorted()).toEqual([exhausted, gone, ...missed, last].toSorted());
  });

  it('are signed with both secrets until the overlap of a rotation ends, the guide’s signature with the old', async () => {
    const { id, secret } = await givenWebhook();
    const rotate = async (overlapHours: number) =>
      (
        await run(
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
    await givenStudent(hub, school);
    const overlapping = await until(() => receiver.received[0], 'a delivery');
    expect(accepts(secret, overlapping)).toEqual({ standard: true, guides: true });
    expect(accepts(second.secret, overlapping)).toEqual({ standard: true, guides: false });
    await hub.pool.query('UPDATE exchange.webhooks SET previous_secret_until = now() WHERE id = $1', [id]);
    await givenStudent(hub, school);
    const later = await until(() => receiver.received[1], 'another delivery');
    expect(accepts(secret, later)).toEqual({ standard: false, guides: false });
    expect(accepts(second.secret, later)).toEqual({ standard: true, guides: true });
    expect((await rotate(0)).webhook.previousSecretUntil).toBeNull();
  });

  it('and the standing of their webhook are told live, and resumed from a cursor', async () => {
    receiver.answers = [500, 410];
    const { id } = await givenWebhook();
    const deliveryChanges = `webhookDeliveryChanged(webhookId: "${id}"`;
    const subscribe = async (field: string, selection: string) => {
      const stream = await hub.callers.exchange?.subscribe(
        { query: `subscription { ${field}) { cursor previousStatus status ${selection} } }` },
        { principal: owner(), requestId: 'test' },
      );
      if (!stream) throw new Error('There is no exchange.');
      return {
        next: async () => Object.values((await stream.next()).value?.data ?? {})[0] as Data,
        end: () => stream.return?.(),
      };
    };
    const live = await subscribe(deliveryChanges, 'delivery { attemptCount }');
    const standing = await subscribe(`webhookStatusChanged(webhookId: "${id}"`, 'reason webhook { id }');
    await givenStudent(hub, school);
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
    const { id } = await givenWebhook();
    await givenStudent(hub, school);
    const [delivery] = await settled(id, 'SUCCEEDED');
    const again = await run(
      'mutation($input: WebhookDeliveryIdInput!) { redeliver(input: $input) { id status } }',
      { input: { deliveryId: delivery.id } },
    );
    expect(again.redeliver).toEqual({ id: delivery.id, status: 'PENDING' });
    const [twice] = await settled(id, 'SUCCEEDED');
    expect(twice.attempts).toHaveLength(2);
    const [one, other] = receiver.received as [Received, Received];
    expect([other.headers['webhook-id'], other.body]).toEqual([one.headers['webhook-id'], one.body]);
  });

  it('carry the catalogue’s example when a test event is asked for', async () => {
    const { id, secret } = await givenWebhook();
    const sent = await run(
      'mutation($input: SendTestEventInput!) { sendTestEvent(input: $input) { id status test } }',
      { input: { webhookId: id, type: 'payment.completed' } },
    );
    expect(sent.sendTestEvent).toMatchObject({ status: 'PENDING', test: true });
    const { body, headers, event } = await until(() => receiver.received[0], 'the test event');
    expect(event).toMatchObject({ event: 'payment.completed', data: { amount: 500_000 } });
    new Webhook(secret).verify(body, headers as Record<string, string>);
    await settled(id, 'SUCCEEDED');
  });

  it('go to nobody whose organisation, key or choice they are not for, and never tell of deliveries', async () => {
    const other = await givenOrganisation(hub, 'SMK Dua', 'SCHOOL');
    const { id } = await givenWebhook({ events: ['student.updated', 'webhook*', 'integration.*'] });
    const everything = await givenWebhook({ events: ['*'] });
    const paymentsOnly = await run(
      createWebhook,
      { input: { name: 'Finance', url: receiver.url, events: ['*'] } },
      organisationPrincipal(school, 'webhooks:manage', 'payments:read'),
    );
    webhooks.push(paymentsOnly.createWebhook.webhook.id);
    await givenStudent(hub, other);
    const student = await givenStudent(hub, school);
    await logged(student);
    await until(
      async () =>
        (await deliveriesOf(everything.id)).some(
          ({ eventType, status }) => eventType === 'student.created' && status === 'SUCCEEDED',
        ),
      'the school’s own student',
    );
    const types = receiver.received.map(({ event }) => event.event);
    expect(receiver.received.filter(({ event }) => event.event === 'student.created')).toHaveLength(1);
    expect(types.some((type) => type.startsWith('webhook_delivery'))).toBe(false);
    expect((await deliveriesOf(id)).every(({ eventType }) => eventType.startsWith('webhook.'))).toBe(true);
    expect(await deliveriesOf(paymentsOnly.createWebhook.webhook.id)).toEqual([]);
  });

  it('are made only of events that pass the filter of their webhook, also when they are recovered', async () => {
    const { id } = await givenWebhook({ filter: 'data.name in ["Wanted", "Also wanted"]' });
    const since = new Date().toISOString();
    const wanted = [
      await givenStudent(hub, school, { name: 'Wanted' }),
      await givenStudent(hub, school, { name: 'Not wanted' }),
      await givenStudent(hub, school, { name: 'Also wanted' }),
    ].toSpliced(1, 1);
    await settled(id, 'SUCCEEDED', 2);
    expect(new Set(receiver.received.map(({ event }) => event.data.student_id))).toEqual(new Set(wanted));
    await hub.pool.query('DELETE FROM exchange.webhook_deliveries WHERE webhook_id = $1', [id]);
    await run('mutation($input: RecoverWebhookInput!) { recoverWebhook(input: $input) { id } }', {
      input: { id, since },
    });
    const recovered = await settled(id, 'SUCCEEDED', 2);
    expect(recovered.map(({ body }) => JSON.parse(body).data.student_id).toSorted()).toEqual(
      wanted.toSorted(),
    );
  });

  it('are at most four at a time to one endpoint', async () => {
    receiver.answers = [(response) => void setTimeout(() => response.end(), 40)];
    const { id } = await givenWebhook();
    await Promise.all(Array.from({ length: 12 }, () => givenStudent(hub, school)));
    await settled(id, 'SUCCEEDED', 12);
    expect(receiver.mostAtOnce).toBeLessThanOrEqual(4);
    expect(receiver.received).toHaveLength(12);
  });

  it('are taken up again when the process that made them died, and an event is given to a webhook once whatever is read twice', async () => {
    const { id } = await givenWebhook();
    await act('pauseWebhook', id);
    const student = await givenStudent(hub, school);
    await settled(id, 'PENDING');
    // As a process leaves them that dies after its claim, and after the claim's time is over.
    await hub.pool.query(
      "UPDATE exchange.webhook_deliveries SET attempt_count = 1, due_at = now() - interval '1 second' WHERE webhook_id = $1",
      [id],
    );
    await hub.pool.query(
      'UPDATE exchange.webhook_checkpoint SET position = log.position - 1 FROM events.log WHERE subject_id = $1',
      [student],
    );
    await logged(student);
    await act('resumeWebhook', id);
    const [delivery] = await settled(id, 'SUCCEEDED');
    expect(delivery).toMatchObject({ attemptCount: 2, attempts: [{ number: 2 }] });
    expect(receiver.received.filter(({ event }) => event.id === delivery.eventId)).toHaveLength(1);
  });

  /** Waits until the event of a student is in the log, and has been fanned out. */
  async function logged(student: string): Promise<void> {
    await until(async () => {
      const { rows } = await hub.pool.query(
        `SELECT 1 FROM events.log, exchange.webhook_checkpoint AS checkpoint
         WHERE subject_id = $1 AND checkpoint.position >= log.position`,
        [student],
      );
      return rows.length > 0;
    }, 'the event fanned out');
  }

  it('end at once and without an error when their webhook is deleted among them', async () => {
    receiver.answers = [(response) => void setTimeout(() => response.writeHead(500).end(), 5)];
    const deleted = await Promise.all(Array.from({ length: 5 }, () => givenWebhook()));
    await Promise.all(Array.from({ length: 8 }, () => givenStudent(hub, school)));
    await until(() => receiver.received.length > 10, 'deliveries under way');
    await Promise.all(deleted.map(({ id }) => act('deleteWebhook', id)));
    webhooks = webhooks.filter((id) => !deleted.some((webhook) => webhook.id === id));
    const { rows } = await hub.pool.query(
      'SELECT 1 FROM exchange.webhook_deliveries WHERE webhook_id = ANY($1::uuid[])',
      [deleted.map(({ id }) => id)],
    );
    expect(rows).toEqual([]);
  });

  it('and webhooks of others are not to be seen', async () => {
    const { id } = await givenWebhook();
    await givenStudent(hub, school);
    const [delivery] = await settled(id, 'SUCCEEDED');
    const stranger = organisationPrincipal(await givenOrganisation(hub, 'SMK Tiga', 'SCHOOL'), 'admin');
    const seen = await run(
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
    const answer = await hub.call(
      'exchange',
      stranger,
      'mutation($input: WebhookDeliveryIdInput!) { redeliver(input: $input) { id } }',
      { input: { deliveryId: delivery.id } },
    );
    expect(answer.codes).toEqual(['NOT_FOUND']);
    const operator = await run(
      'query($d: ID!) { webhookDelivery(id: $d) { id } }',
      { d: delivery.id },
      platformPrincipal(),
    );
    expect(operator.webhookDelivery.id).toBe(delivery.id);
  });
});
