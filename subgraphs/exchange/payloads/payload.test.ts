import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import {
  type Data,
  organisationPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../../identity/fixtures.ts';
import { identity } from '../../identity/subgraph.ts';
import { Receiver, until } from '../deliveries/receiver-under-test.ts';
import { exchange } from '../subgraph.ts';
import { SwitchedTraining } from './switched-training-under-test.ts';

const createWebhook =
  'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook { id payload payloadSubjects } } }';
const updateWebhook =
  'mutation($input: UpdateWebhookInput!) { updateWebhook(input: $input) { id payload payloadSubjects } }';
const selection = '... on Student { id name organisation { name } }';
const withEnrolments = '... on Student { id enrolments { totalCount } }';

describe('a webhook that selects its payload', () => {
  let hub: SubgraphHarness;
  let school: string;
  let receiver: Receiver;
  const training = new SwitchedTraining();
  const owner = () => organisationPrincipal(school, 'webhooks:manage', 'read');

  beforeAll(async () => {
    const targets = { allowPrivate: 'loopback', ownPorts: [] } as const;
    const webhooks = { targets, retryBaseMs: 20, payloadGiveUpMs: 3_600_000 };
    hub = await startSubgraphs([identity, exchange({ baseUrls: {}, webhooks })], { training });
    school = await givenOrganisation(hub, 'SMK Satu', 'SCHOOL');
  });
  afterAll(() => hub.close());
  beforeEach(async () => {
    training.answer = 'enrolments';
    receiver = await new Receiver().start();
  });
  afterEach(async () => {
    await hub.pool.query('DELETE FROM exchange.webhooks');
    await receiver.close();
  });

  const inputOf = (fields: object) => ({
    name: 'LMS',
    url: receiver.url,
    events: ['student.*'],
    payload: selection,
    ...fields,
  });

  async function given(fields: object = {}, principal = owner()): Promise<{ id: string; secret: string }> {
    const { data, errors } = await hub.call('exchange', principal, createWebhook, { input: inputOf(fields) });
    expect(errors).toEqual([]);
    return { id: data.createWebhook.webhook.id, secret: data.createWebhook.secret };
  }

  async function deliveriesOf(webhookId: string): Promise<Data[]> {
    const { data } = await hub.call(
      'exchange',
      owner(),
      `query($of: WebhookDeliveryFilter) { webhookDeliveries(filter: $of) { nodes {
         id status body attemptCount nextAttemptAt attempts { responseStatus } } } }`,
      { of: { webhookId } },
    );
    return data.webhookDeliveries.nodes;
  }

  const waitingAt = (webhookId: string) =>
    until(async () => {
      const { rows } = await hub.pool.query(
        `SELECT attempts FROM exchange.webhook_renderings AS r JOIN exchange.webhook_deliveries AS d ON d.id = r.delivery_id
         WHERE webhook_id = $1 AND attempts > 0`,
        [webhookId],
      );
      return rows.length > 0;
    }, 'a payload that cannot be selected yet');

  it('is sent what it selects, through the whole graph, the same at each attempt', async () => {
    receiver.answers = [500, 200];
    const { secret } = await given({ payload: `${selection} ${withEnrolments}` });
    const student = await givenStudent(hub, school, { name: 'Siti' });
    await until(() => receiver.received.length === 2, 'two attempts');
    const [first, second] = receiver.received as [
      (typeof receiver.received)[0],
      (typeof receiver.received)[0],
    ];
    expect(first.event).toEqual({
      id: first.headers['webhook-id'],
      event: 'student.created',
      type: 'student.created',
      timestamp: expect.any(String),
      created_at: expect.any(String),
      data: { id: student, name: 'Siti', organisation: { name: 'SMK Satu' }, enrolments: { totalCount: 3 } },
    });
    expect([second.body, second.headers['webhook-id']]).toEqual([first.body, first.headers['webhook-id']]);
    new Webhook(secret).verify(second.body, second.headers as Record<string, string>);
  });

  it('is sent an event’s own data where nothing is selected of its subject, and as a test', async () => {
    const { id } = await given({ events: ['student.created', 'webhook.updated'] });
    const webhooks = { events: ['webhook.updated'], payload: '... on Webhook { name status }' };
    const selected = await given({ ...webhooks, name: 'Selected' });
    await hub.call('exchange', owner(), updateWebhook, { input: { id, name: 'New' } });
    await until(() => receiver.received.length === 2, 'the webhook’s own event, to both');
    const data = receiver.received.map(({ event }) => event.data);
    expect(data).toContainEqual({ name: 'New', status: 'ACTIVE' });
    expect(data).toContainEqual(expect.objectContaining({ webhook_id: id, name: 'New' }));
    await hub.pool.query('DELETE FROM exchange.webhooks WHERE id = $1', [selected.id]);
    await hub.call(
      'exchange',
      owner(),
      'mutation($input: SendTestEventInput!) { sendTestEvent(input: $input) { id } }',
      { input: { webhookId: id, type: 'student.created' } },
    );
    const test = await until(
      () => receiver.received.find(({ event: { event } }) => event === 'student.created'),
      'the test event',
    );
    expect(test.event.data).toMatchObject({ email: 'siti@example.org' });
  });

  it('waits for a part of the hub that does not answer, as no fault of its endpoint, and is sent it once', async () => {
    const { id } = await given({ payload: withEnrolments });
    training.answer = 'down';
    const student = await givenStudent(hub, school);
    await waitingAt(id);
    const [waiting] = await deliveriesOf(id);
    expect(waiting).toMatchObject({ status: 'PENDING', attemptCount: 0, nextAttemptAt: null, attempts: [] });
    const again = await hub.call(
      'exchange',
      owner(),
      'mutation($input: WebhookDeliveryIdInput!) { redeliver(input: $input) { status nextAttemptAt } }',
      { input: { deliveryId: waiting.id } },
    );
    expect(again.errors).toEqual([]);
    expect(again.data.redeliver).toEqual({ status: 'PENDING', nextAttemptAt: null });
    training.answer = 'enrolments';
    const { event } = await until(() => receiver.received[0], 'the delivery');
    expect(event.data).toEqual({ id: student, enrolments: { totalCount: 3 } });
    await until(async () => (await deliveriesOf(id))[0].status === 'SUCCEEDED', 'succeeded');
    expect(receiver.received).toHaveLength(1);
  });

  it('is sent the event’s own data, and what went wrong, when that does not come back in time', async () => {
    const { id } = await given({ payload: withEnrolments });
    training.answer = 'down';
    const student = await givenStudent(hub, school);
    await waitingAt(id);
    await hub.pool.query(
      "UPDATE exchange.webhook_renderings SET created_at = now() - interval '61 minutes', due_at = now()",
    );
    const { event } = await until(() => receiver.received[0], 'the delivery');
    expect(event).toMatchObject({
      data: { student_id: student, email: expect.any(String) },
      errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }],
    });
    await until(async () => (await deliveriesOf(id))[0].status === 'SUCCEEDED', 'succeeded');
  });

  it('is sent what there is, and what is missing under errors, when a part of it is refused', async () => {
    await given({
      payload: `... on Student { name school: organisation { name } enrolments { totalCount } }`,
    });
    training.answer = 'forbidden';
    await givenStudent(hub, school, { name: 'Budi' });
    const { event } = await until(() => receiver.received[0], 'the delivery');
    expect(event).toMatchObject({ errors: [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }] });
  });

  it('is sent the event’s own data when what it selects is no longer understood', async () => {
    await given();
    await hub.pool.query("UPDATE exchange.webhooks SET payload = '... on Student { name'");
    const unreadable = await givenStudent(hub, school);
    const first = await until(() => receiver.received[0], 'the delivery');
    await hub.pool.query("UPDATE exchange.webhooks SET payload = '... on Student { shoeSize }'");
    const unknown = await givenStudent(hub, school);
    const second = await until(() => receiver.received[1], 'the other delivery');
    expect([first.event, second.event]).toMatchObject([
      { data: { student_id: unreadable }, errors: [{ extensions: { code: 'VALIDATION_ERROR' } }] },
      { data: { student_id: unknown }, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    ]);
  });

  it('is sent everything although the process that selected it died, and several select at a time', async () => {
    const { id } = await given({ payload: withEnrolments });
    training.answer = 'down';
    for (let n = 0; n < 5; n++) await givenStudent(hub, school);
    await until(async () => (await deliveriesOf(id)).length === 5, 'five deliveries');
    await waitingAt(id);
    training.answer = 'enrolments';
    // As a process leaves them that dies after its claim, when the claim's time is over.
    await hub.pool.query(
      "UPDATE exchange.webhook_renderings SET attempts = 7, due_at = now() - interval '1 s'",
    );
    await until(() => receiver.received.length === 5, 'all five');
    expect(new Set(receiver.received.map(({ event }) => event.data.id)).size).toBe(5);
    const { rows } = await hub.pool.query('SELECT 1 FROM exchange.webhook_renderings');
    expect(rows).toEqual([]);
  });

  it.each([
    ['', 'VALIDATION_ERROR', 'payload'],
    ['... on Student { name', 'VALIDATION_ERROR', 'payload: line 2, column 2: Syntax Error: Expected Name'],
    [
      '... on Student {\n  nmae\n}',
      'VALIDATION_ERROR',
      'payload: line 2, column 3: Cannot query field "nmae"',
    ],
    [
      'name',
      'VALIDATION_ERROR',
      'payload: line 1, column 1: Cannot query field "name" on type "EventSubject"',
    ],
    ['... on Payment { id }', 'VALIDATION_ERROR', 'payload: selects nothing of Student'],
    ['... on ApiKey { id }', 'VALIDATION_ERROR', 'line 1, column 1: Fragment cannot be spread here'],
    ['... on Student { id } } } query B { viewer { id }', 'VALIDATION_ERROR', 'payload: line 1, column 25'],
    ['... on Student { id } } { viewer { id }', 'VALIDATION_ERROR', 'This is more than a selection.'],
    [
      '... on Student { enrolments(first: $id) { totalCount } }',
      'VALIDATION_ERROR',
      'column 36: A payload has no variables',
    ],
    ['...Fields', 'VALIDATION_ERROR', 'column 1: A payload has no named fragments'],
    [
      `... on Student { ${Array.from({ length: 51 }, (_, n) => `a${n}: name`).join(' ')} }`,
      'QUERY_TOO_COMPLEX',
      'aliases',
    ],
    [
      `... on Student { ${'organisation { students { nodes { '.repeat(7)} id ${'} } }'.repeat(7)} }`,
      'QUERY_TOO_COMPLEX',
      'depth',
    ],
    [
      '... on Student { organisation { students(first: 1000) { nodes { organisation { name } } } } }',
      'QUERY_TOO_COMPLEX',
      'points, and 2000 are allowed',
    ],
    [`... on Student ${'{a'.repeat(4000)}`, 'QUERY_TOO_COMPLEX', 'nested too deeply'],
    [`... on Student { ${'name '.repeat(2100)} }`, 'VALIDATION_ERROR', 'shorter than or equal to 10000'],
  ])('refuses what cannot be a payload, and says why (%#)', async (payload, code, message) => {
    const answer = await hub.call('exchange', owner(), createWebhook, { input: inputOf({ payload }) });
    expect([answer.codes, answer.errors[0]?.message]).toEqual([[code], expect.stringContaining(message)]);
    if (code === 'VALIDATION_ERROR') expect(answer.fields).toEqual(['payload']);
  });

  it('selects only what the key may read that chose it, and no more when another changes it', async () => {
    const small = () => organisationPrincipal(school, 'webhooks:manage', 'identity:read');
    const wide = { input: inputOf({ payload: withEnrolments }) };
    const refused = await hub.call('exchange', small(), createWebhook, wide);
    expect([refused.codes, refused.errors[0]?.message]).toEqual([
      ['FORBIDDEN'],
      'The key may not read Student.enrolments. This needs the scope training:read.',
    ]);
    const payments = organisationPrincipal(school, 'webhooks:manage', 'payments:read');
    const nothing = await hub.call('exchange', payments, createWebhook, {
      input: inputOf({ events: ['*'] }),
    });
    expect([nothing.codes, nothing.errors[0]?.message]).toEqual([
      ['FORBIDDEN'],
      'The key may not read Student. This needs the scope identity:read.',
    ]);
    const { id } = await given();
    const widened = await hub.call('exchange', small(), updateWebhook, {
      input: { id, payload: withEnrolments },
    });
    expect(widened.codes).toEqual(['FORBIDDEN']);
    const changed = await hub.call('exchange', small(), updateWebhook, {
      input: { id, payload: '... on Student { id }' },
    });
    expect(changed.data.updateWebhook).toEqual({
      id,
      payload: '... on Student { id }',
      payloadSubjects: ['Student'],
    });
    const { rows } = await hub.pool.query('SELECT scopes FROM exchange.webhooks WHERE id = $1', [id]);
    expect(rows[0].scopes).toEqual(small().scopes);
    const other = organisationPrincipal(await givenOrganisation(hub, 'SMK Dua', 'SCHOOL'), 'admin');
    const stranger = await hub.call('exchange', other, updateWebhook, { input: { id, payload: null } });
    expect(stranger.codes).toEqual(['NOT_FOUND']);
    const events = await hub.call('exchange', owner(), updateWebhook, {
      input: { id, events: ['payment.*'] },
    });
    expect(events.fields).toEqual(['payload']);
    const none = await hub.call('exchange', owner(), updateWebhook, { input: { id, payload: null } });
    expect(none.data.updateWebhook).toEqual({ id, payload: null, payloadSubjects: [] });
  });

  it('can be tried with a query', async () => {
    const { data } = await hub.call(
      'exchange',
      owner(),
      '{ eventSubject(type: "Student", id: "x") { __typename ... on Student { id } } other: eventSubject(type: "ApiKey", id: "x") { __typename } }',
    );
    expect(data).toEqual({ eventSubject: { __typename: 'Student', id: 'x' }, other: null });
  });
});
