import type { EntityManager } from '@mikro-orm/postgresql';
import { HubError, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { Credential, CredentialStatus } from '../credentials/credential.ts';
import { assertExportable } from '../exports/exportable.ts';
import { newSecret, secretHash } from '../one-time-secret.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { configurationId, offer, walletIssuer } from './issuer-metadata.ts';
import { WalletOffer } from './wallet-offer.ts';

/** How long a wallet has to begin, and then to fetch. */
const lifeMs = { code: 10 * 60_000, token: 5 * 60_000 };

/** Hands credentials to wallets (OpenID for Verifiable Credential Issuance 1.0, pre-authorised code). */
export class WalletOfferService {
  readonly #em: EntityManager;
  readonly #addresses: Addresses;

  constructor(em: EntityManager, addresses: Addresses) {
    this.#em = em;
    this.#addresses = addresses;
  }

  /** Throws NOT_FOUND, CONFLICT for a credential that does not hold or was issued before credentials were signed. */
  async create(credentialId: string, { em }: SubgraphContext): Promise<{ url: string; expiresAt: Date }> {
    const credential = await em.findOne(Credential, { id: credentialId });
    if (!credential) throw notFound('credential', credentialId);
    assertExportable(credential);
    if (credential.achievementId === null)
      throw new HubError('CONFLICT', {
        message: 'The credential was issued before credentials were signed.',
      });
    const code = newSecret();
    const expiresAt = new Date(Date.now() + lifeMs.code);
    const one = Object.assign(new WalletOffer(), { credentialId, codeHash: secretHash(code), expiresAt });
    await em.persist(one).flush();
    return { url: offer(walletIssuer(this.#addresses), configurationId, code), expiresAt };
  }

  /** A token for a code, once; null for a code that is unknown, used or too old. */
  async redeem(code: string): Promise<{ token: string; expiresIn: number } | null> {
    const token = newSecret();
    const redeemedAt = new Date();
    const taken = await this.#em.fork().nativeUpdate(
      WalletOffer,
      { codeHash: secretHash(code), redeemedAt: null, expiresAt: { $gt: redeemedAt } },
      {
        redeemedAt,
        tokenHash: secretHash(token),
        expiresAt: new Date(redeemedAt.getTime() + lifeMs.token),
      },
    );
    return taken === 0 ? null : { token, expiresIn: lifeMs.token / 1000 };
  }

  /**
   * The signed credential of a token: `unknown` for a token that does not hold, `withdrawn` for a credential
   * that was suspended or revoked since.
   */
  async fetch(token: string): Promise<{ document: string } | 'unknown' | 'withdrawn'> {
    const em = this.#em.fork();
    const mine = { tokenHash: secretHash(token), expiresAt: { $gt: new Date() } };
    const found = await em.findOne(WalletOffer, mine);
    if (!found) return 'unknown';
    const options = { populate: ['document'], filters: { fence: false } } as const;
    const credential = await em.findOneOrFail(Credential, { id: found.credentialId }, options);
    const { status, document } = credential;
    const holds = status === CredentialStatus.ACTIVE || status === CredentialStatus.EXPIRED;
    return holds && document !== null ? { document } : 'withdrawn';
  }

  /** Deletes what can lead nowhere any more. */
  async forget(): Promise<void> {
    await this.#em.fork().nativeDelete(WalletOffer, { expiresAt: { $lt: new Date() } });
  }
}
