import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type Received, Receiver } from '../subgraphs/exchange/deliveries/receiver-under-test.ts';
import { ask, eventually } from './graph-request.ts';
import { ResumingSubscriber, readLog } from './resuming-subscriber.ts';
import { newLearner } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

/** A hub that runs, of which webhooks may be sent to this machine. */
export interface EventStoryHub {
  graphqlUrl: string;
  apiKeys: { admin: string; institution: string };
  /** What the parts have logged so far through which a student's event goes: the gateway, identity and the worker. */
  logs(): string[];
}

const types = ['student.created'];
const createWebhook = `mutation($input: CreateWebhookInput!) {
  createWebhook(input: $input) { webhook { id } } }`;
const deliveriesQuery = `query($filter: WebhookDeliveryFilter) {
  webhookDeliveries(filter: $filter) { nodes { id eventId requestId status attemptCount } } }`;

/**
 * A partner takes events in each of the four ways: by a websocket that breaks and goes on, as
 * server-sent events from where it was, by asking, and by webhook; and each mutation is followed by its
 * request id to the end of its delivery, through the logs of every part.
 */
export async function playEventStory(hub: EventStoryHub): Promise<void> {
  const { graphqlUrl, apiKeys } = hub;
  const { viewer } = await ask(graphqlUrl, apiKeys.institution, '{ viewer { organisation { id } } }');
  const { cursor } = await readLog(graphqlUrl, apiKeys.institution, types);
  const subscriber = new ResumingSubscriber(graphqlUrl, apiKeys.institution, types, cursor);
  const receiver = await new Receiver().start();
  // The first attempt of all fails.
  receiver.answers = [500, 200];
  try {
    const input = { name: 'LMS', url: receiver.url, events: types, organisationId: viewer.organisation.id };
    const made = await ask(graphqlUrl, apiKeys.admin, createWebhook, { input });
    const webhookId = made.createWebhook.webhook.id;

    const first = await createStudent(hub, `trace-${randomUUID()}`);
    expect(first.requestId).toBe(first.sentAs);
    await eventually(() => subscriber.events.length === 1, 'the websocket brings it');
    subscriber.cut();
    const second = await createStudent(hub, 'r'.repeat(3000));
    expect(second.requestId).toMatch(/^[\w-]{1,128}$/);
    await eventually(() => subscriber.events.length === 2, 'the websocket goes on');
    const [one, two] = subscriber.events;
    expect([one, two]).toMatchObject([
      { data: { student_id: first.studentId }, requestId: first.requestId },
      { data: { student_id: second.studentId }, requestId: second.requestId },
    ]);

    expect(await firstSentEvent(hub, one.cursor)).toMatchObject({ id: two.id, cursor: two.cursor });
    const asked = await readLog(graphqlUrl, apiKeys.institution, types, one.cursor);
    expect(asked.events.map(({ id }) => id)).toEqual([two.id]);

    const sent = (event: Data) =>
      receiver.received.filter(({ headers }) => headers['webhook-id'] === event.id);
    await eventually(() => receiver.received.length >= 3, 'both are sent, the one that failed again');
    expectTraced(sent(one), first.requestId);
    expectTraced(sent(two), second.requestId);
    for (const [event, { requestId }] of [
      [one, first],
      [two, second],
    ] as const) {
      const delivery = await eventually(async () => {
        const { webhookDeliveries } = await ask(graphqlUrl, apiKeys.admin, deliveriesQuery, {
          filter: { webhookId },
        });
        return webhookDeliveries.nodes.find(
          ({ eventId, status }: Data) => eventId === event.id && status === 'SUCCEEDED',
        );
      }, 'the delivery is known to have succeeded');
      expect(delivery).toMatchObject({ requestId, attemptCount: sent(event).length });
      await eventually(() => hub.logs().every((log) => log.includes(requestId)), 'each part has logged it');
      const lines = hub
        .logs()
        .flatMap((log) => log.split('\n'))
        .filter((line) => line.includes(requestId) && line.includes(webhookId));
      expect(lines.filter((line) => line.includes('"webhook delivered"'))).toHaveLength(1);
      expect(lines.filter((line) => line.includes('"webhook not delivered"'))).toHaveLength(
        sent(event).length - 1,
      );
    }
  } finally {
    await subscriber.close();
    await receiver.close();
  }
}

/** Has a student created under a request id, and tells which id the hub took. */
async function createStudent({ graphqlUrl, apiKeys }: EventStoryHub, sentAs: string) {
  const response = await fetch(graphqlUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': apiKeys.institution,
      'x-request-id': sentAs,
    },
    body: JSON.stringify({
      query: 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }',
      variables: { input: newLearner() },
    }),
  });
  const { data } = (await response.json()) as Data;
  return {
    sentAs,
    requestId: response.headers.get('x-request-id') ?? '',
    studentId: data.createStudent.id as string,
  };
}

/** The first event behind a cursor that a client of server-sent events gets. */
async function firstSentEvent({ graphqlUrl, apiKeys }: EventStoryHub, cursor: string): Promise<Data> {
  const response = await fetch(`${graphqlUrl}/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-api-key': apiKeys.institution,
      'last-event-id': cursor,
    },
    body: JSON.stringify({
      query:
        'subscription($after: Cursor) { events(types: ["student.created"], after: $after) { id cursor } }',
    }),
  });
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const [, data] = /^data: (.+)\n/m.exec(text) ?? [];
    if (!data) continue;
    return JSON.parse(data).data.events;
  }
  throw new Error(`The stream ended: ${text}`);
}

function expectTraced(received: readonly Received[], requestId: string): void {
  expect(received.length).toBeGreaterThan(0);
  for (const { headers } of received) expect(headers['x-request-id']).toBe(requestId);
}
