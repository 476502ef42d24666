import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { playEventStory } from './event-story.ts';
import { KillableHub } from './killable-hub.ts';
import { playMainStory } from './main-story.ts';

/** Makes `Date` of a process step at each SIGUSR2: an hour forward, then to an hour behind. */
const steppingClock = `
const Real = Date;
const steps = [3600000, -3600000];
let offset = 0;
const now = () => Real.now() + offset;
globalThis.Date = new Proxy(Real, {
  construct: (target, args, made) => Reflect.construct(target, args.length > 0 ? args : [now()], made),
  apply: () => new Real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
process.on('SIGUSR2', () => {
  offset = steps.shift() ?? 0;
  console.log('The clock is off by ' + offset);
});`;

describe('a hub whose clock is stepped, so that its database disagrees by an hour', () => {
  let hub: KillableHub;
  beforeAll(async () => {
    const preload = `data:text/javascript,${encodeURIComponent(steppingClock)}`;
    hub = await KillableHub.start({ SANDBOX_PORT: '0', NODE_OPTIONS: `--import ${preload}` });
  });
  afterAll(() => hub.remove());

  it.each(['forward', 'back'])(
    'brings events in each way, retries deliveries and has payments paid, an hour %s',
    async () => {
      await hub.signal('SIGUSR2', 'The clock is off by');
      const { graphqlUrl, apiKeys } = hub;
      await playEventStory({ graphqlUrl, apiKeys, logs: () => [hub.output()] });
      await playMainStory({ graphqlUrl, apiKeys, sandboxUrl: hub.sandboxUrl });
    },
    240_000,
  );
});
