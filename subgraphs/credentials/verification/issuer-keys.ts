import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { IssuerService } from '../issuers/issuer.service.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import type { VerificationMethod } from '../open-badges/data-integrity.ts';
import { details } from './details.ts';
import type { ForeignDocuments } from './foreign-documents.ts';
import type { Said } from './said.ts';

const method = z.looseObject({
  id: z.string(),
  type: z.string(),
  controller: z.string(),
  publicKeyMultibase: z.string().startsWith('z'),
});

const didDocument = z.looseObject({
  id: z.string(),
  verificationMethod: z.array(z.unknown()).default([]),
  assertionMethod: z.array(z.unknown()).default([]),
});

export type IssuerKeys = { methods: VerificationMethod[]; own: boolean } | { problem: Said };

/** The keys that an issuer asserts with: this hub's own from its database, others' from their DID documents. */
export class IssuerKeyFinder {
  readonly #em: EntityManager;
  readonly #issuers: IssuerService;
  readonly #addresses: Addresses;
  readonly #foreign: ForeignDocuments;

  constructor(em: EntityManager, issuers: IssuerService, addresses: Addresses, foreign: ForeignDocuments) {
    this.#em = em;
    this.#issuers = issuers;
    this.#addresses = addresses;
    this.#foreign = foreign;
  }

  async find(did: string): Promise<IssuerKeys> {
    const ownId = this.#addresses.issuerId(did);
    if (ownId !== null) {
      const methods = await this.#issuers.verificationMethods(this.#em.fork(), ownId);
      return methods.length > 0 ? { methods, own: true } : { problem: details.noSuchIssuer };
    }
    const url = didWebUrl(did);
    if (!url) return { problem: details.noDidWeb(did) };
    const found = await this.#foreign.get(url);
    if ('problem' in found) return found;
    const methods = assertionMethods(found.document, did);
    return methods.length > 0 ? { methods, own: false } : { problem: details.noKey(url) };
  }
}

/** Where the DID document of a did:web is; null for anything else. */
export function didWebUrl(did: string): string | null {
  const [, host = '', path = ''] = /^did:web:([^:/?#]+)((?::[^:/?#]+)*)$/.exec(did) ?? [];
  if (!host) return null;
  try {
    const segments = path.split(':').filter(Boolean).map(decodeURIComponent);
    const where = segments.length > 0 ? segments.map(encodeURIComponent).join('/') : '.well-known';
    return URL.parse(`https://${decodeURIComponent(host)}/${where}/did.json`)?.href ?? null;
  } catch {
    // Not percent-encoded as it should be.
    return null;
  }
}

/** The Ed25519 keys of a DID document that its owner asserts with. */
function assertionMethods(document: unknown, did: string): VerificationMethod[] {
  const parsed = didDocument.safeParse(document);
  if (!parsed.success || parsed.data.id !== did) return [];
  const { verificationMethod, assertionMethod } = parsed.data;
  const named = new Set(assertionMethod.filter((entry) => typeof entry === 'string'));
  return [...verificationMethod, ...assertionMethod.filter((entry) => typeof entry === 'object')]
    .flatMap((entry) => method.safeParse(entry).data ?? [])
    .filter((entry) => entry.controller === did)
    .filter(
      (entry) =>
        named.has(entry.id) || assertionMethod.some((it) => (it as { id?: string })?.id === entry.id),
    )
    .map(({ id, controller, publicKeyMultibase }) => ({
      id,
      type: 'Multikey',
      controller,
      publicKeyMultibase,
    }));
}
