import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../platform/project-root.ts';
import { AnswerCheck } from './answer-check.ts';
import { eventually } from './graph-request.ts';
import { playRestStory } from './rest-play.ts';
import { sendRest } from './rest-requests.ts';
import { furnishStory } from './rest-story/story-setting.ts';
import { setRestStage } from './rest-story.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the validating proxy of others, before the REST interface', () => {
  let hub: WholeGraph;
  let folder: string;
  beforeAll(async () => {
    hub = await startWholeGraph({ routes: true });
    folder = await mkdtemp(path.join(tmpdir(), 'prism '));
  }, 480_000);
  afterAll(async () => {
    await hub?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('lets every request of the story and its answer through: it reads the document as the hub means it', async () => {
    const file = path.join(folder, 'openapi.json');
    await writeFile(file, (await sendRest(hub.url, 'GET', '/api/docs/openapi.json')).text);
    const port = await freePort();
    const prism = path.join(projectRoot, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
    const args = [prism, 'proxy', file, hub.url, '--errors', '--host', '127.0.0.1', '--port', String(port)];
    const proxy = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    proxy.stdout.on('data', (text) => (output += text));
    proxy.stderr.on('data', (text) => (output += text));
    try {
      await eventually(() => output.includes('is listening'), 'the proxy listens');
      const wrong = await sendRest(`http://127.0.0.1:${port}`, 'POST', '/v1/students', {
        key: 'x',
        body: {},
      });
      expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('name')]);
      const setting = await furnishStory(hub, await setRestStage(hub));
      const check = await AnswerCheck.ofHub(hub.url);
      // The proxy goes where it is led, which is elsewhere.
      await playRestStory(`http://127.0.0.1:${port}`, setting, check, hub.url);
    } finally {
      proxy.kill();
    }
  }, 600_000);
});
