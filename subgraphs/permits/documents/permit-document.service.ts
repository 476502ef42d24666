import type { EntityManager } from '@mikro-orm/postgresql';
import { pdfSignatures } from '../../../integrations/document-signer/pdf-signatures.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { assertAgency } from '../agency.ts';
import { Permit } from '../permits/permit.ts';
import { DocumentStatus } from './document.state.ts';
import type { DocumentFiles } from './document-files.ts';
import type { Right } from './document-links.ts';
import { inspect } from './pdf/pdf-work.ts';
import type {
  CreatePermitDocumentInput,
  EndPermitDocumentInput,
  ResolvePermitSignatureInput,
} from './permit-document.inputs.ts';
import { type KeptFile, PermitDocument } from './permit-document.ts';
import { begin, lockDocument, take } from './transition.ts';
import { verifyTask } from './verification.ts';

/** Every step of a document but the signing itself. */
export class PermitDocumentService {
  readonly #em: EntityManager;
  readonly #files: DocumentFiles;

  /** `em` is not fenced: an upload has been allowed by its link. */
  constructor(em: EntityManager, files: DocumentFiles) {
    this.#em = em;
    this.#files = files;
  }

  /** Begins a document of a permit. Throws FORBIDDEN, NOT_FOUND. */
  async create(
    { registrationId }: CreatePermitDocumentInput,
    context: SubgraphContext,
  ): Promise<PermitDocument> {
    assertAgency(context.principal);
    return context.em.transactional((em) => this.begin(em, registrationId, context.principal.id));
  }

  /** Begins a document in the transaction of `em`. Throws NOT_FOUND. */
  async begin(em: EntityManager, registrationId: string, createdBy: string): Promise<PermitDocument> {
    const permit = await em.findOne(Permit, { registrationId });
    if (!permit) throw notFound('permit', registrationId);
    const { id: permitId, organisationId } = permit;
    const document = Object.assign(new PermitDocument(), { permitId, organisationId, createdBy });
    await begin(em, document);
    return document;
  }

  /**
   * Takes in the PDF that a link allows: the permit’s own, or the signed one of which nobody knew. Nothing is
   * kept of one that may not be signed. Throws VALIDATION_ERROR, CONFLICT, NOT_FOUND, UPSTREAM_UNAVAILABLE.
   *
   * @param importId the import that brought it, which must not have been given up
   */
  async upload(
    right: Pick<Right, 'documentId' | 'version' | 'bearer'>,
    pdf: Buffer,
    importId: string | null = null,
  ): Promise<PermitDocument> {
    const { documentId, version, bearer } = right;
    const to = version === 'original' ? DocumentStatus.UPLOADED : DocumentStatus.SIGNED;
    const before = await this.#em
      .fork()
      .findOne(PermitDocument, { id: documentId }, { filters: { fence: false } });
    if (!before) throw notFound('document', documentId);
    assertAwaited(before, to);
    const found = await inspect(pdf);
    if ('problem' in found) throw invalid('file', found.problem);
    const signature = version === 'signed' ? signatureOf(pdf) : null;
    const kept = await this.#files.keep(documentId, version, pdf);
    try {
      return await this.#em.fork().transactional(async (em) => {
        const document = await lockDocument(em, documentId);
        assertAwaited(document, to);
        if (importId !== null && document.importId !== importId)
          throw new HubError('CONFLICT', { message: 'This import has been given up.' });
        if (importId === null) document.importedFrom = null;
        document.importProblem = null;
        document.reason = null;
        document.attention = null;
        if (signature) Object.assign(document, signature);
        else document.pages = found.pages;
        await this.#taken(em, document, version === 'signed' ? 'signed' : 'original', kept, bearer);
        return document;
      });
    } catch (error) {
      await this.#files.drop(kept);
      throw error;
    }
  }

  /** Ends a document that is not to be signed. Throws FORBIDDEN, NOT_FOUND, CONFLICT. */
  reject(input: EndPermitDocumentInput, context: SubgraphContext): Promise<PermitDocument> {
    return this.#changed(input.documentId, context, async (em, document) => {
      // What was signed is withdrawn by cancelling it; only its verification rejects it.
      if (document.status !== DocumentStatus.UPLOADED)
        throw new HubError('CONFLICT', {
          message: `A document that is ${document.status} cannot be rejected.`,
        });
      document.reason = input.reason;
      await take(em, document, DocumentStatus.REJECTED, context.principal.id);
    });
  }

  /** Gives a document up, or withdraws one that was signed. Throws FORBIDDEN, NOT_FOUND, CONFLICT. */
  cancel(input: EndPermitDocumentInput, context: SubgraphContext): Promise<PermitDocument> {
    return this.#changed(input.documentId, context, async (em, document) => {
      document.reason = input.reason;
      document.attention = null;
      await take(em, document, DocumentStatus.CANCELLED, context.principal.id);
    });
  }

  /** Settles a signature of which nobody knew. Throws FORBIDDEN, NOT_FOUND, CONFLICT when it is known. */
  resolve(input: ResolvePermitSignatureInput, context: SubgraphContext): Promise<PermitDocument> {
    return this.#changed(input.documentId, context, async (em, document) => {
      if (!document.signatureUnknown)
        throw new HubError('CONFLICT', { message: 'The outcome of its signature is not unknown.' });
      document.attemptId = null;
      document.attention = null;
      document.reason = input.reason;
      await take(em, document, DocumentStatus.UPLOADED, context.principal.id);
    });
  }

  async #changed(
    id: string,
    context: SubgraphContext,
    change: (em: EntityManager, document: PermitDocument) => Promise<void>,
  ): Promise<PermitDocument> {
    assertAgency(context.principal);
    return context.em.transactional(async (em) => {
      const document = await lockDocument(em, id);
      await change(em, document);
      return document;
    });
  }

  async #taken(
    em: EntityManager,
    document: PermitDocument,
    version: 'original' | 'signed',
    kept: KeptFile,
    bearer: string,
  ): Promise<void> {
    document[version] = kept;
    if (version === 'original') return take(em, document, DocumentStatus.UPLOADED, bearer);
    document.attemptId = null;
    await take(em, document, DocumentStatus.SIGNED, bearer);
    await enqueue(
      em,
      verifyTask,
      { documentId: document.id, attempts: 0 },
      { key: `${verifyTask}:${document.id}` },
    );
  }
}

/** Throws CONFLICT unless the document waits for that file. */
function assertAwaited(document: PermitDocument, to: DocumentStatus): void {
  const awaited =
    to === DocumentStatus.UPLOADED ? document.status === DocumentStatus.DRAFT : document.signatureUnknown;
  if (!awaited)
    throw new HubError('CONFLICT', { message: `A document that is ${document.status} takes no such file.` });
}

function signatureOf(pdf: Buffer): Pick<PermitDocument, 'signatureSha256' | 'signerName' | 'signedAt'> {
  const last = pdfSignatures(pdf).findLast(({ intact }) => intact);
  if (!last) throw invalid('file', 'holds no signature that is intact');
  return { signatureSha256: last.sha256, signerName: last.signerName, signedAt: last.signedAt };
}
