import { randomBytes } from 'node:crypto';
import * as Multikey from '@digitalbazaar/ed25519-multikey';
import { type CryptoKey, importJWK } from 'jose';

/** An Ed25519 key that credentials are signed with. */
export interface SigningKey {
  /** Of its verification method: `did:web:...#...`. */
  id: string;
  pair: Multikey.KeyPair;
  publicKeyMultibase: string;
  jwtKey: CryptoKey | Uint8Array;
}

/** A new private key: 32 random bytes. */
export function newSeed(): Buffer {
  return randomBytes(32);
}

/** The public half of a private key, as DID documents write it. */
export async function publicKeyOf(seed: Buffer): Promise<string> {
  const pair = await Multikey.generate({ seed });
  return (await pair.export({ publicKey: true })).publicKeyMultibase;
}

/** The key of `seed`, ready to sign under the name `id`. */
export async function signingKey(seed: Buffer, id: string): Promise<SigningKey> {
  const pair = await Multikey.generate({ seed, id });
  const { publicKeyMultibase } = await pair.export({ publicKey: true });
  const jwk = { ...(await Multikey.toJwk({ keyPair: pair })), d: seed.toString('base64url') };
  return { id, pair, publicKeyMultibase, jwtKey: await importJWK(jwk, 'EdDSA') };
}
