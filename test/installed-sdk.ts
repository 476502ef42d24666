import { execFile } from 'node:child_process';
import { glob, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { minify } from '@swc/core';
import { projectRoot } from '../platform/project-root.ts';
import type * as Sdk from '../sdk/src/index.ts';
import { codeOf, paste } from './pasted-code.ts';

const run = promisify(execFile);
let installed: Promise<string> | undefined;

/** A folder in which the SDK is packed and installed as docs/first-steps-sdk.md says, of a hub that runs on `dataDir`. */
export function installSdk(dataDir: string): Promise<string> {
  installed ??= install(dataDir);
  return installed;
}

const offline = {
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_update_notifier: 'false',
};

async function install(dataDir: string): Promise<string> {
  const checkout = path.join(dataDir, 'user', 'checkout');
  await mkdir(checkout, { recursive: true });
  await symlink(path.join(projectRoot, 'sdk'), path.join(checkout, 'sdk'));
  await symlink(dataDir, path.join(checkout, '.data'));
  const said = await codeOf('docs/first-steps-sdk.md', '## 1. A hub', '## 2. A key');
  const { ended, printed } = paste(`${said}\nprintenv OPERATOR_KEY > operator-key`, checkout, {
    environment: offline,
  });
  if ((await ended) !== 0) throw new Error(printed());
  return path.join(dataDir, 'user', 'first-steps');
}

/** The SDK as `require` and as `import` load it. */
export async function loadBoth(folder: string): Promise<{ required: typeof Sdk; imported: object }> {
  const required: typeof Sdk = createRequire(path.join(folder, 'index.js'))('@skills-hub/sdk');
  const source = `process.stdout.write(JSON.stringify(Object.keys(await import('@skills-hub/sdk'))))`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', source], { cwd: folder });
  return { required, imported: Object.fromEntries(JSON.parse(stdout).map((name: string) => [name, true])) };
}

export function modulesOf(folder: string): string {
  return path.join(folder, 'node_modules', '@skills-hub', 'sdk', 'dist', 'esm');
}

/** What there is to read in the package. */
export async function documentsOf(folder: string): Promise<string[]> {
  return (await readdir(path.join(modulesOf(folder), '..', '..'), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== 'package.json')
    .map(({ name }) => name)
    .sort();
}

/** What nobody loads who does not import `webSocket`. */
const optional = ['web-socket.js', 'inbox.js'];

/** How many bytes the client and what it loads are as a bundler leaves them: minified, in one piece, compressed. */
export async function compressedBytes(folder: string): Promise<number> {
  const parts: string[] = [];
  for await (const file of glob('**/*.js', { cwd: modulesOf(folder) })) {
    if (optional.includes(file)) continue;
    const { code } = await minify(await readFile(path.join(modulesOf(folder), file), 'utf8'), {
      module: true,
    });
    parts.push(code);
  }
  return gzipSync(parts.join('')).length;
}
