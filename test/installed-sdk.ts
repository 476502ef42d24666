import { execFile } from 'node:child_process';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { minify } from '@swc/core';
import { projectRoot } from '../platform/project-root.ts';
import type * as Sdk from '../sdk/src/index.ts';

const run = promisify(execFile);
let installed: Promise<string> | undefined;

/** A folder below `parent` in which the packed SDK is installed, as a user would from the file that `npm pack` writes. */
export function installSdk(parent: string): Promise<string> {
  installed ??= install(path.join(parent, 'user'));
  return installed;
}

async function install(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const sdk = path.join(projectRoot, 'sdk');
  await run('npm', ['pack', '--pack-destination', folder], { cwd: sdk });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const tarballs: string[] = [];
  for await (const file of glob('*.tgz', { cwd: folder })) tarballs.push(file);
  const flags = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...flags, `./${tarballs[0]}`], { cwd: folder });
  return folder;
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
