import { createHash, randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';
import { LRUCache } from 'lru-cache';

const bcryptCost = 10;
const form = /^hcs_[A-Za-z0-9_-]{43}$/;

/** A new secret of a client, 256 random bits, and what is kept of it. */
export async function newClientSecret(): Promise<{ secret: string; secretHash: string }> {
  const secret = `hcs_${randomBytes(32).toString('base64url')}`;
  return { secret, secretHash: await bcrypt.hash(secret, bcryptCost) };
}

/** Secrets that were right lately, by the SHA-256 of the secret and of the very hash that it was right for. */
const verified = new LRUCache<string, true>({ max: 10_000, ttl: 60_000 });

/**
 * Compares off the event loop; what cannot be a secret is refused without that, and what was right for this
 * hash within the last minute is right.
 */
export async function isClientSecret(secret: string, secretHash: string): Promise<boolean> {
  if (!form.test(secret)) return false;
  const print = createHash('sha256').update(`${secret} ${secretHash}`).digest('base64url');
  if (verified.has(print)) return true;
  const right = await bcrypt.compare(secret, secretHash);
  if (right) verified.set(print, true);
  return right;
}
