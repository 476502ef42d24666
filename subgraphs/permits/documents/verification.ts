import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { DocumentSigner, SignatureReport } from '../../../integrations/document-signer/port.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { currentRequestId, log } from '../../../platform/log.ts';
import { DocumentStatus } from './document.state.ts';
import type { DocumentFiles } from './document-files.ts';
import { PermitDocument } from './permit-document.ts';
import { lockDocument, take } from './transition.ts';

export const verifyTask = 'permit-document-verify';

const actor = 'service:permits';
const longestDelayMs = 60 * 60_000;
/** After a day without a word a person should look; it is asked on. */
const attentionAfter = 30;

/** Has the signing service verify what was signed, until it says something. */
export class SignatureVerification {
  readonly #em: EntityManager;
  readonly #files: DocumentFiles;
  readonly #signer: DocumentSigner | null;
  readonly task: TaskDefinition = defineTask({
    name: verifyTask,
    payload: z.object({ documentId: z.uuid(), attempts: z.int().min(0) }),
    run: ({ documentId, attempts }) => this.#verify(documentId, attempts),
  });

  constructor(em: EntityManager, files: DocumentFiles, signer: DocumentSigner | null) {
    this.#em = em;
    this.#files = files;
    this.#signer = signer;
  }

  async #verify(documentId: string, attempts: number): Promise<void> {
    const document = await this.#em
      .fork()
      .findOne(PermitDocument, { id: documentId }, { filters: { fence: false } });
    if (document?.status !== DocumentStatus.SIGNED || !document.signed) return;
    const report = await this.#ask(await this.#files.read(document.signed));
    await this.#em.fork().transactional(async (em) => {
      const current = await lockDocument(em, documentId);
      if (current.status !== DocumentStatus.SIGNED) return;
      if (report) await this.#settle(em, current, report);
      else await this.#later(em, current, attempts + 1);
    });
  }

  async #ask(pdf: Buffer): Promise<SignatureReport | null> {
    if (!this.#signer) return null;
    try {
      return await this.#signer.verify(pdf, { requestId: currentRequestId() ?? uuidv7() });
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      log.warn({ err: error }, 'a signature could not be verified yet');
      return null;
    }
  }

  async #settle(em: EntityManager, document: PermitDocument, report: SignatureReport): Promise<void> {
    document.attention = null;
    if (report.conclusion === 'VALID') {
      document.verifiedAt = new Date();
      return take(em, document, DocumentStatus.VERIFIED, actor);
    }
    document.reason = `The signing service does not find the signature valid: ${report.said}.`;
    await take(em, document, DocumentStatus.REJECTED, actor);
  }

  async #later(em: EntityManager, document: PermitDocument, attempts: number): Promise<void> {
    if (attempts === attentionAfter)
      document.attention = 'The signing service has not said yet whether the signature is valid.';
    await em.flush();
    const runAt = new Date(Date.now() + Math.min(2_000 * 2 ** Math.min(attempts - 1, 20), longestDelayMs));
    const payload = { documentId: document.id, attempts };
    await enqueue(em, verifyTask, payload, { runAt, key: `${verifyTask}:${document.id}` });
  }
}
