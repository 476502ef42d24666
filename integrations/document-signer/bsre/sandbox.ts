import type { FastifyInstance } from 'fastify';
import { serveControl } from '../../../platform/integration-kit/sandbox-control.ts';
import {
  Refusal,
  readJson,
  SandboxKit,
  type StandInRequest,
} from '../../../platform/integration-kit/sandbox-kit.ts';
import { type Html, html } from '../../../platform/integration-kit/sandbox-page.ts';
import { pdfSignatures } from '../pdf-signatures.ts';
import { bsreSign, bsreStatus, bsreVerify } from './contract.ts';
import { type TestSigner, testSigner } from './sandbox-certificate.ts';

export interface BsreCredentials {
  clientId: string;
  clientSecret: string;
}

/** A file of 20 MB in base64. */
const bodyLimit = 32 * 1024 * 1024;

/** Those who can sign at the stand-in; one of them cannot yet. Passphrases for tests, known to all. */
export const bsreSandboxPeople = [
  {
    name: 'Kepala Dinas Penanaman Modal',
    nik: '1271010101800001',
    email: 'kepala.dinas@example.go.id',
    passphrase: 'Rahasia-1945',
    certificate: true,
  },
  {
    name: 'Pejabat Baru',
    nik: '1271010101900002',
    email: 'pejabat.baru@example.go.id',
    passphrase: 'Rahasia-1945',
    certificate: false,
  },
] as const;

/** BSrE’s stand-in: it really signs, with a certificate that it makes up at its start, and really verifies. Its base URL is `/bsre`. */
export function mountBsre(app: FastifyInstance, credentials: BsreCredentials): void {
  const kit = new SandboxKit(app, 'bsre', 'BSrE');
  // The kit's own reader of bodies, for larger ones.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));
  app.addHook('onRoute', (route) => {
    route.bodyLimit = bodyLimit;
  });
  const [head] = bsreSandboxPeople;
  const signer = testSigner(head.name);
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
  let signed = 0;
  const check = ({ headers }: StandInRequest) => {
    if (headers.authorization !== `Basic ${basic}`) throw new Refusal(401, '401', 'Unauthorized');
  };

  kit.serve('sign', 'POST', '/api/v2/sign/pdf', async (request) => {
    check(request);
    const { file, passphrase, signatureProperties, ...who } = readJson(request, bsreSign);
    const person = find(who);
    if (!person) throw new Refusal(400, '2011', 'User tidak terdaftar');
    if (!person.certificate) throw new Refusal(400, '2021', 'User belum memiliki sertifikat');
    if (passphrase !== person.passphrase) throw new Refusal(400, '2031', 'Passphrase anda salah');
    const [words] = signatureProperties;
    const pdf = await signedBy(signer, person.name, file[0] as string, words);
    signed += 1;
    return { body: { time: 1, file: [pdf.toString('base64')] } };
  });

  kit.serve('verify', 'POST', '/api/v2/verify/pdf', (request) => {
    check(request);
    return { body: verdict(Buffer.from(readJson(request, bsreVerify).file, 'base64'), signer) };
  });

  kit.serve('status', 'POST', '/api/v2/user/check/status', (request) => {
    check(request);
    const person = find(readJson(request, bsreStatus));
    if (!person)
      return { body: { status_code: 2011, status: 'NOT_REGISTERED', message: 'User tidak terdaftar' } };
    return person.certificate
      ? { body: { status_code: 1111, status: 'ISSUE', message: 'User aktif' } }
      : { body: { status_code: 2021, status: 'NO_CERTIFICATE', message: 'Belum memiliki sertifikat' } };
  });

  serveControl(app, kit, () => section(signed));
  app.get('/_control/signed', () => ({ signed }));
}

function find(who: { nik?: string | undefined; email?: string | undefined }) {
  return bsreSandboxPeople.find((person) => person.nik === who.nik || person.email === who.email);
}

async function signedBy(
  signer: TestSigner,
  name: string,
  file: string,
  words: { reason: string; location: string } | undefined,
): Promise<Buffer> {
  try {
    const { reason = '', location = '' } = words ?? {};
    // Loaded with the first signature.
    const { signPdf } = await import('./sandbox-signing.ts');
    return await signPdf(Buffer.from(file, 'base64'), signer, { name, reason, location });
  } catch (error) {
    throw new Refusal(
      400,
      '2041',
      `The file cannot be signed: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** BSrE’s answer, its spelling of `timestampInfomation` included. */
function verdict(pdf: Buffer, signer: TestSigner) {
  const own = Buffer.from(signer.certificate.toSchema(true).toBER());
  const found = pdfSignatures(pdf);
  const informations = found.map((one, index) => ({
    signerName: one.signerName,
    integrityValid: one.intact,
    certificateTrusted: one.certificate?.equals(own) ?? false,
    lastSignature: index === found.length - 1,
    timestampInfomation: { timestampDate: one.signedAt?.toISOString() ?? null },
  }));
  const valid =
    found.at(-1)?.coversWholeFile &&
    informations.every(({ integrityValid, certificateTrusted }) => integrityValid && certificateTrusted);
  return {
    conclusion: found.length === 0 ? 'NO_SIGNATURE' : valid ? 'VALID' : 'INVALID',
    signatureCount: found.length,
    signatureInformations: informations,
  };
}

function section(signed: number): Html {
  return html`<p>${signed} documents signed since the start.</p>
<h2>Who can sign here</h2>
<table><tr><th>Name</th><th>NIK</th><th>E-mail</th><th>Passphrase</th><th>Certificate</th></tr>
${bsreSandboxPeople.map(
  (person) => html`<tr><td>${person.name}</td><td>${person.nik}</td><td>${person.email}</td>
<td>${person.passphrase}</td><td>${person.certificate ? 'yes' : 'none yet'}</td></tr>`,
)}
</table>`;
}
