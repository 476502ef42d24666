import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KillableHub } from './killable-hub.ts';

describe('a hub whose PostgreSQL dies again and again', () => {
  let hub: KillableHub;
  beforeAll(async () => {
    hub = await KillableHub.start({ SANDBOX: 'off' });
  });
  afterAll(() => hub.remove());

  it('ends, and says where the log of PostgreSQL is', async () => {
    let over = false;
    const ended = hub.ended.then((code) => {
      over = true;
      return code;
    });
    while (!over) {
      // Between its death and its next start there is none to be killed.
      await hub.killDatabase('SIGKILL').catch(() => undefined);
      await sleep(100);
    }
    expect(await ended).toBe(1);
    expect(hub.output()).toMatch(/cannot go on without it. Its log is \S+postgres.log/);
  }, 240_000);
});
