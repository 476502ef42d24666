import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { killLeftHubs, startHub } from './hub-process.ts';
import { tellMainStory } from './main-story.ts';

describe('the main story', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'hub-story-'));
    await chmod(dataDir, 0o711);
  });
  afterAll(async () => {
    killLeftHubs();
    await rm(dataDir, { recursive: true });
  });

  it('comes true in one process, with nothing configured', async () => {
    const hub = await startHub(dataDir);
    const { apiKeys } = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    const sandboxUrl = /Stand-ins +(http[^ /]+\/\/[^ /]+)/.exec(hub.output())?.[1] ?? '';
    await tellMainStory({ graphql: `${hub.url}/graphql`, sandboxUrl, institutionKey: apiKeys.institution });
    hub.kill('SIGTERM');
    await hub.ended;
  });
});
