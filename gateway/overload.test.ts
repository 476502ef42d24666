import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, type RunningShop, runShop, shopkeeper } from './fixtures/running-shop.ts';
import { until } from './fixtures/websocket-client.ts';
import { LoadLimit } from './overload.ts';

/** A limit under a clock of the test's; each probe takes what `takes` says. */
class Trial {
  now = 0;
  takes: (probe: number) => number = () => 1;
  readonly limit = new LoadLimit(
    async () => {
      this.now += this.takes(this.#probes);
      this.#probes += 1;
    },
    () => this.now,
  );
  #probes = 0;

  begin(count: number): number {
    let begun = 0;
    for (let i = 0; i < count; i += 1) begun += this.limit.begin() ? 1 : 0;
    return begun;
  }

  /** As many windows of five probes. */
  async windows(count: number): Promise<void> {
    for (let tick = 0; tick < count * 5; tick += 1) {
      this.limit.tick();
      await new Promise(setImmediate);
    }
  }
}

describe('the limit of what is under way', () => {
  it('lets in any number while nothing waits', async () => {
    const trial = new Trial();
    expect(trial.begin(5000)).toBe(5000);
    await trial.windows(3);
    expect(trial.begin(5000)).toBe(5000);
  });

  it('lets in fewer when everything waits, in proportion, and never fewer than twelve', async () => {
    const trial = new Trial();
    trial.takes = () => 40;
    trial.begin(200);
    await trial.windows(1);
    expect(trial.limit.limit).toBe(125);
    expect(trial.begin(1)).toBe(0);
    trial.takes = () => 4000;
    await trial.windows(20);
    expect(trial.limit.limit).toBe(12);
  });

  it('takes no notice of a single thing that was quick or slow by chance', async () => {
    const trial = new Trial();
    trial.takes = (probe) => (probe % 5 === 3 ? 2 : 900);
    trial.begin(200);
    await trial.windows(10);
    expect(trial.limit.limit).toBe(Number.POSITIVE_INFINITY);
  });

  it('sends nobody away of a few who wait for something slow', async () => {
    const trial = new Trial();
    trial.takes = () => 900;
    trial.begin(12);
    await trial.windows(10);
    expect(trial.limit.limit).toBe(Number.POSITIVE_INFINITY);
  });

  it('lets in more and more when it is well again, and everybody in the end', async () => {
    const trial = new Trial();
    trial.takes = () => 50;
    trial.begin(100);
    await trial.windows(1);
    expect(trial.limit.limit).toBe(50);
    trial.takes = () => 1;
    await trial.windows(2);
    expect(trial.limit.limit).toBe(62);
    for (let i = 0; i < 100; i += 1) trial.limit.end();
    await trial.windows(42);
    expect(trial.limit.limit).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes what does not come back for slow, and what fails for nothing', async () => {
    let now = 0;
    const hanging = new LoadLimit(
      () => new Promise(() => {}),
      () => now,
    );
    const failing = new LoadLimit(
      () => Promise.reject(new Error('away')),
      () => now,
    );
    for (const limit of [hanging, failing]) for (let i = 0; i < 100; i += 1) limit.begin();
    for (let tick = 0; tick < 20; tick += 1) {
      for (const limit of [hanging, failing]) limit.tick();
      await new Promise(setImmediate);
      now += 50;
    }
    expect(hanging.limit).toBeLessThan(100);
    expect(failing.limit).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a gateway that has more to do than it can', () => {
  let running: RunningShop;
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  beforeAll(async () => {
    running = await runShop('in process', {
      authenticator: {
        async authenticate({ apiKey }) {
          if (apiKey === 'slow') await held;
          return shopkeeper;
        },
      },
      overload: { probe: () => held },
      routes: [
        (app) => {
          app.post('/api/callback', async () => 'taken');
          app.get('/v1/me', { config: { runsOperations: true } }, async () => 'me');
        },
      ],
    });
  });
  afterAll(() => running.close());
  const ask = (key: string) => post(running.gateway, { query: '{ me { name } }' }, { 'x-api-key': key });

  it('sends operations away at once with 503 and Retry-After, answers those that it let in, takes callbacks, and stays healthy', async () => {
    const letIn = Array.from({ length: 40 }, () => ask('slow').then(({ status }) => status));
    let refused: Awaited<ReturnType<typeof post>> | undefined;
    await until(async () => {
      const answer = await ask('quick');
      if (answer.status === 503) refused = answer;
      return refused !== undefined;
    });
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(refused?.body.errors?.[0]?.extensions).toMatchObject({ code: 'OVERLOADED', retryAfter: 1 });
    expect((await fetch(`${running.gateway.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${running.gateway.url}/v1/me`)).status).toBe(503);
    expect((await fetch(`${running.gateway.url}/api/callback`, { method: 'POST' })).status).toBe(200);
    expect(await (await fetch(`${running.gateway.url}/metrics`)).text()).toMatch(
      /^hub_overload_refused_total [1-9]/m,
    );
    letGo();
    expect(await Promise.all(letIn)).toEqual(Array(40).fill(200));
    expect((await ask('quick')).status).toBe(200);
  });
});
