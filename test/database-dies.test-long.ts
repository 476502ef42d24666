import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Receiver } from '../subgraphs/exchange/deliveries/receiver-under-test.ts';
import { ask, eventually } from './graph-request.ts';
import { KillableHub } from './killable-hub.ts';
import { ResumingSubscriber, readLog, Writers } from './resuming-subscriber.ts';
import { newLearner } from './story-nouns.ts';

const types = ['student.created'];

describe('a hub whose PostgreSQL is killed under load', () => {
  let hub: KillableHub;
  const receiver = new Receiver();
  const closing: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    hub = await KillableHub.start({ SANDBOX: 'off' });
    await receiver.start();
  });
  afterAll(async () => {
    for (const open of closing) await open.close();
    await hub.remove();
    await receiver.close();
  });

  it('goes on by itself: what it confirmed is there, and every event reaches subscribers and webhooks', async () => {
    const { graphqlUrl, apiKeys } = hub;
    const key = apiKeys.institution;
    const { viewer } = await hub.ask('{ viewer { organisation { id } } }');
    const { cursor } = await readLog(graphqlUrl, key, types);
    const subscribers = [1, 2].map(() => new ResumingSubscriber(graphqlUrl, key, types, cursor));
    await ask(
      graphqlUrl,
      apiKeys.admin,
      'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { secret } }',
      {
        input: {
          name: 'LMS',
          url: receiver.url,
          events: types,
          timeoutSeconds: 1,
          organisationId: viewer.organisation.id,
        },
      },
    );
    const writers = new Writers(4, graphqlUrl, key, newLearner);
    closing.push(writers, ...subscribers);
    for (const signal of ['SIGKILL', 'SIGQUIT'] as const) {
      await writers.confirm(20);
      await hub.killDatabase(signal);
      await writers.confirm(20);
    }
    await writers.close();

    const events = await eventually(async () => {
      const found = (await readLog(graphqlUrl, key, types, cursor)).events;
      const students = new Set(found.map(({ data }) => data.student_id));
      expect(students.size).toBe(found.length);
      return writers.confirmed.every((student) => students.has(student)) && found;
    }, 'everything that was confirmed is in the log');
    const logged = events.map(({ id }) => id);
    for (const subscriber of subscribers) {
      await eventually(() => subscriber.events.length >= logged.length, 'the subscriber has heard of it all');
      expect(subscriber.events.map(({ id }) => id)).toEqual(logged);
    }
    const arrived = () => new Set(receiver.received.map(({ event }) => event.id));
    await eventually(() => logged.every((id) => arrived().has(id)), 'the webhook has been sent it all');
    expect(arrived().size).toBe(logged.length);
    const said = (words: string) => hub.output().split(words).length - 1;
    expect(said('PostgreSQL runs again')).toBe(2);
    expect(said('cannot read the event log')).toBeLessThanOrEqual(2);
  }, 300_000);
});
