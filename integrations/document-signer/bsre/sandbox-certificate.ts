import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { BitString, fromBER, Integer, ObjectIdentifier, OctetString, UTCTime, Utf8String } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  AttributeTypeAndValue,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  PublicKeyInfo,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';

const sha256 = '2.16.840.1.101.3.4.2.1';
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

/** A key with a certificate for tests, made up at the moment and trusted by nobody else. */
export interface TestSigner {
  key: KeyObject;
  certificate: Certificate;
}

/** A self-signed certificate of `name`, valid for a year, with a new key. */
export function testSigner(name: string): TestSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: positive(randomBytes(8)) });
  const common = () => new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) });
  certificate.subject.typesAndValues.push(common());
  certificate.issuer.typesAndValues.push(common());
  certificate.notBefore.value = new Date(Date.now() - 60_000);
  certificate.notAfter.value = new Date(Date.now() + 365 * 86_400_000);
  const spki = fromBER(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))).result;
  certificate.subjectPublicKeyInfo = new PublicKeyInfo({ schema: spki });
  certificate.signature = new AlgorithmIdentifier({ algorithmId: ecdsaWithSha256 });
  certificate.signatureAlgorithm = new AlgorithmIdentifier({ algorithmId: ecdsaWithSha256 });
  certificate.tbsView = new Uint8Array(certificate.encodeTBS().toBER());
  const signature = sign('sha256', certificate.tbsView, privateKey);
  certificate.signatureValue = new BitString({ valueHex: bufferOf(signature) });
  return { key: privateKey, certificate };
}

/** A detached signature (DER) over content with this SHA-256. */
export function cmsOver(contentHash: Buffer, { key, certificate }: TestSigner, at: Date): Buffer {
  const attributes = new SignedAndUnsignedAttributes({
    type: 0,
    attributes: [
      new Attribute({
        type: '1.2.840.113549.1.9.3',
        values: [new ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })],
      }),
      new Attribute({ type: '1.2.840.113549.1.9.5', values: [new UTCTime({ valueDate: at })] }),
      new Attribute({
        type: '1.2.840.113549.1.9.4',
        values: [new OctetString({ valueHex: bufferOf(contentHash) })],
      }),
    ],
  });
  const toSign = Buffer.from(attributes.toSchema().toBER());
  toSign[0] = 0x31;
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({
      issuer: certificate.issuer,
      serialNumber: certificate.serialNumber,
    }),
    digestAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
    signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: ecdsaWithSha256 }),
    signature: new OctetString({ valueHex: bufferOf(sign('sha256', toSign, key)) }),
    signedAttrs: attributes,
  });
  const signed = new SignedData({
    version: 1,
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: sha256 })],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1' }),
    certificates: [certificate],
    signerInfos: [signer],
  });
  const content = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) });
  return Buffer.from(content.toSchema().toBER());
}

function positive(bytes: Buffer): ArrayBuffer {
  bytes[0] = (bytes[0] as number) & 0x7f || 1;
  return bufferOf(bytes);
}

function bufferOf(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
