import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';
import type { HubProcess } from './hub-process.ts';
import { codeFor, codeOf, endPasted, type Pasted, paste } from './pasted-code.ts';

const document = 'docs/first-steps-sdk.md';
const offline = {
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_update_notifier: 'false',
};

/** Does what docs/first-steps-sdk.md says, from packing the SDK on, with a hub that runs on `dataDir`; what it printed. */
export async function takeFirstSteps(hub: HubProcess & { url: string }, dataDir: string): Promise<string> {
  const checkout = path.join(dataDir, 'first', 'checkout');
  await mkdir(checkout, { recursive: true });
  await symlink(path.join(projectRoot, 'sdk'), path.join(checkout, 'sdk'));
  await symlink(dataDir, path.join(checkout, '.data'));
  const shell = await codeOf(document, '## 1. A hub', '## 2. A key');
  const pieces = await codeOf(document, '## 2. A key', '', 'js');
  const program = (await codeFor(hub, pieces)).replaceAll("environment: 'sandbox'", `baseUrl: '${hub.url}'`);
  await mkdir(path.join(checkout, '..', 'first-steps'));
  await writeFile(path.join(checkout, '..', 'first-steps', 'first-steps.mjs'), program);
  const pasted = paste(`${shell}\nexec node first-steps.mjs`, checkout, { environment: offline });
  try {
    return await printedWhenDone(pasted);
  } finally {
    endPasted(pasted);
  }
}

async function printedWhenDone({ ended, printed }: Pasted): Promise<string> {
  const code = await ended;
  if (code !== 0) throw new Error(`It ended with ${code}:\n${printed()}`);
  return printed();
}
