import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { documentsSource } from './documents.mjs';
import { errorCodes } from './error-codes.mjs';
import { eventTypes } from './event-types.mjs';
import { restSource } from './rest-source.mjs';

// Tells, without what the code generators need, whether src/generated is what they would write now: `--write` notes what
// each file was made of, and without it what is noted is compared with what there is.

const generated = new URL('../src/generated/', import.meta.url);
const note = new URL('made-of.json', generated);

const hash = (text) => createHash('sha256').update(text).digest('hex');
const textOf = (name) => readFile(new URL(name, generated), 'utf8');

/** What decides over the generated files, and what they are. */
async function present() {
  const { devDependencies } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const tools = ['../codegen.yml', 'own-decoration.mjs', 'rest-types.mjs'].map((name) =>
    readFile(new URL(name, import.meta.url), 'utf8'),
  );
  const [configuration, decoration, types] = await Promise.all(tools);
  const sources = {
    'operations.ts': [devDependencies, configuration, decoration, await documentsSource()],
    'rest.ts': [devDependencies, types, restSource],
  };
  const entries = Object.entries(sources).map(async ([name, source]) => [
    name,
    { from: hash(JSON.stringify(source)), is: hash(await textOf(name)) },
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

const now = await present();
if (process.argv.includes('--write')) await writeFile(note, `${JSON.stringify(now, null, 2)}\n`);
else {
  const noted = JSON.parse(await readFile(note, 'utf8'));
  const stale = Object.keys(now).filter((name) => JSON.stringify(noted[name]) !== JSON.stringify(now[name]));
  if ((await textOf('events.ts')) !== eventTypes()) stale.push('events.ts');
  if ((await textOf('error-codes.ts')) !== errorCodes()) stale.push('error-codes.ts');
  if (stale.length > 0) {
    console.error(
      `sdk/src/generated is not what the schema says now: ${stale.join(', ')}. Run npm ci and npm run codegen in sdk/.`,
    );
    process.exitCode = 1;
  }
}
