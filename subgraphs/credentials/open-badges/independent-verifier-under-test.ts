import { createHash, createPublicKey, verify } from 'node:crypto';
import { multibaseToBytes } from 'did-jwt';
import { JsonLdParser } from 'jsonld-streaming-parser';
import { RDFC10 } from 'rdfjs-c14n';
import type { Data } from '../../../test/subgraph-harness.ts';
import { contextOf } from './contexts.ts';

// eddsa-rdfc-2022 as its specification says, with none of the libraries that the hub signs with: another
// JSON-LD processor, another RDF canonicalisation, and OpenSSL for the signature.

async function hashOf(document: object): Promise<Buffer> {
  const parser = new JsonLdParser({
    documentLoader: {
      async load(url: string) {
        const context = contextOf(url);
        if (!context) throw new Error(`unknown context ${url}`);
        return context as never;
      },
    },
  });
  parser.end(JSON.stringify(document));
  const quads: unknown[] = [];
  for await (const quad of parser) quads.push(quad);
  const canonical = await new RDFC10().c14n(quads as never);
  return createHash('sha256').update(canonical.canonical_form).digest();
}

/** Whether the one proof of `document` is good, by the key of that name in `didDocument`. */
export async function independentlyVerified(document: Data, didDocument: Data): Promise<boolean> {
  const { proof: proofs, ...unsecured } = document;
  const { proofValue, ...proof } = [proofs].flat()[0];
  const method = didDocument.verificationMethod.find(({ id }: Data) => id === proof.verificationMethod);
  if (!method || !didDocument.assertionMethod.includes(method.id)) return false;
  if (proof.type !== 'DataIntegrityProof' || proof.cryptosuite !== 'eddsa-rdfc-2022') return false;
  const signed = Buffer.concat([
    await hashOf({ '@context': document['@context'], ...proof }),
    await hashOf(unsecured),
  ]);
  const { keyBytes } = multibaseToBytes(method.publicKeyMultibase);
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(keyBytes).toString('base64url') },
    format: 'jwk',
  });
  return verify(null, signed, key, multibaseToBytes(proofValue).keyBytes);
}
