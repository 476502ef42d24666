import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import signatures from 'jsonld-signatures';
import { contextOf } from './contexts.ts';
import type { SigningKey } from './signing-key.ts';

/** A public key as an issuer's DID document shows it. */
export interface VerificationMethod {
  id: string;
  type: 'Multikey';
  /** The DID that may use it. */
  controller: string;
  publicKeyMultibase: string;
}

const { AssertionProofPurpose } = signatures.purposes;
const multikeyContext = 'https://w3id.org/security/multikey/v1';
const didContext = 'https://www.w3.org/ns/did/v1';

/** A document that names a context which is not bundled; nothing is fetched, so nothing can be said of it. */
export class UnknownContextError extends Error {}

async function loadContext(url: string) {
  const document = contextOf(url);
  if (!document) throw new UnknownContextError(`The context ${url} is not known here.`);
  return { document, documentUrl: url };
}

/**
 * Secures `document` with a Data Integrity proof of the cryptosuite eddsa-rdfc-2022, made at `created`.
 * The same input gives the same bytes. The proof is a list of one, as Open Badges wants it.
 */
export async function signDocument<T extends object>(
  document: T,
  key: SigningKey,
  created: Date,
): Promise<T & { proof: object[] }> {
  const suite = new DataIntegrityProof({ signer: key.pair.signer(), date: seconds(created), cryptosuite });
  const signed = await signatures.sign(
    { ...document },
    {
      suite,
      purpose: new AssertionProofPurpose(),
      documentLoader: loadContext,
    },
  );
  return { ...signed, proof: [signed.proof] };
}

/**
 * Whether every proof of `document` is good and made with one of `methods`, all of them keys that
 * `controller` asserts with. Throws UnknownContextError.
 */
export async function proofHolds(
  document: object,
  controller: string,
  methods: readonly VerificationMethod[],
): Promise<boolean> {
  let unknownContext: UnknownContextError | undefined;
  const loaded = new Map<string, object>([
    [controller, { '@context': [didContext, multikeyContext], id: controller, assertionMethod: methods }],
    ...methods.map((method): [string, object] => [method.id, { '@context': multikeyContext, ...method }]),
  ]);
  const { verified } = await signatures.verify(document, {
    suite: new DataIntegrityProof({ cryptosuite }),
    purpose: new AssertionProofPurpose(),
    async documentLoader(url) {
      const own = loaded.get(url);
      if (own) return { document: own, documentUrl: url };
      if (url.startsWith('did:')) throw new Error(`${url} is not the controller's.`);
      return loadContext(url).catch((error: UnknownContextError) => {
        unknownContext = error;
        throw error;
      });
    },
  });
  if (unknownContext) throw unknownContext;
  return verified;
}

/** Times of credentials are written to the second: some readers take no fractions. */
export function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
