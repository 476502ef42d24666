import * as Multikey from '@digitalbazaar/ed25519-multikey';
import { CompactSign, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { VerificationMethod } from './data-integrity.ts';
import type { SigningKey } from './signing-key.ts';

/** What both securing forms hold. */
export interface SecuredCredential {
  id: string;
  issuer: { id: string };
  validFrom: string;
  validUntil?: string;
  credentialSubject: { id: string };
}

function numericDate(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

/**
 * Secures a credential as VC-JWT: its payload is the credential itself, besides the claims that Open Badges
 * 3.0 derives from it. `typ` is `JWT`, as that specification has it.
 */
export function signJwt(credential: SecuredCredential, key: SigningKey): Promise<string> {
  const claims = {
    ...credential,
    iss: credential.issuer.id,
    sub: credential.credentialSubject.id,
    jti: credential.id,
    nbf: numericDate(credential.validFrom),
    ...(credential.validUntil !== undefined && { exp: numericDate(credential.validUntil) }),
  };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', kid: key.id, typ: 'JWT' })
    .sign(key.jwtKey);
}

/** Whether the signature of `jwt` is good and made with the one of `methods` that its header names. */
export async function jwtHolds(jwt: string, methods: readonly VerificationMethod[]): Promise<boolean> {
  try {
    const { kid, alg } = decodeProtectedHeader(jwt);
    const method = methods.find(({ id }) => id === kid);
    if (!method || alg !== 'EdDSA') return false;
    await compactVerify(jwt, await importJWK(await publicJwk(method), 'EdDSA'));
    return true;
  } catch {
    // Whatever cannot be read is not what was signed.
    return false;
  }
}

/** The key of a verification method as others read it in a DID document. */
export async function publicJwk(method: VerificationMethod): Promise<JWK> {
  return Multikey.toJwk({ keyPair: await Multikey.from({ ...method }) });
}
