import { hash, randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';

const bcryptCost = 10;
const form = /^hub_[0-9a-f]{12}_[A-Za-z0-9_-]{32}$/;

/** A new key, `hub_<prefix>_<secret>`, and what is kept of it: 192 random bits stay secret. */
export async function newApiKey(): Promise<{ key: string; prefix: string; keyHash: string }> {
  const prefix = `hub_${randomBytes(6).toString('hex')}`;
  const key = `${prefix}_${randomBytes(24).toString('base64url')}`;
  return { key, prefix, keyHash: await bcrypt.hash(key, bcryptCost) };
}

/** The part of a key that is kept in clear to find it by; null for what is no key at all. */
export function prefixOf(key: string): string | null {
  return form.test(key) ? key.slice(0, 16) : null;
}

/** Under which a verified key is remembered in memory, never the key itself. */
export function fingerprint(key: string): string {
  return hash('sha256', key, 'base64url');
}
