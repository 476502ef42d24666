import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { playEventStory } from './event-story.ts';
import { killLeftHubs, startHub } from './hub-process.ts';
import { playMainStory } from './main-story.ts';
import { playPeopleStory } from './people-story.ts';

describe('the hub in one process, with nothing configured', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'hub-story-'));
    await chmod(dataDir, 0o711);
  });
  afterAll(async () => {
    killLeftHubs();
    await rm(dataDir, { recursive: true });
  });

  it('plays the main story: taught, registered, paid, watched, refunded, reported, and seen by nobody else; somebody is invited; and events arrive in each way', async () => {
    const hub = await startHub(dataDir);
    const { apiKeys } = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    const sandboxUrl = /Stand-ins +(http[^ /]+\/\/[^ /]+)/.exec(hub.output())?.[1] ?? '';
    await playMainStory({ graphqlUrl: `${hub.url}/graphql`, sandboxUrl, apiKeys });
    await playPeopleStory({ graphqlUrl: `${hub.url}/graphql`, sandboxUrl, apiKeys });
    await playEventStory({ graphqlUrl: `${hub.url}/graphql`, apiKeys, logs: () => [hub.output()] });
    hub.kill('SIGTERM');
    await hub.ended;
  });
});
