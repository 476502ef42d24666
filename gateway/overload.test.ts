import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, type RunningShop, runShop, shopkeeper } from './fixtures/running-shop.ts';
import { until } from './fixtures/websocket-client.ts';
import { LoadLimit } from './overload.ts';

/** A limit under a clock of the test's; each probe takes what `takes` says, and a window lasts 250 ms besides. */
class Trial {
  now = 0;
  takes: (probe: number) => number = () => 1;
  utilisation = 0;
  readonly limit: LoadLimit;
  #probes = 0;

  constructor(probe?: () => Promise<unknown>) {
    const timed = async () => {
      this.now += this.takes(this.#probes);
      this.#probes += 1;
    };
    this.limit = new LoadLimit({
      probe: probe ?? timed,
      now: () => this.now,
      utilisation: () => this.utilisation,
    });
  }

  begin(count: number): number {
    let begun = 0;
    for (let i = 0; i < count; i += 1) begun += this.limit.begin() ? 1 : 0;
    return begun;
  }

  end(count: number): void {
    for (let i = 0; i < count; i += 1) this.limit.end();
  }

  /** As many windows of five probes, in each of which `ends` operations end, and as many begin as may. */
  async windows(count: number, ends = 0): Promise<void> {
    for (let window = 0; window < count; window += 1) {
      this.end(ends);
      this.begin(ends);
      for (let tick = 0; tick < 5; tick += 1) {
        this.now += 50;
        this.limit.tick();
        await new Promise(setImmediate);
      }
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

  it('lets in as many as are answered in 75 ms when the processor has no rest, and never fewer than twelve', async () => {
    const trial = new Trial();
    trial.takes = () => 0;
    trial.utilisation = 1;
    trial.begin(400);
    // 100 in 250 ms are 30 in 75 ms.
    await trial.windows(3, 100);
    expect(trial.limit.limit).toBe(30);
    expect(trial.begin(1)).toBe(0);
    await trial.windows(6, 1);
    expect(trial.limit.limit).toBe(12);
  });

  it('lets in as few when the database makes everything wait', async () => {
    const trial = new Trial();
    trial.takes = () => 40;
    trial.begin(200);
    await trial.windows(2, 90);
    expect(trial.limit.limit).toBe(15);
  });

  it('takes no notice of a single window, nor of a single thing that was quick or slow by chance', async () => {
    const trial = new Trial();
    trial.begin(200);
    trial.utilisation = 1;
    await trial.windows(1);
    trial.utilisation = 0.5;
    trial.takes = (probe) => (probe % 5 === 3 ? 2 : 900);
    await trial.windows(10);
    expect(trial.limit.limit).toBe(Number.POSITIVE_INFINITY);
  });

  it('lets a hold-up pass after which hardly more comes than is answered, but not one that does not pass', async () => {
    const trial = new Trial();
    trial.takes = () => 0;
    trial.begin(60);
    trial.utilisation = 1;
    await trial.windows(5, 100);
    expect(trial.begin(1)).toBe(1);
    trial.utilisation = 0.5;
    await trial.windows(1, 100);
    trial.utilisation = 1;
    await trial.windows(6, 100);
    expect(trial.limit.limit).toBe(30);
  });

  it('sends nobody away of those who wait for something slow while the processor rests', async () => {
    const trial = new Trial();
    trial.begin(500);
    await trial.windows(10);
    expect(trial.limit.limit).toBe(Number.POSITIVE_INFINITY);
  });

  it('sends nobody away of a few, however busy they keep it', async () => {
    const trial = new Trial();
    trial.takes = () => 900;
    trial.utilisation = 1;
    trial.begin(12);
    await trial.windows(10);
    expect(trial.limit.limit).toBe(Number.POSITIVE_INFINITY);
  });

  it('lets in more and more when it is well again, and everybody in the end', async () => {
    const trial = new Trial();
    trial.takes = () => 0;
    trial.utilisation = 1;
    trial.begin(400);
    await trial.windows(3, 100);
    expect(trial.limit.limit).toBe(30);
    trial.utilisation = 0.5;
    await trial.windows(2);
    expect(trial.limit.limit).toBe(37);
    trial.end(400);
    await trial.windows(42);
    expect(trial.limit.limit).toBe(Number.POSITIVE_INFINITY);
  });

  it('takes what does not come back for slow, and what fails for nothing', async () => {
    const hanging = new Trial(() => new Promise(() => {}));
    const failing = new Trial(() => Promise.reject(new Error('away')));
    for (const trial of [hanging, failing]) {
      trial.begin(100);
      await trial.windows(4);
    }
    expect(hanging.limit.limit).toBeLessThan(100);
    expect(failing.limit.limit).toBe(Number.POSITIVE_INFINITY);
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
