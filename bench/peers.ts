import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';

/** Where what the hub is measured against is installed. */
export const folderOfPeers = path.join(projectRoot, 'bench');

/** Installs what is measured against, at the first use and whenever its lock file is newer. */
export async function installPeers(): Promise<void> {
  const changed = async (file: string) =>
    (await stat(path.join(folderOfPeers, file)).catch(() => null))?.mtimeMs ?? 0;
  const [installed, wanted] = [
    await changed('node_modules/.package-lock.json'),
    await changed('package-lock.json'),
  ];
  if (installed >= wanted) return;
  console.error('Installing what the hub is measured against (once; some 700 MB in bench/node_modules) ...');
  // By the lock file, too; `npm ci` refuses one that leaves out a package for another platform that is nowhere to be had.
  const npm = spawnSync(
    'npm',
    ['install', '--no-save', '--prefix', folderOfPeers, '--no-audit', '--no-fund'],
    {
      stdio: ['ignore', 2, 2],
    },
  );
  if (npm.status !== 0) throw new Error('npm could not install them.');
}
