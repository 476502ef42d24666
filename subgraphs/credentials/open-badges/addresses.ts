export type StatusPurpose = 'revocation' | 'suspension';

/** Where what the hub publishes about credentials is found, and what it is called, from `PUBLIC_URL`. */
export class Addresses {
  readonly publicUrl: string;
  readonly #didPrefix: string;

  /** `publicUrl` has no trailing slash. */
  constructor(publicUrl: string) {
    this.publicUrl = publicUrl;
    this.#didPrefix = didPrefix(publicUrl);
  }

  badge(id: string): string {
    return `${this.publicUrl}/credentials/badges/${id}`;
  }

  image(id: string): string {
    return `${this.publicUrl}/images/badges/${id}.png`;
  }

  achievement(id: string): string {
    return `${this.publicUrl}/achievements/${id}`;
  }

  issuer(id: string): string {
    return `${this.publicUrl}/issuers/${id}`;
  }

  /** The decentralised identifier of an issuer; its document is at `/issuers/{id}/did.json`. */
  issuerDid(id: string): string {
    return `${this.#didPrefix}:issuers:${id}`;
  }

  statusList(id: string, purpose: StatusPurpose): string {
    return `${this.publicUrl}/credentials/status/${id}-${purpose}`;
  }

  verify(): string {
    return `${this.publicUrl}/verify`;
  }

  /** The id in the address of a badge of this hub; null for any other text. */
  badgeId(url: string): string | null {
    return this.#idAfter(`${this.publicUrl}/credentials/badges/`, url);
  }

  /** The issuer of this hub that `did` names; null for any other. */
  issuerId(did: string): string | null {
    return this.#idAfter(`${this.#didPrefix}:issuers:`, did);
  }

  #idAfter(prefix: string, text: string): string | null {
    const id = text.startsWith(prefix) ? text.slice(prefix.length) : '';
    return uuid.test(id) ? id : null;
  }
}

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** did:web writes a port as %3A, and a path with colons. */
function didPrefix(publicUrl: string): string {
  const url = URL.parse(publicUrl);
  if (!url) return 'did:web:';
  const path = url.pathname.split('/').filter(Boolean).map(encodeURIComponent);
  return ['did:web', encodeURIComponent(url.host), ...path].join(':');
}
