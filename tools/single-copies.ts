import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';

// Fails when the lock file installs one of these packages more than once: each keeps things that two
// copies do not share, and then composing, planning or executing goes wrong without an error.

const single = [
  '@apollo/federation-internals',
  'graphql',
  'type-graphql',
  '@mikro-orm/core',
  'reflect-metadata',
];

const lock = JSON.parse(await readFile(path.join(projectRoot, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, unknown>;
};
for (const name of single) {
  const copies = Object.keys(lock.packages).filter((place) => place.endsWith(`node_modules/${name}`));
  if (copies.length === 1) continue;
  console.error(
    `${name} is to be installed once, and is installed ${copies.length} times: ${copies.join(', ')}`,
  );
  process.exitCode = 1;
}
