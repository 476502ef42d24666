import type { VerificationMethod } from './data-integrity.ts';

/** The DID document of an issuer: every key that it has ever signed with, so that old credentials stay valid. */
export function didDocument(did: string, methods: readonly VerificationMethod[]) {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id),
  };
}
