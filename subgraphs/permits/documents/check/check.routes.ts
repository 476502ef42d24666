import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorCatalogue, HubError, invalid } from '../../../../platform/errors.ts';
import { log } from '../../../../platform/log.ts';
import { languageOf } from '../../../../platform/page-language.ts';
import { largestPdf, pdfOf, takePdfs } from '../document.routes.ts';
import { checkPage, type PagePlace, pageHeaders, troublePage } from './check-page.ts';
import type { CheckResult, DocumentCheck } from './document-check.ts';

const token = /^[A-Za-z0-9_-]{22}$/;
/** Each holds 20 MB in memory, and anybody may send one. */
const mostAtOnce = 4;
/** What the boundaries and headers of a form add. */
const formLimit = largestPdf + 64 * 1024;

/** Whatever shows links may ask for the headers alone. */
const head = { exposeHeadRoute: true };

const unknown: CheckResult = { verdict: 'UNKNOWN', document: null };

/**
 * `/verify/documents`: anybody checks a permit’s document by its QR code, its number or the PDF itself,
 * on a page or, with `Accept: application/json`, by program.
 */
export function checkRoutes(app: FastifyInstance, check: DocumentCheck): void {
  let running = 0;
  app.register(async (scope) => {
    takePdfs(scope);
    scope.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit: formLimit },
      (_request, body, done) => done(null, body),
    );
    scope.addHook('onRequest', async (request) => {
      if (request.method === 'POST' && running >= mostAtOnce)
        throw new HubError('UPSTREAM_UNAVAILABLE', {
          message: 'Too many documents are being checked; try again.',
        });
    });

    scope.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
      if (wantsJson(request) || !(request.headers.accept ?? '').includes('text/html')) throw error;
      const status =
        error instanceof HubError ? errorCatalogue[error.code].status : (error.statusCode ?? 500);
      if (status === 500) log.error({ err: error }, 'a document could not be checked');
      const trouble = status === 413 ? 'tooLarge' : status < 500 ? 'noPdf' : 'later';
      return reply
        .code(status)
        .headers(pageHeaders)
        .send(troublePage(placeOf(request), trouble));
    });

    scope.get<{ Params: { token: string } }>('/verify/documents/:token', head, async (request, reply) => {
      const { token: asked } = request.params;
      return send(request, reply, [token.test(asked) ? await check.byToken(asked) : unknown]);
    });

    scope.get<{ Querystring: { number?: unknown } }>('/verify/documents', head, async (request, reply) => {
      const { number } = request.query;
      if (typeof number !== 'string' || number.trim() === '') return send(request, reply, []);
      const found = await check.byNumber(number.trim().slice(0, 200));
      return send(request, reply, found.length > 0 ? found : [unknown]);
    });

    scope.post('/verify/documents', { bodyLimit: formLimit }, async (request, reply) => {
      running += 1;
      try {
        return await send(request, reply, [await check.byPdf(await uploaded(request))]);
      } finally {
        running -= 1;
      }
    });
  });
}

/** The PDF, as the body itself or in a form’s field `file`. */
async function uploaded(request: FastifyRequest): Promise<Buffer> {
  const type = request.headers['content-type'] ?? '';
  const body = pdfOf(request.body);
  if (!/^multipart\/form-data\b/i.test(type)) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => null);
  const file = form?.get('file');
  if (!file || typeof file === 'string') throw invalid('file', 'choose a PDF');
  return pdfOf(Buffer.from(await file.arrayBuffer()));
}

function send(request: FastifyRequest, reply: FastifyReply, results: readonly CheckResult[]): FastifyReply {
  const status = results.length > 0 && results.every(({ verdict }) => verdict === 'UNKNOWN') ? 404 : 200;
  reply.code(status).header('vary', 'accept, accept-language');
  if (wantsJson(request))
    return reply.header('cache-control', 'no-store').send(results.length === 1 ? results[0] : { results });
  return reply.headers(pageHeaders).send(checkPage(placeOf(request), results));
}

/** Known by its token or number, a document is found in the other language too; a PDF is not sent again. */
function placeOf(request: FastifyRequest): PagePlace {
  const { number } = (request.query ?? {}) as { number?: unknown };
  const { token: asked = '' } = (request.params ?? {}) as { token?: string };
  return {
    language: languageOf(request),
    path: token.test(asked) ? `/verify/documents/${asked}` : '/verify/documents',
    ...(typeof number === 'string' && { number }),
  };
}

function wantsJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  return /\bapplication\/([\w.-]{1,100}\+)?json\b/.test(accept) && !/\btext\/html\b/.test(accept);
}
