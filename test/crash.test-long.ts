import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './graph-request.ts';
import { KillableHub } from './killable-hub.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import { weldingProgram } from './story-nouns.ts';

/** An attempt of which nothing was heard for three minutes has died with its process. */
const leaseAndMoreMs = 5 * 60_000;

describe('a hub that is killed', () => {
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

  it(
    'registers a program of whose registration SIPLatih had been told when it died',
    async () => {
      const { createProgram: program } = await hub.ask(
        'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id } }',
        { input: weldingProgram() },
      );
      await world.fault('siplatih', { fault: 'slow', ms: 60_000, on: 'register' });
      const unanswered = hub
        .ask(
          'mutation($input: RegisterProgramWithSiplatihInput!) { registerProgramWithSiplatih(input: $input) { id } }',
          { input: { programId: program.id } },
        )
        .catch(() => undefined);
      const registrations = async () =>
        (await world.requests('siplatih')).filter(({ operation }) => operation === 'register');
      await eventually(async () => (await registrations()).length === 1, 'the ministry is told');
      await hub.kill('the whole process group');
      await unanswered;
      await hub.start();
      const registered = await eventually(
        async () => {
          const { program: now } = await hub.ask(
            'query($id: ID!) { program(id: $id) { siplatihProgramId siplatihSubmissions { nodes { status attempts } } } }',
            { id: program.id },
          );
          return now.siplatihProgramId !== null && now;
        },
        'the program is registered',
        leaseAndMoreMs,
      );
      expect(registered.siplatihSubmissions.nodes).toEqual([{ status: 'ACCEPTED', attempts: 2 }]);
      expect(await registrations()).toHaveLength(2);
    },
    15 * 60_000,
  );
});
