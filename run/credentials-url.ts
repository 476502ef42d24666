import { z } from 'zod';
import { readEnvironment, urlVariable } from '../platform/config.ts';

/**
 * The address that credentials and their issuers are named after, without a slash at its end: it stays when
 * `publicUrl` changes, since what was signed cannot be renamed.
 *
 * @throws ConfigError
 */
export function credentialsUrlOf(
  environment: Readonly<Record<string, string | undefined>>,
  publicUrl: string,
): string {
  const parts = { credentials: z.object({ CREDENTIALS_URL: urlVariable.optional() }) };
  return readEnvironment(parts, environment).credentials.CREDENTIALS_URL ?? publicUrl;
}
