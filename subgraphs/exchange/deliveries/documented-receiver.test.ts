import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../platform/project-root.ts';
import { bodySignature, newSecret, standardSignature } from '../webhooks/webhook.secret.ts';
import { envelope } from './envelope.ts';
import { until } from './receiver-under-test.ts';

const secret = newSecret();
const id = '01890a5d-ac96-774b-bcce-b302099a8005';
const body = envelope({ id, type: 'student.created', occurredAt: new Date(), data: { name: 'Siti' } });

function headersAt(secondsAgo: number, key = secret): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1000) - secondsAgo;
  return {
    'content-type': 'application/json',
    'webhook-id': `evt_${id}`,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': standardSignature(key, `evt_${id}`, timestamp, body),
    'x-skillpassport-signature': bodySignature(key, body),
  };
}

describe('the receiver in docs/webhooks.md', () => {
  it('accepts what the hub sends, once, and refuses what is altered, old or signed by somebody else', async () => {
    const text = await readFile(path.join(projectRoot, 'docs', 'webhooks.md'), 'utf8');
    const source = text.match(/```js\n([\s\S]*?)```/)?.[1] ?? '';
    const folder = await mkdtemp(path.join(tmpdir(), 'receiver-'));
    await writeFile(path.join(folder, 'receiver.mjs'), source);
    const receiver = spawn(process.execPath, [path.join(folder, 'receiver.mjs')], {
      env: { WEBHOOK_SECRET: secret, PORT: '0' },
    });
    let said = '';
    receiver.stdout.on('data', (chunk) => (said += chunk));
    const ended = new Promise((resolve) => receiver.on('exit', resolve));
    try {
      const [, port] = await until(() => said.match(/listening on (\d+)/), 'the receiver listens');
      const post = async (headers: Record<string, string>, content = body) =>
        (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: content })).status;
      expect(await post(headersAt(0))).toBe(200);
      expect(await post(headersAt(60))).toBe(200);
      expect(await post(headersAt(0), `${body} `)).toBe(401);
      expect(await post(headersAt(301))).toBe(401);
      expect(await post(headersAt(0, newSecret()))).toBe(401);
      expect(await post({})).toBe(401);
      await until(() => said.includes('student.created'), 'the receiver says what it got');
      expect(said.match(/student\.created/g)).toHaveLength(1);
    } finally {
      receiver.kill();
      await ended;
      await rm(folder, { recursive: true });
    }
  });
});
