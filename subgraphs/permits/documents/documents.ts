import type { FastifyInstance } from 'fastify';
import type { DocumentSigner } from '../../../integrations/document-signer/port.ts';
import type { FileStore } from '../../../integrations/storage/port.ts';
import type { SubgraphKit } from '../../../platform/federation/subgraph.ts';
import type { TargetPolicy } from '../../../platform/http-client/guarded-agent.ts';
import { checkRoutes } from './check/check.routes.ts';
import { DocumentCheck } from './check/document-check.ts';
import { documentRoutes } from './document.routes.ts';
import { DocumentFiles } from './document-files.ts';
import { DocumentImport } from './document-import.ts';
import { DocumentLinks } from './document-links.ts';
import { PermitDocumentResolver, PermitDocumentsResolver } from './permit-document.resolver.ts';
import { PermitDocumentService } from './permit-document.service.ts';
import { SigningService } from './signing.service.ts';
import { SignatureVerification } from './verification.ts';

export interface DocumentsOptions {
  /** null when no storage is configured. */
  files: FileStore | null;
  /** null when no signing service is configured. */
  signer: DocumentSigner | null;
  /** Address that QR codes and links lead to, without a trailing slash. */
  publicUrl: string;
  /** Where PDFs may be imported from; from public addresses other than the hub's own when absent. */
  importTargets?: TargetPolicy | undefined;
  /** How long an import waits before it asks again, each time, in milliseconds. */
  importPauses?: readonly number[] | undefined;
  /** When a signature of which nothing was heard has died with its process; three minutes when absent. */
  lostAfterMs?: number | undefined;
}

/** A hub that neither keeps nor signs documents. */
export const noDocuments: DocumentsOptions = { files: null, signer: null, publicUrl: '' };

export const documentResolvers = [PermitDocumentResolver, PermitDocumentsResolver];
export const documentRoutePrefixes = ['/permits/documents', '/verify/documents'];

/** The documents of permits, as a part of their subgraph. */
export function documentParts({ orm, cipher }: SubgraphKit, options: DocumentsOptions) {
  const { signer, publicUrl, lostAfterMs = 3 * 60_000 } = options;
  const files = new DocumentFiles(options.files);
  const links = new DocumentLinks(cipher, publicUrl);
  const service = new PermitDocumentService(orm.em, files);
  const signing = new SigningService(orm.em, { signer, files, publicUrl, lostAfterMs });
  const check = new DocumentCheck(orm.em);
  const imports = new DocumentImport({
    em: orm.em,
    cipher,
    files,
    service,
    targets: options.importTargets ?? { allowPrivate: 'none', ownPorts: [], ownUrl: publicUrl },
    pauses: options.importPauses,
  });
  return {
    resolvers: [new PermitDocumentResolver(service, signing, links, imports), new PermitDocumentsResolver()],
    tasks: [signing.task, imports.task, new SignatureVerification(orm.em, files, signer).task],
    routes(app: FastifyInstance) {
      documentRoutes(app, { em: orm.em, links, files, service });
      checkRoutes(app, check);
    },
    close: async () => {
      await Promise.all([signing.close(), imports.close()]);
    },
  };
}
