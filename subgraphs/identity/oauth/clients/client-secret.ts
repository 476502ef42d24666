import { randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';
import { secretChecks } from '../../secrets/secret-checks.ts';

const bcryptCost = 10;
const form = /^hcs_[A-Za-z0-9_-]{43}$/;

/** A new secret of a client, 256 random bits, and what is kept of it. */
export async function newClientSecret(): Promise<{ secret: string; secretHash: string }> {
  const secret = `hcs_${randomBytes(32).toString('base64url')}`;
  return { secret, secretHash: await bcrypt.hash(secret, bcryptCost) };
}

/**
 * Compares off the event loop; what cannot be a secret is refused without that.
 *
 * @throws HubError RATE_LIMITED with `retryAfter` in seconds when too many are being guessed
 */
export async function isClientSecret(secret: string, secretHash: string): Promise<boolean> {
  return form.test(secret) && (await secretChecks.isRight({ secret, hash: secretHash, name: secretHash }));
}
