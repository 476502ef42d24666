import {
  type Environment,
  readVendorConfiguration,
} from '../../platform/integration-kit/vendor-configuration.ts';
import { folderConfiguration } from './folder/contract.ts';
import { FolderFileStore } from './folder/folder.ts';
import type { FileStore } from './port.ts';
import { s3Configuration } from './s3/contract.ts';
import { S3FileStore } from './s3/s3.ts';

function readS3(environment: Environment) {
  const settings = { title: 'The object storage', addressVariable: 'S3_ENDPOINT', schema: s3Configuration };
  return readVendorConfiguration(settings, environment);
}

/** What is wrong with the environment variables of the storage of files, one line each. */
export function storageProblems(environment: Environment): string[] {
  const s3 = readS3(environment);
  return s3.state === 'wrong' ? s3.problems : [];
}

/**
 * Where files are kept: in the bucket of S3_ENDPOINT when that is set, else in the folder FILES_DIR; null
 * when neither is. Throws an Error that lists every missing or wrong variable.
 */
export function createFileStore(environment: Environment): FileStore | null {
  const s3 = readS3(environment);
  if (s3.state === 'wrong') throw new Error(s3.problems.join('\n'));
  if (s3.state === 'configured') return new S3FileStore(s3.configuration);
  const folder = folderConfiguration.safeParse(environment);
  return folder.success ? new FolderFileStore(folder.data.FILES_DIR) : null;
}
