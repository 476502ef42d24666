import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultyEndpoint, faults } from '../subgraphs/exchange/deliveries/faulty-endpoint-under-test.ts';
import { Receiver, until } from '../subgraphs/exchange/deliveries/receiver-under-test.ts';
import { ask } from './graph-request.ts';
import { LocalServices } from './local-services.ts';
import { readLog, Writers } from './resuming-subscriber.ts';
import { newLearner } from './story-nouns.ts';

const types = ['student.created'];
const kills = 4;
const betweenKills = 400;
const leaseAndMoreMs = 240_000;

describe('a worker that is killed again and again while it delivers to healthy and to faulty endpoints', () => {
  let services: LocalServices;
  let demo: { graphql: string; apiKeys: { admin: string; institution: string } };
  const healthy = [new Receiver(), new Receiver(), new Receiver()];
  const flipping = new Receiver();
  const faulty: FaultyEndpoint[] = [];
  beforeAll(async () => {
    services = await LocalServices.prepare();
    demo = await services.start();
    for (const receiver of [...healthy, flipping]) await receiver.start();
    for (const fault of Object.values(faults)) faulty.push(await new FaultyEndpoint(fault).start());
    const { viewer } = await ask(
      demo.graphql,
      demo.apiKeys.institution,
      '{ viewer { organisation { id } } }',
    );
    for (const { url } of [...faulty, flipping, ...healthy]) {
      const isHealthy = healthy.some((endpoint) => endpoint.url === url);
      await ask(
        demo.graphql,
        demo.apiKeys.admin,
        'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { secret } }',
        {
          input: {
            name: 'System',
            url,
            events: types,
            // Of a healthy one an attempt fails where the machine stands still.
            ...(isHealthy ? { timeoutSeconds: 10, retryCount: 5 } : { timeoutSeconds: 1, retryCount: 1 }),
            organisationId: viewer.organisation.id,
          },
        },
      );
    }
  }, 300_000);
  afterAll(async () => {
    await services.remove();
    await Promise.all([...healthy, flipping, ...faulty].map((endpoint) => endpoint.close()));
  });

  it('has sent every healthy endpoint every event in the end, repeats under the same id', async () => {
    const { institution } = demo.apiKeys;
    let request = 0;
    flipping.answers = [(response) => void response.writeHead(request++ % 2 === 0 ? 500 : 200).end()];
    const { cursor } = await readLog(demo.graphql, institution, types);
    const writers = new Writers(8, demo.graphql, institution, newLearner);
    try {
      for (let kill = 0; kill < kills; kill++) {
        for (let n = 0; n < betweenKills; n += 100) await writers.confirm(100);
        services.process('worker').kill('SIGKILL');
        await services.process('worker').ended;
        await writers.confirm(betweenKills / 4);
        await services.startReplica('worker', 'worker');
      }
    } finally {
      await writers.close();
    }
    const logged = await until(async () => {
      const { events } = await readLog(demo.graphql, institution, types, cursor);
      const students = new Set(events.map(({ data }) => data.student_id));
      return writers.confirmed.every((student) => students.has(student)) && events;
    }, 'everything that was confirmed is in the log');
    expect(logged.length).toBeGreaterThanOrEqual(kills * betweenKills);
    for (const { received } of healthy) {
      await until(
        () => {
          const arrived = new Set(received.map(({ event }) => event.id));
          return logged.every(({ id }) => arrived.has(id));
        },
        'a healthy endpoint has everything',
        leaseAndMoreMs,
      );
      const idOf = new Map(received.map(({ event }) => [event.data.student_id, event.id]));
      expect(received.every(({ event }) => idOf.get(event.data.student_id) === event.id)).toBe(true);
      expect(received.every(({ headers, event }) => headers['webhook-id'] === event.id)).toBe(true);
    }
  }, 900_000);
});
