import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HubProcess } from './hub-process.ts';
import { codeFor, codeOf, endPasted, paste } from './pasted-code.ts';

/**
 * Runs the program of docs/first-steps-sdk.md against a hub, in the `folder` in which the SDK was installed as that says;
 * what it printed.
 */
export async function takeFirstSteps(hub: HubProcess & { url: string }, folder: string): Promise<string> {
  const pieces = await codeOf('docs/first-steps-sdk.md', '## 2. A key', '', 'js');
  const program = (await codeFor(hub, pieces)).replaceAll("environment: 'sandbox'", `baseUrl: '${hub.url}'`);
  await writeFile(path.join(folder, 'first-steps.mjs'), program);
  const environment = { OPERATOR_KEY: (await readFile(path.join(folder, 'operator-key'), 'utf8')).trim() };
  const pasted = paste('exec node first-steps.mjs', folder, { environment });
  try {
    const code = await pasted.ended;
    if (code !== 0) throw new Error(`It ended with ${code}:\n${pasted.printed()}`);
    return pasted.printed();
  } finally {
    endPasted(pasted);
  }
}
