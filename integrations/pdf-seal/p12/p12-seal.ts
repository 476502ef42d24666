import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type forge from 'node-forge';
import {
  type Environment,
  readVendorConfiguration,
} from '../../../platform/integration-kit/vendor-configuration.ts';
import type { PdfSeal } from '../port.ts';
import { p12Configuration } from './contract.ts';

const require = createRequire(import.meta.url);

interface Sealer {
  file: Buffer;
  passphrase: string;
  /** Of the certificate. */
  name: string;
  email: string;
}

/** Seals with a key that the operator keeps in a PKCS #12 file (RSA). It is read once, at the start. */
export class P12Seal implements PdfSeal {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  async seal(pdf: Buffer, reason: string): Promise<Buffer> {
    const { file, passphrase, name, email } = this.#sealer;
    const [{ plainAddPlaceholder }, { P12Signer }, { SignPdf }] = await Promise.all([
      import('@signpdf/placeholder-plain'),
      import('@signpdf/signer-p12'),
      import('@signpdf/signpdf'),
    ]);
    const pdfBuffer = plainAddPlaceholder({
      pdfBuffer: pdf,
      reason,
      contactInfo: email,
      name,
      location: 'Indonesia',
      subFilter: 'ETSI.CAdES.detached',
      signatureLength: 16_384,
    });
    return new SignPdf().sign(pdfBuffer, new P12Signer(file, { passphrase }));
  }
}

type Found = { state: 'none' } | { state: 'ready'; sealer: Sealer } | { state: 'wrong'; problems: string[] };

function read(environment: Environment): Found {
  const settings = { title: 'Sealing PDFs', addressVariable: 'CERTIFICATE_P12', schema: p12Configuration };
  const configuration = readVendorConfiguration(settings, environment);
  if (configuration.state === 'not configured') return { state: 'none' };
  if (configuration.state === 'wrong') return configuration;
  const { CERTIFICATE_P12: path, CERTIFICATE_P12_PASSPHRASE: passphrase } = configuration.configuration;
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (error) {
    return { state: 'wrong', problems: [`CERTIFICATE_P12 cannot be read: ${(error as Error).message}`] };
  }
  const subject = subjectOf(file, passphrase);
  if (typeof subject === 'string') return { state: 'wrong', problems: [subject] };
  return { state: 'ready', sealer: { file, passphrase, ...subject } };
}

/** Who the certificate of the key is for; otherwise what is wrong with the file. */
function subjectOf(file: Buffer, passphrase: string): { name: string; email: string } | string {
  try {
    // Loaded where there is a file to be opened, alone.
    const { asn1, pkcs12, pki } = require('node-forge') as typeof forge;
    const p12 = pkcs12.pkcs12FromAsn1(asn1.fromDer(file.toString('binary')), passphrase);
    const keyBag = pki.oids.pkcs8ShroudedKeyBag as string;
    const certBag = pki.oids.certBag as string;
    const keys = p12.getBags({ bagType: keyBag })[keyBag] ?? [];
    const certificates = p12.getBags({ bagType: certBag })[certBag] ?? [];
    const subject = certificates[0]?.cert?.subject;
    if (keys.length === 0 || !subject) return 'CERTIFICATE_P12 holds no key with its certificate';
    const field = (name: string) => String(subject.getField(name)?.value ?? '');
    return { name: field('CN'), email: field('E') };
  } catch {
    // The library says no more than that something does not fit.
    return 'CERTIFICATE_P12 cannot be opened: it is no PKCS #12 file, or CERTIFICATE_P12_PASSPHRASE is wrong';
  }
}

/** What is wrong with the variables, one line each; empty when all is well. */
export function pdfSealProblems(environment: Environment): string[] {
  const found = read(environment);
  return found.state === 'wrong' ? found.problems : [];
}

/** The seal, or null when CERTIFICATE_P12 is unset. Throws an Error that lists what is wrong. */
export function createPdfSeal(environment: Environment): PdfSeal | null {
  const found = read(environment);
  if (found.state === 'wrong') throw new Error(found.problems.join('\n'));
  return found.state === 'ready' ? new P12Seal(found.sealer) : null;
}
