import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Receiver } from '../subgraphs/exchange/deliveries/receiver-under-test.ts';
import { ask, eventually } from './graph-request.ts';
import { LocalServices } from './local-services.ts';
import { redisInstalled } from './redis.ts';
import { ResumingSubscriber, readLog, Writers } from './resuming-subscriber.ts';
import { newLearner } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

const types = ['student.created'];
const leaseAndMoreMs = 180_000;

describe('a hub with two gateways and two workers, under load', () => {
  let services: LocalServices;
  let demo: { graphql: string; apiKeys: { admin: string; institution: string } };
  let otherGateway: string;
  const receiver = new Receiver();
  beforeAll(async () => {
    services = await LocalServices.prepare();
    demo = await services.start();
    otherGateway = `${await services.startReplica('second-gateway', 'gateway')}/graphql`;
    await services.startReplica('second-worker', 'worker');
    await receiver.start();
    const { viewer } = await ask(
      demo.graphql,
      demo.apiKeys.institution,
      '{ viewer { organisation { id } } }',
    );
    await ask(
      demo.graphql,
      demo.apiKeys.admin,
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
  }, 300_000);
  afterAll(async () => {
    await services.remove();
    await receiver.close();
  });

  /** Writers and subscribers at both gateways; `fault` happens meanwhile. Then everything must have arrived, in order. */
  async function survive(fault: (writers: Writers) => Promise<void>): Promise<void> {
    const { institution } = demo.apiKeys;
    const gateways = [demo.graphql, otherGateway];
    const { cursor } = await readLog(demo.graphql, institution, types);
    const subscribers = gateways.map((url) => new ResumingSubscriber(url, institution, types, cursor));
    const writers = new Writers(4, demo.graphql, institution, newLearner);
    try {
      await fault(writers);
      await writers.close();
      const logged = await eventually(async () => {
        const { events } = await readLog(demo.graphql, institution, types, cursor);
        const students = new Set(events.map(({ data }) => data.student_id));
        return writers.confirmed.every((student) => students.has(student)) && events;
      }, 'everything that was confirmed is in the log');
      const ids = logged.map(({ id }: Data) => id);
      for (const { events } of subscribers) {
        await eventually(() => events.length >= ids.length, 'each subscriber has heard of it all');
        expect(events.map(({ id }) => id)).toEqual(ids);
      }
      await eventually(
        () => {
          const arrived = new Set(receiver.received.map(({ event }) => event.id));
          return ids.every((id: string) => arrived.has(id));
        },
        'the webhook has been sent it all',
        leaseAndMoreMs,
      );
      expect(writers.refused).toBe(0);
    } finally {
      await writers.close();
      for (const subscriber of subscribers) await subscriber.close();
    }
  }

  const readiness = async (name: string): Promise<Data> =>
    (await fetch(`${services.address(name)}/health/ready`)).json();

  (redisInstalled ? it : it.skip)(
    'loses nothing and refuses nothing while Redis dies and comes back',
    async () => {
      await survive(async (writers) => {
        for (let death = 0; death < 2; death++) {
          await writers.confirm(100);
          await services.redis.kill();
          for (const name of ['second-gateway', 'worker']) {
            await eventually(
              async () => (await readiness(name)).checks.redis === 'degraded',
              `${name} says that Redis is away`,
            );
            expect((await readiness(name)).status).toBe('ready');
          }
          await writers.confirm(100);
          await services.redis.start();
          for (const name of ['gateway', 'second-gateway', 'worker', 'second-worker', 'exchange']) {
            await eventually(
              async () => (await readiness(name)).checks.redis === 'ok',
              `${name} is connected to Redis again`,
            );
          }
        }
        await writers.confirm(100);
      });
      const told = services.process('worker').output().split('Redis is not there').length - 1;
      expect(told).toBeLessThanOrEqual(2);
    },
    480_000,
  );

  it('loses nothing and refuses nothing when one worker is killed', async () => {
    await survive(async (writers) => {
      await writers.confirm(100);
      services.process('worker').kill('SIGKILL');
      await services.process('worker').ended;
      await writers.confirm(300);
    });
  }, 600_000);
});
