import type { EntityManager } from '@mikro-orm/postgresql';
import type { Agent } from 'undici';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { fetchFile } from '../../../platform/http-client/fetch-file.ts';
import { guardedAgent, type TargetPolicy, urlProblem } from '../../../platform/http-client/guarded-agent.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { assertAgency } from '../agency.ts';
import { largestPdf } from './document.routes.ts';
import { DocumentStatus } from './document.state.ts';
import type { DocumentFiles } from './document-files.ts';
import type { ImportPermitDocumentInput } from './permit-document.inputs.ts';
import type { PermitDocumentService } from './permit-document.service.ts';
import { PermitDocument } from './permit-document.ts';
import { lockDocument, tellImportFailed } from './transition.ts';

const importTask = 'permit-document-import';
const timeoutMs = 60_000;
/** Waited before the second and the third time of asking, in milliseconds. */
const pauses = [10_000, 60_000];

const order = z.object({
  documentId: z.uuid(),
  importId: z.uuid(),
  /** Sealed: an address may hold a key. */
  address: z.string(),
  bearer: z.string(),
  failures: z.int().min(0),
});
type Order = z.output<typeof order>;

export interface ImportParts {
  em: EntityManager;
  cipher: Cipher;
  files: DocumentFiles;
  service: PermitDocumentService;
  targets: TargetPolicy;
  /** In milliseconds, one for each time of asking again; ten seconds and a minute when absent. */
  pauses?: readonly number[] | undefined;
}

/** Fetches the PDFs of permits from where they are, as a job, and has them taken in as uploads are. */
export class DocumentImport {
  readonly #parts: ImportParts;
  readonly #agent: Agent;
  readonly task: TaskDefinition = defineTask({
    name: importTask,
    payload: order,
    run: (wanted) => this.#run(wanted),
  });

  /** `em` is not fenced. */
  constructor(parts: ImportParts) {
    this.#parts = parts;
    this.#agent = guardedAgent(parts.targets, { connections: 4, keepAliveTimeout: 1_000 });
  }

  /**
   * Begins to import: a document that waits for its PDF, or a new one of a permit. One that is under way is
   * given up. Throws FORBIDDEN, NOT_FOUND, CONFLICT, VALIDATION_ERROR, NOT_CONFIGURED.
   */
  async begin(input: ImportPermitDocumentInput, context: SubgraphContext): Promise<PermitDocument> {
    assertAgency(context.principal);
    const { documentId, registrationId, url } = input;
    if (Boolean(documentId) === Boolean(registrationId))
      throw invalid('documentId', 'give either documentId or registrationId');
    const { cipher, files, service, targets } = this.#parts;
    const problem = urlProblem(url, targets);
    if (problem) throw invalid('url', problem);
    files.assertConfigured();
    const bearer = context.principal.id;
    return context.em.transactional(async (em) => {
      const document = documentId
        ? await lockDocument(em, documentId)
        : await service.begin(em, registrationId as string, bearer);
      if (document.status !== DocumentStatus.DRAFT)
        throw new HubError('CONFLICT', {
          message: `A document that is ${document.status} takes no such file.`,
        });
      const importId = uuidv7();
      Object.assign(document, { importId, importedFrom: shown(url), importProblem: null });
      const wanted = { documentId: document.id, importId, address: cipher.seal(url), bearer, failures: 0 };
      await em.flush();
      await enqueue(em, importTask, wanted);
      return document;
    });
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #run(wanted: Order): Promise<void> {
    const { em, cipher, service, targets } = this.#parts;
    const all = { filters: { fence: false } } as const;
    const document = await em.fork().findOne(PermitDocument, { id: wanted.documentId }, all);
    if (document?.importId !== wanted.importId) return;
    const found = await fetchFile(cipher.open(wanted.address), {
      agent: this.#agent,
      policy: targets,
      accept: 'application/pdf',
      timeoutMs,
      maxBytes: largestPdf,
    });
    if ('problem' in found) return this.#failed(wanted, `The address ${found.problem}.`, found.later);
    const { documentId, bearer, importId } = wanted;
    try {
      await service.upload({ documentId, version: 'original', bearer }, found.bytes, importId);
    } catch (error) {
      // Uploaded, cancelled or imported anew in the meantime.
      if (error instanceof HubError && error.code === 'CONFLICT') return;
      // Whatever else it is, storage that is away for instance, the queue tries again.
      if (!(error instanceof HubError) || error.code !== 'VALIDATION_ERROR') throw error;
      await this.#failed(wanted, `What it holds ${error.details[0]?.message ?? 'is no PDF'}.`, false);
    }
  }

  async #failed(wanted: Order, why: string, later: boolean): Promise<void> {
    const waits = this.#parts.pauses ?? pauses;
    await this.#parts.em.fork().transactional(async (em) => {
      const document = await lockDocument(em, wanted.documentId);
      if (document.importId !== wanted.importId) return;
      const inMs = later ? waits[wanted.failures] : undefined;
      if (inMs !== undefined)
        return enqueue(em, importTask, { ...wanted, failures: wanted.failures + 1 }, { inMs });
      document.importId = null;
      document.importProblem = why;
      await tellImportFailed(em, document, wanted.bearer);
    });
  }
}

/** What may be seen of an address. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
