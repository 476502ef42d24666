import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { pdfSignatures } from '../../../integrations/document-signer/pdf-signatures.ts';
import type { DocumentSigner, SignerIdentity } from '../../../integrations/document-signer/port.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { forgetRequest, type IdempotentRequest, onceIfKeyed } from '../../../platform/idempotency/once.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { log } from '../../../platform/log.ts';
import { assertAgency } from '../agency.ts';
import { Permit } from '../permits/permit.ts';
import { DocumentStatus } from './document.state.ts';
import type { DocumentFiles } from './document-files.ts';
import { stamp } from './pdf/pdf-work.ts';
import type { SignPermitDocumentInput } from './permit-document.inputs.ts';
import { type KeptFile, PermitDocument } from './permit-document.ts';
import { lockDocument, take, takeUnknown } from './transition.ts';
import { verifyTask } from './verification.ts';

const lostTask = 'permit-signing-lost';

/** The mutation waits so long for the signing service; the call itself goes on. */
const patienceMs = 10_000;

export interface SigningOptions {
  signer: DocumentSigner | null;
  files: DocumentFiles;
  publicUrl: string;
  /** After that long without a word the process that made the call must have died. Longer than any call takes. */
  lostAfterMs: number;
}

/** What the call to the signing service is made with; held in memory until it ends. */
interface Attempt {
  id: string;
  documentId: string;
  /** The PDF with its QR code. */
  pdf: Uint8Array;
  signer: SignerIdentity;
  passphrase: string;
  reason: string;
  location: string;
  requestId: string;
  keyed: IdempotentRequest | null;
}

type Outcome =
  | { kind: 'signed'; pdf: Buffer; kept: KeptFile }
  | { kind: 'refused'; why: string }
  | { kind: 'unknown'; why: string };

/**
 * Has documents signed. That it is about to be asked is stored before the signing service is, and what came
 * of it after. It is asked once: where nobody knows the outcome, a person finds it out.
 */
export class SigningService {
  readonly #em: EntityManager;
  readonly #options: SigningOptions;
  readonly #running = new Set<Promise<unknown>>();
  /** Finds what a process that died has left. */
  readonly task: TaskDefinition = defineTask({
    name: lostTask,
    payload: z.object({ documentId: z.uuid(), attemptId: z.uuid() }),
    run: ({ documentId, attemptId }) => this.#lost(documentId, attemptId),
  });

  /** `em` is not fenced. */
  constructor(em: EntityManager, options: SigningOptions) {
    this.#em = em;
    this.#options = options;
  }

  /**
   * Stamps the QR code on, has the PDF signed, and answers with what is known after ten seconds. Throws
   * FORBIDDEN, NOT_FOUND, CONFLICT, VALIDATION_ERROR, NOT_CONFIGURED, UPSTREAM_REJECTED (a wrong passphrase,
   * say: it may be signed again) and UPSTREAM_UNAVAILABLE, when nothing was asked.
   */
  async sign(input: SignPermitDocumentInput, context: SubgraphContext): Promise<PermitDocument> {
    assertAgency(context.principal);
    const { signer } = this.#options;
    if (!signer)
      throw new HubError('NOT_CONFIGURED', { message: 'No signing service is configured on this hub.' });
    const who = identityOf(input);
    const document = await context.em.findOne(PermitDocument, { id: input.documentId });
    if (!document) throw notFound('document', input.documentId);
    assertUploaded(document);
    if (input.qrPage && input.qrPage > (document.pages ?? 0))
      throw invalid('qrPage', `must be at most ${document.pages}, the number of its pages`);
    await this.#assertCanSign(signer, who, context.requestId);
    const attempt = await this.#prepared(document, input, who, context);
    if (!attempt) return context.em.findOneOrFail(PermitDocument, { id: document.id }, { refresh: true });
    const outcome = await this.#within(this.#carryOut(attempt, signer));
    if (outcome?.kind === 'refused') throw new HubError('UPSTREAM_REJECTED', { message: outcome.why });
    return context.em.findOneOrFail(PermitDocument, { id: document.id }, { refresh: true });
  }

  /** Resolves when no call is under way any more. */
  async close(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #assertCanSign(signer: DocumentSigner, who: SignerIdentity, requestId: string): Promise<void> {
    const field = 'nik' in who ? 'nik' : 'email';
    const status = await signer.statusOf(who, { requestId }).catch((error: unknown) => {
      if (!(error instanceof OutsideError)) throw error;
      const code = error.kind === 'REJECTED' ? 'UPSTREAM_REJECTED' : 'UPSTREAM_UNAVAILABLE';
      throw new HubError(code, {
        cause: error,
        ...(error.vendorMessage && { message: error.vendorMessage }),
      });
    });
    if (status === 'NOT_REGISTERED') throw invalid(field, 'is not registered with the signing service');
    if (status === 'NO_CERTIFICATE') throw invalid(field, 'has no certificate at the signing service');
  }

  /** Stores that the signing service is about to be asked, and with what; null when the same request has it asked. */
  async #prepared(
    document: PermitDocument,
    input: SignPermitDocumentInput,
    signer: SignerIdentity,
    { principal, requestId, keyed }: SubgraphContext,
  ): Promise<Attempt | null> {
    const { files, publicUrl, lostAfterMs } = this.#options;
    const address = `${publicUrl}/verify/documents/${document.token}`;
    const original = await files.read(document.original as KeptFile);
    const pdf = await stamp(original, {
      address,
      page: input.qrPage ?? undefined,
      corner: input.qrCorner ?? undefined,
    });
    const stamped = await files.keep(document.id, 'stamped', pdf);
    const id = uuidv7();
    let number: string | null = null;
    const begin = async (em: EntityManager) => {
      const current = await lockDocument(em, document.id);
      assertUploaded(current);
      Object.assign(current, { stamped, qrCode: address, attemptId: id, attemptedBy: principal.id });
      Object.assign(current, { attemptedAt: new Date(), attention: null, reason: null });
      await take(em, current, DocumentStatus.PENDING_SIGNATURE, principal.id);
      const runAt = new Date(Date.now() + lostAfterMs);
      await enqueue(em, lostTask, { documentId: document.id, attemptId: id }, { runAt });
      const permit = await em.findOneOrFail(Permit, { id: current.permitId }, { filters: { fence: false } });
      number = permit.permitNumber ?? permit.registrationId;
      return current.id;
    };
    await this.#em.fork().transactional((em) => onceIfKeyed(em, keyed, () => begin(em)));
    if (number === null) {
      await files.drop(stamped);
      return null;
    }
    const { passphrase, location } = input;
    const words = { reason: `Izin ${number}`, location: location ?? 'Indonesia' };
    return { id, documentId: document.id, pdf, signer, passphrase, requestId, keyed, ...words };
  }

  async #carryOut(attempt: Attempt, signer: DocumentSigner): Promise<Outcome> {
    const outcome = await this.#asked(attempt, signer);
    await this.#em.fork().transactional(async (em) => {
      const document = await lockDocument(em, attempt.documentId);
      // A person may have settled it meanwhile; their word stays.
      if (document.attemptId !== attempt.id || document.status !== DocumentStatus.PENDING_SIGNATURE) return;
      await settle(em, document, outcome);
      if (outcome.kind === 'refused' && attempt.keyed) await forgetRequest(em, attempt.keyed);
    });
    return outcome;
  }

  async #asked(
    { documentId, requestId, keyed: _, ...order }: Attempt,
    signer: DocumentSigner,
  ): Promise<Outcome> {
    let pdf: Buffer;
    try {
      pdf = await signer.sign(order, { requestId });
    } catch (error) {
      if (!(error instanceof OutsideError))
        log.error({ err: error }, 'a document could not be sent to be signed');
      if (error instanceof OutsideError && isCertainlyNotSigned(error))
        return { kind: 'refused', why: error.vendorMessage ?? error.message };
      return { kind: 'unknown', why: `Nobody knows whether it was signed: ${messageOf(error)}` };
    }
    if (pdfSignatures(pdf).length <= pdfSignatures(Buffer.from(order.pdf)).length)
      return {
        kind: 'unknown',
        why: 'The signing service answered with a file that holds no new signature.',
      };
    try {
      return { kind: 'signed', pdf, kept: await this.#options.files.keep(documentId, 'signed', pdf) };
    } catch (error) {
      log.error({ err: error, documentId }, 'a document that was signed could not be kept');
      return { kind: 'unknown', why: 'It was signed, and the signed file could not be kept.' };
    }
  }

  async #within(work: Promise<Outcome>): Promise<Outcome | undefined> {
    const running = work.catch((err) => {
      log.error({ err }, 'what came of a signature could not be stored');
      return undefined;
    });
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patienceMs);
    });
    const outcome = await Promise.race([running, patience]);
    clearTimeout(timer);
    return outcome;
  }

  async #lost(documentId: string, attemptId: string): Promise<void> {
    await this.#em.fork().transactional(async (em) => {
      const document = await lockDocument(em, documentId);
      if (document.attemptId !== attemptId || document.status !== DocumentStatus.PENDING_SIGNATURE) return;
      if (document.signatureUnknown) return;
      await takeUnknown(em, document, 'The hub ended while it was being signed.', 'service:permits');
    });
  }
}

async function settle(em: EntityManager, document: PermitDocument, outcome: Outcome): Promise<void> {
  const actor = document.attemptedBy ?? 'service:permits';
  if (outcome.kind === 'unknown') return takeUnknown(em, document, outcome.why, actor);
  document.attention = null;
  document.attemptId = null;
  if (outcome.kind === 'refused') {
    document.reason = outcome.why;
    return take(em, document, DocumentStatus.UPLOADED, actor);
  }
  const signature = pdfSignatures(outcome.pdf).at(-1);
  document.signed = outcome.kept;
  document.signatureSha256 = signature?.sha256 ?? null;
  document.signerName = signature?.signerName ?? null;
  document.signedAt = signature?.signedAt ?? new Date();
  await take(em, document, DocumentStatus.SIGNED, actor);
  const payload = { documentId: document.id, attempts: 0 };
  await enqueue(em, verifyTask, payload, { key: `${verifyTask}:${document.id}` });
}

function assertUploaded({ status }: PermitDocument): void {
  if (status !== DocumentStatus.UPLOADED)
    throw new HubError('CONFLICT', { message: `A document that is ${status} cannot be signed.` });
}

function identityOf({ nik, email }: SignPermitDocumentInput): SignerIdentity {
  if (nik && !email) return { nik };
  if (email && !nik) return { email };
  throw invalid('nik', 'give either the NIK or the e-mail address of the one who signs');
}

/** Nothing was sent, or the service refused. After anything else it may have signed. */
function isCertainlyNotSigned(error: OutsideError): boolean {
  if (error.kind === 'REJECTED') return true;
  return error.kind === 'UNAVAILABLE' && (error.status === null || error.status === 429);
}

function messageOf(error: unknown): string {
  return error instanceof OutsideError ? error.message : 'the call broke off';
}
