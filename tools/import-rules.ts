import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';

// Which part of the project may import which; fails and names every import that is against it.
// (Biome finds cycles.) Tests, measurements and what only they use may import everything.

const folders = [
  'bench',
  'examples',
  'gateway',
  'integrations',
  'platform',
  'run',
  'sdk',
  'subgraphs',
  'test',
  'tools',
];

/** What code in a folder may import, besides its own folder and packages. Absent: everything. */
const mayImport: Record<string, readonly string[]> = {
  platform: [],
  sdk: [],
  examples: ['sdk'],
  integrations: ['platform'],
  subgraphs: ['integrations', 'platform', 'schema'],
  gateway: ['platform', 'schema'],
  run: ['gateway', 'integrations', 'platform', 'schema', 'subgraphs'],
};

export const forTests =
  /(\.test(-long)?\.ts$)|(^(bench|test)\/)|(\/fixtures(\/|\.ts$))|(-under-test\.ts$)|(^integrations\/.*\/conformance[^/]*$)/;
const standIn = /^(integrations|platform\/integration-kit)\/(.*\/)?sandbox(\/|-[a-z-]+\.ts$|\.ts$)/;

/** Why `importer` may not import `target` (both below the project's folder), or null when it may. */
export function objection(importer: string, target: string): string | null {
  if (forTests.test(importer)) return null;
  const [from = '', subgraph] = importer.split('/');
  const [to = '', otherSubgraph] = target.split('/');
  if (forTests.test(target)) return 'only tests use it';
  if (standIn.test(target) && !standIn.test(importer) && from !== 'run') return 'only run/ starts stand-ins';
  if (from === 'subgraphs' && to === 'subgraphs') {
    return subgraph === otherSubgraph
      ? null
      : 'a subgraph refers to another by @key and hears of it by event';
  }
  const allowed = mayImport[from];
  if (from === to || !allowed || allowed.includes(to)) return null;
  return `${from}/ may import ${['itself', ...allowed].join(', ')}`;
}

/** The files of the project that the source text of `file` imports. */
export function importsOf(file: string, source: string): string[] {
  const found = source.matchAll(/\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, target = '']) => path.posix.join(path.posix.dirname(file), target));
}

async function objections(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(`{${folders.join(',')}}/**/*.ts`, {
    cwd: projectRoot,
    exclude: ['**/node_modules/**'],
  })) {
    const source = await readFile(path.join(projectRoot, file), 'utf8');
    for (const target of importsOf(file, source)) {
      const why = objection(file, target);
      if (why) found.push(`${file} imports ${target}: ${why}`);
    }
  }
  return found.sort();
}

if (import.meta.main) {
  const found = await objections();
  for (const line of found) console.error(line);
  if (found.length > 0) process.exitCode = 1;
}
