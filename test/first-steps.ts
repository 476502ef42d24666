import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';
import type { HubProcess } from './hub-process.ts';
import { codeFor, codeOf, endPasted, type Pasted, paste } from './pasted-code.ts';

/**
 * Runs the program of docs/first-steps-sdk.md against a hub, in the `folder` in which the SDK was installed as that says;
 * what it printed.
 */
export async function takeFirstSteps(hub: HubProcess & { url: string }, folder: string): Promise<string> {
  const pieces = await codeOf('docs/first-steps-sdk.md', '## 2. A key', '', 'js');
  const program = (await codeFor(hub, pieces)).replaceAll("environment: 'sandbox'", `baseUrl: '${hub.url}'`);
  await writeFile(path.join(folder, 'first-steps.mjs'), program);
  // As it stands it is TypeScript too, of which the compiler has nothing to say.
  await writeFile(path.join(folder, 'first-steps.mts'), program);
  await ended(paste(`tsc ${strictly} first-steps.mts`, folder));
  const environment = { OPERATOR_KEY: (await readFile(path.join(folder, 'operator-key'), 'utf8')).trim() };
  return ended(paste('exec node first-steps.mjs', folder, { environment }));
}

const nodeTypes = `--types node --typeRoots '${path.join(projectRoot, 'node_modules', '@types')}'`;
const strictly = `--noEmit --strict --exactOptionalPropertyTypes --module nodenext --target es2022 ${nodeTypes}`;

/** What it printed once it has ended well. */
async function ended(pasted: Pasted): Promise<string> {
  try {
    const code = await pasted.ended;
    if (code !== 0) throw new Error(`It ended with ${code}:\n${pasted.printed()}`);
    return pasted.printed();
  } finally {
    endPasted(pasted);
  }
}
