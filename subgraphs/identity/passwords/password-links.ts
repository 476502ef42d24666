import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { databaseTime } from '../../../platform/db/database-time.ts';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { PasswordLink } from './password-link.ts';

const hour = 3_600_000;
const invitationMs = 7 * 24 * hour;
const resetMs = hour;

/** The task that mails a link; see account-mail.task.ts. */
export const linkMailTask = 'identity.password-link-mail';

const form = /^[A-Za-z0-9_-]{43}$/;

/** Who a link is for. */
type Whose = { userId: string } | { accountId: string };

/**
 * One-time links to set a password. Their secret is kept as a hash; until the mail has gone also sealed,
 * so that a mail that is sent again holds the same link.
 */
export class PasswordLinks {
  readonly #cipher: Cipher;

  constructor(cipher: Cipher) {
    this.#cipher = cipher;
  }

  /** Makes a link, which ends the ones before, and has it mailed. In the transaction of `em`. */
  async mail(em: EntityManager, whose: Whose): Promise<PasswordLink> {
    const { link } = await this.#make(em, whose);
    await enqueue(em, linkMailTask, { linkId: link.id });
    return link;
  }

  /** Makes an invitation, which ends the one before, and returns its secret: the caller hands it over. */
  async handOut(em: EntityManager, userId: string): Promise<string> {
    const { link, token } = await this.#make(em, { userId });
    link.tokenSealed = null;
    await em.flush();
    return token;
  }

  async #make(em: EntityManager, whose: Whose): Promise<{ link: PasswordLink; token: string }> {
    await em.nativeDelete(PasswordLink, whose);
    const token = randomBytes(32).toString('base64url');
    const now = await databaseTime(em);
    const link = Object.assign(new PasswordLink(), {
      ...whose,
      tokenHash: hashOf(token),
      tokenSealed: this.#cipher.seal(token),
      createdAt: new Date(now),
      expiresAt: new Date(now + ('userId' in whose ? invitationMs : resetMs)),
    });
    em.persist(link);
    await em.flush();
    return { link, token };
  }

  /** The secret of a link that has not been sent yet. */
  open(link: PasswordLink): string | null {
    return link.tokenSealed && this.#cipher.open(link.tokenSealed);
  }

  /** The link with this secret, as long as it holds. */
  async find(em: EntityManager, token: string): Promise<PasswordLink | null> {
    const link = form.test(token) ? await em.findOne(PasswordLink, { tokenHash: hashOf(token) }) : null;
    return link && link.expiresAt.getTime() > (await databaseTime(em)) ? link : null;
  }

  /** Uses the link up, in the transaction of `em`; false when somebody else has, or it no longer holds. */
  async take(em: EntityManager, link: PasswordLink): Promise<boolean> {
    const now = new Date(await databaseTime(em));
    return (await em.nativeDelete(PasswordLink, { id: link.id, expiresAt: { $gt: now } })) > 0;
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
