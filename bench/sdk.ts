import { execFile, spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../platform/project-root.ts';
import { median, milliseconds, type Row, times } from './figures.ts';
import { onMeasuredCore } from './machine.ts';

const run = promisify(execFile);

/** What is used of `esbuild`, which is installed in bench/ alone. */
interface Bundler {
  build(options: {
    stdin: { contents: string; resolveDir: string };
    bundle: true;
    minify: true;
    write: false;
    format: 'esm';
    platform: 'browser';
    define: Record<string, string>;
  }): Promise<{ outputFiles: { contents: Uint8Array }[] }>;
}

const makeClient =
  "import { Client } from '@skills-hub/sdk';\nnew Client({ apiKey: 'key', environment: 'sandbox' });\n";
const makeApollo = `import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
new ApolloClient({ link: new HttpLink({ uri: 'http://127.0.0.1:1' }), cache: new InMemoryCache() });\n`;

/** Programs that are started, and how long their processes take. */
const programs = { nothing: '', hub: makeClient, apollo: makeApollo };

/** Programs that are bundled as for a browser. */
const bundles = {
  core: makeClient,
  socket: `${makeClient}import { webSocket } from '@skills-hub/sdk';\nwebSocket();\n`,
  whole: "export * from '@skills-hub/sdk';\nexport * from '@skills-hub/sdk/operations';\n",
  apollo: makeApollo,
};

/** Rows (y) to (y4): the cold start of the SDK as it is packed, and how many bytes a bundle has of it. */
export async function measureSdk(folder: string, rounds: number): Promise<Row[]> {
  const user = await install(path.join(folder, 'user'));
  const taken = await startAll(user, rounds);
  const bytes = await bundleAll(user);
  return [
    {
      id: 'y',
      what: 'Cold start of the SDK: a Node process that loads it and makes a client, against one that does nothing',
      hub: milliseconds(taken.hub),
      against: milliseconds(taken.nothing),
      ratio: times(taken.hub / taken.nothing),
      target: '',
    },
    {
      id: 'y2',
      what: '… what that adds to the process, against Apollo Client',
      hub: milliseconds(taken.hub - taken.nothing),
      against: milliseconds(taken.apollo - taken.nothing),
      ratio: times((taken.hub - taken.nothing) / (taken.apollo - taken.nothing)),
      target: '',
    },
    {
      id: 'y3',
      what: 'Bytes of a bundle with the client alone, minified and compressed, against Apollo Client',
      hub: kilobytes(bytes.core),
      against: kilobytes(bytes.apollo),
      ratio: times(bytes.core / bytes.apollo),
      target: '≤ 20 kB',
    },
    {
      id: 'y4',
      what: '… with all that the SDK has (with live events over a websocket besides), against the client alone',
      hub: `${kilobytes(bytes.whole)} (${kilobytes(bytes.socket)})`,
      against: kilobytes(bytes.core),
      ratio: times(bytes.whole / bytes.core),
      target: '',
    },
  ];
}

/** A folder with the packed SDK as a user installs it, the other client, and the programs. */
async function install(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: path.join(projectRoot, 'sdk'),
  });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const flags = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...flags, `./${stdout.trim().split('\n').at(-1)}`], { cwd: folder });
  await mkdir(path.join(folder, 'node_modules', '@apollo'));
  const apollo = path.join('node_modules', '@apollo', 'client');
  await symlink(path.join(projectRoot, apollo), path.join(folder, apollo));
  for (const [name, text] of Object.entries(programs)) await writeFile(path.join(folder, `${name}.js`), text);
  return folder;
}

/** The median of the milliseconds that the process of each program takes, from its start to its end. */
async function startAll(folder: string, rounds: number): Promise<Record<keyof typeof programs, number>> {
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const taken = { nothing: [] as number[], hub: [] as number[], apollo: [] as number[] };
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const [command = '', ...args] = onMeasuredCore([process.execPath, path.join(folder, `${name}.js`)]);
      const begun = performance.now();
      const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      const ms = performance.now() - begun;
      if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
      // The first round reads the files into memory.
      if (round >= 0) taken[name].push(ms);
    }
  }
  return { nothing: median(taken.nothing), hub: median(taken.hub), apollo: median(taken.apollo) };
}

async function bundleAll(folder: string): Promise<Record<keyof typeof bundles, number>> {
  const { build }: Bundler = createRequire(path.join(projectRoot, 'bench', 'package.json'))('esbuild');
  const sizes = Object.entries(bundles).map(async ([name, contents]) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    return [name, gzipSync(outputFiles[0]?.contents ?? '').length];
  });
  return Object.fromEntries(await Promise.all(sizes));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
