import { constants, createHash, createVerify, X509Certificate } from 'node:crypto';
import { type AsnType, fromBER, ObjectIdentifier, OctetString, UTCTime } from 'asn1js';
import { type Attribute, Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs';

/** A detached signature as PDFs hold it (RFC 5652), with one signer. */
export interface CmsSignature {
  /** The signature alone, without the zeros that fill its place in the file. */
  bytes: Buffer;
  /** The signer’s certificate (DER). */
  certificate: Buffer;
  signedAt: Date | null;
  /** Whether it was made over these bytes by the key of the certificate. */
  signs(content: readonly Uint8Array[]): boolean;
}

const hashes: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const messageDigest = '1.2.840.113549.1.9.4';
const contentType = '1.2.840.113549.1.9.3';
const signingTime = '1.2.840.113549.1.9.5';
const data = '1.2.840.113549.1.7.1';
const rsaPss = '1.2.840.113549.1.1.10';

/** Reads a signature; null for what is none, or is of a kind that PDFs do not hold. */
export function readCms(padded: Buffer): CmsSignature | null {
  try {
    return read(padded);
  } catch {
    // Whatever the libraries choke on is no signature.
    return null;
  }
}

function read(padded: Buffer): CmsSignature | null {
  const { offset, result } = fromBER(new Uint8Array(padded));
  if (offset <= 0) return null;
  const signed = new SignedData({ schema: new ContentInfo({ schema: result }).content });
  const [signer] = signed.signerInfos;
  const hash = hashes[signer?.digestAlgorithm.algorithmId ?? ''];
  const certificate = certificateOf(signed);
  if (!signer?.signedAttrs || signed.signerInfos.length !== 1 || !hash || !certificate) return null;
  const { attributes, encodedValue } = signer.signedAttrs;
  const digest = attributeValue(attributes, messageDigest);
  const type = attributeValue(attributes, contentType);
  const time = attributeValue(attributes, signingTime);
  if (!(digest instanceof OctetString) || !(type instanceof ObjectIdentifier)) return null;
  // Signed as a SET, kept as an implicitly tagged one (RFC 5652 section 5.4).
  const attributesSigned = Buffer.from(encodedValue);
  attributesSigned[0] = 0x31;
  const signature = Buffer.from(signer.signature.valueBlock.valueHexView);
  const key = new X509Certificate(certificate).publicKey;
  const pss = signer.signatureAlgorithm.algorithmId === rsaPss;
  const padding = pss ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {};
  return {
    bytes: padded.subarray(0, offset),
    certificate,
    signedAt: time instanceof UTCTime ? time.toDate() : null,
    signs(content) {
      const found = createHash(hash);
      for (const part of content) found.update(part);
      if (!found.digest().equals(Buffer.from(digest.valueBlock.valueHexView))) return false;
      return (
        type.valueBlock.toString() === data &&
        createVerify(hash)
          .update(attributesSigned)
          .verify({ key, ...padding }, signature)
      );
    },
  };
}

function attributeValue(attributes: Attribute[], type: string): AsnType | undefined {
  const found = attributes.filter((attribute) => attribute.type === type);
  return found.length === 1 ? (found[0]?.values[0] as AsnType | undefined) : undefined;
}

function certificateOf(signed: SignedData): Buffer | null {
  const sid = signed.signerInfos[0]?.sid;
  if (!(sid instanceof IssuerAndSerialNumber)) return null;
  const found = signed.certificates?.find(
    (one) =>
      one instanceof Certificate &&
      one.serialNumber.isEqual(sid.serialNumber) &&
      one.issuer.isEqual(sid.issuer),
  );
  return found instanceof Certificate ? Buffer.from(found.toSchema(true).toBER()) : null;
}
