import type { HttpClient, OutsideCall } from '../../../platform/http-client/http-client.ts';
import {
  type Environment,
  readVendorConfiguration,
} from '../../../platform/integration-kit/vendor-configuration.ts';
import type {
  DocumentSigner,
  SignatureOrder,
  SignatureReport,
  SignerIdentity,
  SignerStatus,
} from '../port.ts';
import { BsreClient } from './client.ts';
import {
  type BsreConfiguration,
  bsreConfiguration,
  bsreSigned,
  bsreStatusTold,
  bsreVerified,
} from './contract.ts';

/** Signing takes seconds, and more for large files; verifying eight signatures was seen to take 40 s. */
const defaultPatience = { signMs: 60_000, verifyMs: 120_000, statusMs: 15_000 };
/** A file of 20 MB in base64, and what a signature adds. */
const maxReplyBytes = 40 * 1024 * 1024;

/** BSrE, the certification authority of the Indonesian government, by its eSign client, version 2. */
export class Bsre implements DocumentSigner {
  readonly #client: BsreClient;
  readonly #patience: typeof defaultPatience;

  constructor(configuration: BsreConfiguration, http: HttpClient, patience = defaultPatience) {
    this.#client = new BsreClient(configuration, http);
    this.#patience = patience;
  }

  sign(order: SignatureOrder, call: OutsideCall): Promise<Buffer> {
    const { pdf, signer, passphrase, reason, location } = order;
    const body = {
      ...signer,
      passphrase,
      signatureProperties: [{ tampilan: 'INVISIBLE', location, reason }],
      file: [Buffer.from(pdf).toString('base64')],
    };
    const timeoutMs = this.#patience.signMs;
    return this.#client.post(
      { path: '/api/v2/sign/pdf', body, reply: bsreSigned, timeoutMs, maxReplyBytes },
      call,
    );
  }

  verify(pdf: Uint8Array, call: OutsideCall): Promise<SignatureReport> {
    const body = { file: Buffer.from(pdf).toString('base64') };
    const timeoutMs = this.#patience.verifyMs;
    return this.#client.post({ path: '/api/v2/verify/pdf', body, reply: bsreVerified, timeoutMs }, call);
  }

  statusOf(signer: SignerIdentity, call: OutsideCall): Promise<SignerStatus> {
    return this.#client.post(
      {
        path: '/api/v2/user/check/status',
        body: signer,
        reply: bsreStatusTold,
        // Nobody has told with which status it says NOT_REGISTERED.
        alsoAnswers: [400, 404],
        timeoutMs: this.#patience.statusMs,
      },
      call,
    );
  }
}

function read(environment: Environment) {
  const settings = { title: 'BSrE', addressVariable: 'BSRE_API_URL', schema: bsreConfiguration };
  return readVendorConfiguration(settings, environment);
}

/** What is wrong with BSrE's environment variables, one line each; empty when all is well. */
export function bsreProblems(environment: Environment): string[] {
  const configuration = read(environment);
  return configuration.state === 'wrong' ? configuration.problems : [];
}

/**
 * BSrE, or null when BSRE_API_URL is unset. Throws an Error that lists every missing or wrong variable.
 *
 * @param patience how long each kind of call may take, in milliseconds
 */
export function createBsre(
  environment: Environment,
  http: HttpClient,
  patience = defaultPatience,
): DocumentSigner | null {
  const result = read(environment);
  if (result.state === 'wrong') throw new Error(result.problems.join('\n'));
  return result.state === 'configured' ? new Bsre(result.configuration, http, patience) : null;
}
