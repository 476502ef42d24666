import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { recognise } from '../../../platform/auth/known-caller.ts';
import { invalid, notFound } from '../../../platform/errors.ts';
import type { DocumentFiles } from './document-files.ts';
import { type DocumentLinks, filesPath, type Right } from './document-links.ts';
import type { PermitDocumentService } from './permit-document.service.ts';
import { PermitDocument } from './permit-document.ts';

/** Largest PDF that is taken, in bytes: 20 MiB. */
export const largestPdf = 20 * 1024 * 1024;

export interface DocumentRoutesOptions {
  em: EntityManager;
  links: DocumentLinks;
  files: DocumentFiles;
  service: PermitDocumentService;
}

type LinkRoute = { Querystring: { link?: unknown } };

/** Where the PDFs of permits come in and go out, each by a link that the graph gave. */
export function documentRoutes(app: FastifyInstance, options: DocumentRoutesOptions): void {
  const { em, links, files, service } = options;
  app.register(async (scope) => {
    takePdfs(scope);

    scope.put<LinkRoute>(filesPath, { bodyLimit: largestPdf }, async (request, reply) => {
      const right = links.read(request.query.link, 'upload');
      recogniseBearer(right);
      const document = await service.upload(right, pdfOf(request.body));
      return reply.send({ id: document.id, status: document.status, pages: document.pages });
    });

    scope.get<LinkRoute>(filesPath, async (request, reply) => {
      const right = links.read(request.query.link, 'download');
      recogniseBearer(right);
      const { documentId, version } = right;
      const document = await em
        .fork()
        .findOne(PermitDocument, { id: documentId }, { filters: { fence: false } });
      const kept = document?.[version];
      const file = kept && (await files.open(kept));
      if (!file) throw notFound('file of document', documentId);
      return reply
        .type('application/pdf')
        .header('content-length', file.size)
        .header('content-disposition', `attachment; filename="permit-${documentId}-${version}.pdf"`)
        .header('cache-control', 'private, no-store')
        .header('x-content-type-options', 'nosniff')
        .header('referrer-policy', 'no-referrer')
        .send(file.body);
    });
  });
}

function recogniseBearer({ bearer: id, organisationId }: Right): void {
  recognise({ kind: organisationId === null ? 'platform' : 'organisation', id, organisationId });
}

/** Bodies that are PDFs are bytes; any other is refused before it is read. */
export function takePdfs(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/pdf',
    { parseAs: 'buffer', bodyLimit: largestPdf },
    (_request, body, done) => done(null, body),
  );
}

/** The body of a request to a route that takes PDFs. */
export function pdfOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  throw invalid('file', 'send the PDF as the body, with Content-Type: application/pdf');
}
