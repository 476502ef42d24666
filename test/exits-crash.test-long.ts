import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { travel } from '../subgraphs/credentials/exits-under-test.ts';
import { ask, eventually } from './graph-request.ts';
import { KillableHub } from './killable-hub.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import type { Data } from './subgraph-harness.ts';

/** An attempt of which nothing was heard for three minutes has died with its process. */
const leaseAndMoreMs = 5 * 60_000;

describe('a hub that is killed while it takes a credential elsewhere', () => {
  let world: OutsideWorld;
  let hub: KillableHub;
  beforeAll(async () => {
    world = await startOutsideWorld();
    hub = await KillableHub.start(world.environment);
  });
  afterAll(async () => {
    await hub.remove();
    await world.close();
  });

  const asLearner = (query: string, variables?: Record<string, unknown>): Promise<Data> => {
    const { learner } = hub.apiKeys as unknown as { learner: string };
    return ask(hub.graphqlUrl, learner, query, variables);
  };
  const requestsOf = async (system: string, operation: string) =>
    (await world.requests(system)).filter((request) => request.operation === operation);

  it(
    'issues it at Europass once more, which is the same one, and never adds it to LinkedIn twice',
    async () => {
      const { credentials } = await asLearner('{ credentials { nodes { id status } } }');
      const { id } = credentials.nodes.find((one: Data) => one.status === 'ACTIVE');
      const { connectLinkedIn } = await asLearner('mutation { connectLinkedIn { url } }');
      expect((await travel(connectLinkedIn.url)).status).toBe(200);
      // They do what they are asked, and answer when nobody is there any more.
      await world.fault('europass', { fault: 'slow', ms: 60_000, on: 'issue' });
      await world.fault('linkedin', { fault: 'slow', ms: 60_000, on: 'certify' });
      const input = { credentialId: id };
      const unanswered = Promise.allSettled([
        asLearner(
          'mutation($input: ExportCredentialInput!) { exportCredentialToEuropass(input: $input) { id } }',
          {
            input,
          },
        ),
        asLearner(
          'mutation($input: AddCredentialToLinkedInInput!) { addCredentialToLinkedIn(input: $input) { id } }',
          {
            input,
          },
        ),
      ]);
      await eventually(async () => (await requestsOf('europass', 'issue')).length === 1, 'Europass is told');
      await eventually(
        async () => (await requestsOf('linkedin', 'certify')).length === 1,
        'LinkedIn is told',
      );
      await hub.kill('the whole process group');
      await unanswered;
      await hub.start();
      const query =
        'query($id: ID!) { credential(id: $id) { exports { nodes { destination status attempts } } } }';
      const statusOf = async (destination: string) => {
        const { credential } = await asLearner(query, { id });
        return credential.exports.nodes.find((one: Data) => one.destination === destination);
      };
      const settled = (destination: string, status: string) =>
        eventually(
          async () => (await statusOf(destination)).status === status,
          `${destination} is ${status}`,
          leaseAndMoreMs,
        );
      await settled('EUROPASS', 'SUCCEEDED');
      await settled('LINKEDIN_PROFILE', 'UNKNOWN');
      expect(await statusOf('EUROPASS')).toMatchObject({ attempts: 2 });
      expect(await requestsOf('linkedin', 'certify')).toHaveLength(1);
    },
    15 * 60_000,
  );
});
