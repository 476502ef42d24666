/**
 * The code of an error of the operating system or of Node (`ENOENT`, `EADDRINUSE`, ...), or undefined.
 * Does not ask for `instanceof Error`: such errors may come from another realm, as they do in tests.
 */
export function systemErrorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
