import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Receiver, until } from '../subgraphs/exchange/deliveries/receiver-under-test.ts';
import { ask, send } from './graph-request.ts';
import { KillableHub } from './killable-hub.ts';
import { newLearner } from './story-nouns.ts';

const createStudent = 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }';

describe.each([
  ['webhooks', null],
  ['webhooks that select their payload', '... on Student { student_id: id organisation { name } }'],
])('a hub that is killed while it delivers %s', (_, payload) => {
  let hub: KillableHub;
  const receiver = new Receiver();
  beforeAll(async () => {
    hub = await KillableHub.start({ SANDBOX_PORT: '0' });
    await receiver.start();
  });
  afterAll(async () => {
    await hub.remove();
    await receiver.close();
  });

  it('has sent, after its return, every event that was promised, and repeats carry the same id', async () => {
    receiver.answers = [(response) => void setTimeout(() => response.end(), 100)];
    const { viewer } = await hub.ask('{ viewer { organisation { id } } }');
    await ask(
      hub.graphqlUrl,
      hub.apiKeys.admin,
      'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { secret } }',
      {
        input: {
          name: 'LMS',
          url: receiver.url,
          events: ['student.created'],
          timeoutSeconds: 1,
          payload,
          organisationId: viewer.organisation.id,
        },
      },
    );
    const promised: string[] = [];
    for (let kill = 0; kill < 3; kill++) {
      let going = true;
      const writers = Array.from({ length: 4 }, async () => {
        while (going) {
          try {
            const { data } = await send(hub.graphqlUrl, hub.apiKeys.institution, createStudent, {
              input: newLearner(),
            });
            if (data?.createStudent) promised.push(data.createStudent.id);
          } catch {
            // The hub was killed before it answered: nothing was promised.
            return;
          }
        }
      });
      await until(() => receiver.received.length > 15 * (kill + 1), 'deliveries are under way');
      await hub.kill(kill % 2 === 0 ? 'the hub alone' : 'the whole process group');
      going = false;
      await Promise.all(writers);
      await hub.start();
    }
    await until(() => {
      const arrived = new Set(receiver.received.map(({ event }) => event.data.student_id));
      return promised.every((student) => arrived.has(student));
    }, 'everything has arrived');
    const ids = new Map<unknown, Set<string>>();
    for (const { event } of receiver.received) {
      const student = event.data.student_id;
      ids.set(student, (ids.get(student) ?? new Set()).add(event.id));
    }
    expect([...ids.values()].every((seen) => seen.size === 1)).toBe(true);
    expect(promised.length).toBeGreaterThan(45);
  }, 400_000);
});
