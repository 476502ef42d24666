import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../platform/project-root.ts';
import { type CredentialStage, startCredentials } from '../fixtures.ts';

describe('the programs of docs/credentials.md', () => {
  let stage: CredentialStage;
  let programs: string[];
  beforeAll(async () => {
    stage = await startCredentials();
    const guide = await readFile(path.join(projectRoot, 'docs', 'credentials.md'), 'utf8');
    programs = [...guide.matchAll(/```js\n(.*?)```/gs)].map(([, program = '']) => program);
  });
  afterAll(() => stage.close());

  /** Runs a program as the guide does: on its own, with an address. */
  async function run(program: string | undefined, address: string) {
    const node = spawn(process.execPath, ['--input-type=module', '-', address], { cwd: projectRoot });
    node.stdin.end(program);
    const [said, complained] = await Promise.all([text(node.stdout), text(node.stderr), once(node, 'close')]);
    return { said, complained };
  }

  it('tell a stranger that a credential is genuine, and whether its issuer has suspended or revoked it', async () => {
    const { id, publicUrl } = await stage.givenCredential();
    const [badge, jwt] = programs;
    const genuine = 'genuine: Pengembangan Perangkat Lunak, issued by LPK Cakra <b>Digital</b>\n';
    expect(await run(badge, publicUrl)).toEqual({ said: genuine, complained: '' });
    expect(await run(jwt, `${publicUrl}.jwt`)).toEqual({ said: genuine, complained: '' });
    const suspension = { id, reason: 'Sedang diperiksa' };
    await stage.mutate('credentials', 'suspendCredential', 'SuspendCredentialInput', suspension);
    expect((await run(badge, publicUrl)).complained).toContain('Error: suspended, for the time being');
    await stage.mutate('credentials', 'revokeCredential', 'RevokeCredentialInput', { id, reason: 'Palsu' });
    expect((await run(badge, publicUrl)).complained).toContain('Error: revoked, for good');
  });
});
