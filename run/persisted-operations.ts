import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readManifest } from '../gateway/entrance/operation-manifest.ts';
import type { PersistedOperationsOptions } from '../gateway/entrance/persisted-operations.ts';
import { StartError } from '../platform/start-error.ts';

/**
 * The operations that clients may send by name, as the configuration has them.
 *
 * @throws StartError when the manifest cannot be read
 */
export async function persistedOperations(
  configuration: {
    PERSISTED_OPERATIONS?: string | undefined;
    PERSISTED_OPERATIONS_ONLY: 'on' | 'off';
  },
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PersistedOperationsOptions> {
  const { PERSISTED_OPERATIONS: file, PERSISTED_OPERATIONS_ONLY: only } = configuration;
  if (file === undefined) return {};
  // npm moves to the project's folder; a relative path is meant from where it was called.
  const from = environment.INIT_CWD ?? process.cwd();
  try {
    const manifest = readManifest(await readFile(path.resolve(from, file), 'utf8'));
    return { manifest, manifestOnly: only === 'on' };
  } catch (error) {
    const { message } = error as Error;
    throw new StartError(`PERSISTED_OPERATIONS: ${file} cannot be read: ${message}.`, { cause: error });
  }
}
