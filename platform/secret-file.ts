import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from './system-error.ts';

/**
 * A secret that the embedded hub made for itself: read from `dataDir/secrets/name`, or generated and
 * kept there (mode 0600) when it is not there yet. Two callers at once get the same one, and a hub that
 * is killed meanwhile leaves no half-written one.
 */
export async function keptSecret(dataDir: string, name: string, generate: () => string): Promise<string> {
  const folder = path.join(dataDir, 'secrets');
  const file = path.join(folder, name);
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return known;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(unfinished, generate(), { mode: 0o600 });
  try {
    // Unlike a rename, a link never replaces what somebody else put there first.
    await link(unfinished, file);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(unfinished);
  }
  return readFile(file, 'utf8');
}
