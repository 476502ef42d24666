import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultyEndpoint, faults } from './faulty-endpoint-under-test.ts';
import { Receiver, until } from './receiver-under-test.ts';
import { WebhookScene } from './webhook-scene-under-test.ts';

const timedOut = { responseStatus: null, error: 'no answer within 2000 ms' };
const broken = { responseStatus: null, error: expect.any(String) };
const outcomes: Record<keyof typeof faults, { status: string; attempt: object }> = {
  hangs: { status: 'EXHAUSTED', attempt: timedOut },
  'answers byte by byte': { status: 'EXHAUSTED', attempt: timedOut },
  'sends its body byte by byte': { status: 'EXHAUSTED', attempt: timedOut },
  'sends a gigabyte with 200': { status: 'SUCCEEDED', attempt: { responseStatus: 200, error: null } },
  'sends a gigabyte with 500': { status: 'EXHAUSTED', attempt: { responseStatus: 500 } },
  'closes early': { status: 'EXHAUSTED', attempt: broken },
  'closes within its body': { status: 'EXHAUSTED', attempt: broken },
  'resets within its headers': { status: 'EXHAUSTED', attempt: broken },
  'sends huge headers': { status: 'EXHAUSTED', attempt: broken },
  'speaks no HTTP': { status: 'EXHAUSTED', attempt: broken },
};
const cases = Object.entries(faults);

describe('an endpoint that', () => {
  const scene = WebhookScene.set();
  const endpoints = new Map<string, FaultyEndpoint>();
  beforeAll(async () => {
    for (const [name, fault] of cases) endpoints.set(name, await new FaultyEndpoint(fault).start());
  });
  afterAll(() => Promise.all([...endpoints.values()].map((endpoint) => endpoint.close())));

  const to = (name: string) => endpoints.get(name) as FaultyEndpoint;

  it.each(cases.map(([name]) => name))(
    '%s costs one attempt, bounded in time and in memory, and its neighbour nothing',
    async (name) => {
      const { status, attempt } = outcomes[name as keyof typeof faults];
      const timeoutSeconds = attempt === timedOut ? 2 : 60;
      const faulty = await scene.webhook({ url: to(name).url, timeoutSeconds, retryCount: 0 });
      const healthy = await scene.webhook();
      const before = to(name).ended;
      let endedMeanwhile = 0;
      scene.receiver.answers = [
        (response) => {
          endedMeanwhile = to(name).ended - before;
          response.writeHead(200).end();
        },
      ];
      const student = await scene.student();
      await until(() => scene.receiver.received[0]?.event.data.student_id === student, 'the neighbour’s');
      // Who waits for the faulty one to be given up is costing its neighbour time.
      if (attempt === timedOut) expect(endedMeanwhile).toBe(0);
      const [delivery] = await scene.settled(faulty.id, status);
      expect(delivery.attempts).toHaveLength(1);
      expect(delivery.attempts[0]).toMatchObject(attempt);
      // What sends its body byte by byte needs a hundred seconds for it.
      expect(delivery.attempts[0].durationMs).toBeLessThan(80_000);
      expect((delivery.attempts[0].responseBody ?? '').length).toBeLessThanOrEqual(4096);
      expect(to(name).sent).toBeLessThan(32 * 2 ** 20);
      await until(() => to(name).open === 0, 'the connection is cut');
      await scene.settled(healthy.id, 'SUCCEEDED');
    },
  );

  it('goes wrong in whatever way, beside nine others, keeps nothing from the healthy one that comes with them', async () => {
    for (const [name] of cases) {
      await scene.webhook({ url: to(name).url, timeoutSeconds: 2, retryCount: 1 });
    }
    const healthy = await scene.webhook();
    const students = await scene.students(20);
    await scene.settled(healthy.id, 'SUCCEEDED', 20);
    expect(new Set(scene.receiver.received.map(({ event }) => event.data.student_id))).toEqual(
      new Set(students),
    );
    expect(scene.receiver.received).toHaveLength(20);
  });

  it('does not answer is waited for as long as its webhook says', async () => {
    scene.receiver.answers = [(response) => void response.writeHead(200).write('slow'), 200];
    const { id } = await scene.webhook({ timeoutSeconds: 1 });
    await scene.student();
    const [delivery] = await scene.settled(id, 'SUCCEEDED');
    expect(delivery.attempts[0]).toMatchObject({ responseStatus: null, error: 'no answer within 1000 ms' });
  });

  it('fails is sent four at a time at first, and then one by one', async () => {
    scene.receiver.answers = [(response) => void setTimeout(() => response.writeHead(500).end(), 40)];
    const { id } = await scene.webhook({ retryCount: 4 });
    await Promise.all(Array.from({ length: 6 }, () => scene.student()));
    await until(() => scene.receiver.received.length >= 12, 'failures');
    expect(scene.receiver.mostAtOnce).toBeLessThanOrEqual(4);
    scene.receiver.mostAtOnce = 0;
    await until(() => scene.receiver.received.length >= 18, 'more failures');
    expect(scene.receiver.mostAtOnce).toBe(1);
    await scene.settled(id, 'EXHAUSTED', 6);
  });

  it('flips between 200 and 500 has everything in the end, each event under one id', async () => {
    const flipping = await new Receiver().start();
    const refused = new Set<unknown>();
    // Of each event the first request, so that none is refused by bad luck each time that it comes.
    flipping.answers = [
      (response) => {
        const id = response.req.headers['webhook-id'];
        response.writeHead(refused.has(id) ? 200 : 500).end();
        refused.add(id);
      },
    ];
    try {
      const { id } = await scene.webhook({ url: flipping.url, retryCount: 10 });
      const students = await scene.students(12);
      await scene.settled(id, 'SUCCEEDED', 12);
      const ids = new Map(flipping.received.map(({ event }) => [event.data.student_id, event.id]));
      expect(new Set(ids.keys())).toEqual(new Set(students));
      expect(new Set(flipping.received.map(({ event }) => event.id)).size).toBe(12);
    } finally {
      await flipping.close();
    }
  });
});
