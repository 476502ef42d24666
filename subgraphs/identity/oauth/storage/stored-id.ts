import { createHash } from 'node:crypto';

/** By what a secret id (a code, a refresh token, a cookie) is found: the database knows no more of it. */
export function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

/** A payload of the OAuth server without the id that it is found by. */
export function withoutId(payload: object): Record<string, unknown> {
  const { jti: _, ...rest } = payload as { jti?: unknown };
  return rest;
}

/** When a payload ends. Every one that is stored has an end. */
export function endOf({ exp }: { exp?: number | undefined }): Date {
  if (exp === undefined) throw new Error('What the OAuth server stores has an end.');
  return new Date(exp * 1000);
}
