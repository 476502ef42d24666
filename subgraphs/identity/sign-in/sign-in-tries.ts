import type { EntityManager } from '@mikro-orm/postgresql';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { HubError } from '../../../platform/errors.ts';
import { networkOf } from './network-of.ts';

/** After how many failures each further one has a wait behind it, which doubles from `firstSeconds` on. */
interface Slowing {
  free: number;
  firstSeconds: number;
  longestSeconds: number;
}

/** Guessing one person's password from one address. */
const here: Slowing = { free: 5, firstSeconds: 1, longestSeconds: 300 };
/** Guessing at many people from one address, behind which a whole school may sit. */
const fromAddress: Slowing = { free: 50, firstSeconds: 1, longestSeconds: 300 };
/** Guessing one person's password from everywhere: slowed, and never shut out. */
const atPerson: Slowing = { free: 100, firstSeconds: 10, longestSeconds: 10 };

/** One try, which counts as failed until it is known to be none. */
export interface SignInAttemptCount {
  /** It was right: what failed from this address before is forgotten, and the address is a usual one. */
  succeeded(): Promise<void>;
  /** Nobody looked at the password. */
  giveBack(): Promise<void>;
}

/**
 * Counts failed tries to sign in, and makes those who fail often wait. Each try is counted before the
 * password is looked at, so that a thousand at once are no more than one after the other. Who comes from
 * where they have signed in before waits for nobody's failures but those from there, so that nobody
 * locks another out; who comes from elsewhere has the link to a new password, which forgets all failures.
 */
export class SignInTries {
  readonly #cipher: Cipher;

  /** `cipher` makes the keys: neither e-mails nor addresses are kept. */
  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  /** Takes one try. Throws RATE_LIMITED with `retryAfter` in seconds when it is too early for it. */
  async begin(em: EntityManager, email: string, address: string): Promise<SignInAttemptCount> {
    const emailKey = this.#keyOf('email', email);
    const addressKey = this.#keyOf('address', networkOf(address));
    const counts: [string, string, Slowing][] = [[emailKey, addressKey, here]];
    if (!(await isUsual(em, emailKey, addressKey))) {
      counts.push(['', addressKey, fromAddress], [emailKey, '', atPerson]);
    }
    await em.transactional(async (tx) => {
      for (const [email, address, slowing] of counts) await take(tx, email, address, slowing);
    });
    const giveBack = (from: typeof counts) =>
      em.transactional(async (tx) => {
        for (const [email, address] of from) await undo(tx, email, address);
      });
    return {
      giveBack: () => giveBack(counts),
      succeeded: async () => {
        await giveBack(counts.slice(1));
        await run(em, 'DELETE FROM identity.sign_in_tries WHERE email_key = ? AND address_key = ?', [
          emailKey,
          addressKey,
        ]);
        await run(em, rememberPlace, [emailKey, addressKey]);
      },
    };
  }

  /** Forgets every failure for this e-mail, in the transaction of `em`; and what was usual for it is so no more. */
  async forget(em: EntityManager, email: string): Promise<void> {
    const emailKey = this.#keyOf('email', email);
    await run(em, 'DELETE FROM identity.sign_in_tries WHERE email_key = ?', [emailKey]);
    await run(em, 'DELETE FROM identity.sign_in_places WHERE email_key = ?', [emailKey]);
  }

  /** From `address` this e-mail may be signed in with, whatever fails elsewhere. In the transaction of `em`. */
  async remember(em: EntityManager, email: string, address: string): Promise<void> {
    await run(em, rememberPlace, [this.#keyOf('email', email), this.#keyOf('address', networkOf(address))]);
  }

  /** Deletes what no longer counts. */
  async tidy(em: EntityManager): Promise<void> {
    await run(em, `DELETE FROM identity.sign_in_tries WHERE last_at < now() - interval '1 day'`, []);
    await run(em, `DELETE FROM identity.sign_in_places WHERE last_at < now() - interval '90 days'`, []);
  }

  #keyOf(kind: 'email' | 'address', value: string): string {
    return this.#cipher.blindIndex(`sign-in ${kind} ${value}`);
  }
}

const rememberPlace = `INSERT INTO identity.sign_in_places (email_key, address_key, last_at) VALUES (?, ?, now())
  ON CONFLICT (email_key, address_key) DO UPDATE SET last_at = now()`;

async function isUsual(em: EntityManager, emailKey: string, addressKey: string): Promise<boolean> {
  const found = await rows(
    em,
    `SELECT 1 FROM identity.sign_in_places
     WHERE email_key = ? AND address_key = ? AND last_at > now() - interval '90 days'`,
    [emailKey, addressKey],
  );
  return found.length > 0;
}

/** Counts one failure, in the transaction of `em`. Throws RATE_LIMITED when it is too early for another try. */
async function take(
  em: EntityManager,
  emailKey: string,
  addressKey: string,
  slowing: Slowing,
): Promise<void> {
  // clock_timestamp, since now() of whoever waited for the row is older than what the one before wrote.
  const taken = await rows(
    em,
    `INSERT INTO identity.sign_in_tries AS t (email_key, address_key, failures, last_at, next_at)
     VALUES (?, ?, 1, clock_timestamp(), clock_timestamp())
     ON CONFLICT (email_key, address_key) DO UPDATE SET
       failures = CASE WHEN t.last_at < now() - interval '1 day' THEN 1 ELSE t.failures + 1 END,
       last_at = clock_timestamp(),
       next_at = clock_timestamp() + CASE
         WHEN t.last_at < now() - interval '1 day' OR t.failures < ? THEN interval '0'
         ELSE make_interval(secs => least(?::float8, ? * power(2, least(t.failures - ?, 30)))) END
       WHERE t.next_at <= clock_timestamp()
     RETURNING 1`,
    [emailKey, addressKey, slowing.free, slowing.longestSeconds, slowing.firstSeconds, slowing.free],
  );
  if (taken.length > 0) return;
  const [until] = await rows<{ seconds: number }>(
    em,
    `SELECT greatest(1, ceil(extract(epoch FROM next_at - clock_timestamp())))::int AS seconds
     FROM identity.sign_in_tries WHERE email_key = ? AND address_key = ?`,
    [emailKey, addressKey],
  );
  const retryAfter = until?.seconds ?? 1;
  throw new HubError('RATE_LIMITED', {
    message: `Too many failed tries to sign in; try again in ${retryAfter} seconds, or ask for a new password.`,
    extensions: { retryAfter },
  });
}

function undo(em: EntityManager, emailKey: string, addressKey: string): Promise<void> {
  return run(
    em,
    `UPDATE identity.sign_in_tries SET failures = greatest(0, failures - 1), next_at = clock_timestamp()
     WHERE email_key = ? AND address_key = ?`,
    [emailKey, addressKey],
  );
}

async function run(em: EntityManager, sql: string, values: unknown[]): Promise<void> {
  await em.getConnection().execute(sql, values, 'run', em.getTransactionContext());
}

function rows<T>(em: EntityManager, sql: string, values: unknown[]): Promise<T[]> {
  return em.getConnection().execute<T[]>(sql, values, 'all', em.getTransactionContext());
}
