import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ComposeService, interpolate, readComposeFile } from './compose-file.ts';
import { playEventStory } from './event-story.ts';
import { playExitStory } from './exit-story.ts';
import { send } from './graph-request.ts';
import { startProcess } from './hub-process.ts';
import { demoEnvironment, LocalServices, programOf } from './local-services.ts';
import { playMainStory } from './main-story.ts';
import { playPeopleStory } from './people-story.ts';
import { receiveSelectedPayload } from './selected-payload.ts';
import { playSignInStory } from './sign-in-story.ts';
import { playTokenStory } from './token-story.ts';

describe('docker-compose.yml', () => {
  it.each(['POSTGRES_PASSWORD', 'HUB_ENCRYPTION_KEY', 'HUB_INTERNAL_KEY', 'PUBLIC_URL'])(
    'does not start without %s',
    async (name) => {
      const services = await readComposeFile();
      expect(() => interpolate(services, { ...demoEnvironment(), [name]: '' })).toThrow(`${name}: `);
    },
  );

  it('gives no outside system an address of its own, and every service a health check', async () => {
    const services = interpolate(await readComposeFile(), {
      POSTGRES_PASSWORD: 'x',
      HUB_ENCRYPTION_KEY: 'x',
      HUB_INTERNAL_KEY: 'x',
      PUBLIC_URL: 'x',
    });
    for (const [name, { environment = {}, healthcheck }] of Object.entries(services)) {
      const addresses = Object.entries(environment).filter(([variable]) => variable.endsWith('_API_URL'));
      expect(addresses.filter(([, value]) => value !== '')).toEqual([]);
      if (!['migrate', 'demo-data'].includes(name)) expect(healthcheck?.test[0]).toBe('CMD');
    }
  });

  it('has the stand-ins and the demo data under the profile demo alone', async () => {
    const services = await readComposeFile();
    const demo = Object.entries(services).filter(([, { profiles }]) => profiles?.includes('demo'));
    expect(demo.map(([name]) => name)).toEqual(['sandbox', 'demo-data']);
  });
});

describe('a process of docker-compose.yml', () => {
  it.each([
    ['gateway', ['DATABASE_URL', 'HUB_INTERNAL_KEY', 'PUBLIC_URL', 'SUBGRAPH_PAYMENTS_URL']],
    [
      'payments',
      ['DATABASE_URL', 'HUB_INTERNAL_KEY', 'HUB_ENCRYPTION_KEY', 'PUBLIC_URL', 'SUBGRAPH_TRAINING_URL'],
    ],
    ['worker', ['DATABASE_URL', 'HUB_ENCRYPTION_KEY', 'PUBLIC_URL']],
  ])('%s names everything that it misses and does not start', async (name, missing) => {
    const service = (await readComposeFile())[name] as ComposeService;
    const [program, args] = programOf(service.command);
    const refused = startProcess(program, {}, args);
    expect(await refused.ended).toBe(1);
    for (const variable of missing) expect(refused.output()).toContain(`  ${variable}: is missing`);
  });
});

describe('the services of docker-compose.yml, as local processes', () => {
  let services: LocalServices;
  beforeAll(async () => {
    services = await LocalServices.prepare();
  });
  afterAll(() => services.remove());

  it('tell the main story together, take and send events in each way, take access tokens, let credentials leave, invite people and let them sign in, and end one by one', async () => {
    const demo = await services.start();
    await playMainStory({
      graphqlUrl: demo.graphql,
      sandboxUrl: services.address('sandbox'),
      apiKeys: demo.apiKeys,
    });
    await receiveSelectedPayload(demo.graphql, demo.apiKeys);
    await playTokenStory(demo.graphql, demo.apiKeys);
    const known = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'test_key',
      client_secret: 'test_secret',
    });
    const refused = await fetch(new URL('/oauth/token', demo.graphql), {
      method: 'POST',
      body: known,
      headers: { origin: 'https://app.example' },
    });
    const readable = refused.headers.get('access-control-allow-origin');
    expect([refused.status, readable, await refused.json()]).toEqual([
      401,
      '*',
      expect.objectContaining({ error: 'invalid_client' }),
    ]);
    const schema = '{ __schema { queryType { name } } }';
    expect((await send(demo.graphql, null, schema)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await send(demo.graphql, demo.apiKeys.institution, schema)).codes).toEqual([]);
    const sync = 'mutation { syncIntegration(input: { name: "sicantik" }) { name status } }';
    expect((await send(demo.graphql, demo.apiKeys.admin, sync)).data).toEqual({
      syncIntegration: { name: 'SICANTIK', status: 'RUNNING' },
    });
    await playSignInStory(demo.graphql, demo.apiKeys, demo.people.learner);
    await playExitStory(demo.graphql, demo.apiKeys);
    await playPeopleStory({
      graphqlUrl: demo.graphql,
      sandboxUrl: services.address('sandbox'),
      apiKeys: demo.apiKeys,
    });
    await playEventStory({
      graphqlUrl: demo.graphql,
      apiKeys: demo.apiKeys,
      logs: () => ['gateway', 'identity', 'worker'].map((name) => services.process(name).output()),
    });
    for (const name of services.lasting.toReversed()) {
      services.process(name).kill('SIGTERM');
      expect([name, await services.process(name).ended]).toEqual([name, 0]);
    }
  }, 600_000);
});
