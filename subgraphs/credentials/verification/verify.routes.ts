import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from '../../../platform/page-language.ts';
import { type Page, pageHeaders, pageText } from '../public-pages/layout.ts';
import { textOfFile } from './evidence.ts';
import { documentAddress, documentsPath, isPdf } from './permit-document.ts';
import type { CredentialVerification } from './verdict.ts';
import type { VerificationService } from './verification.service.ts';
import { tooLargePage, verifyPage } from './verify-page.ts';

/** Largest file, with what a form puts around it: what a phone’s camera makes. */
const bodyLimit = 10 * 1024 * 1024;
/** What the field for a text takes, which then stands in the address. */
const longestText = 8000;

/**
 * `/verify`: anybody checks a credential, by link, id or file, without a login and without a script. What
 * is about the document of a permit is sent on to the page that checks those.
 *
 * @param publicUrl without a slash at its end
 */
export function verifyRoutes(app: FastifyInstance, service: VerificationService, publicUrl: string): void {
  const sentOn = (request: FastifyRequest, reply: FastifyReply, text: string) => {
    const address = documentAddress(text, `${publicUrl}${documentsPath}`);
    return address && reply.redirect(`${address}lang=${languageOf(request)}`, 303);
  };
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      if (error.statusCode !== 413) throw error;
      return sendPage(reply.code(413), tooLargePage(languageOf(request)));
    });

    scope.get('/verify', async (request, reply) => {
      const { id, holder } = request.query as Record<string, unknown>;
      const text = typeof id === 'string' ? id.trim() : '';
      const elsewhere = sentOn(request, reply, text);
      if (elsewhere) return elsewhere;
      return show(request, reply, text ? await service.text(text, nameOf(holder)) : null);
    });

    scope.post('/verify', { bodyLimit }, async (request, reply) => {
      const form = await formOf(request);
      const file = form?.get('file');
      if (!form || !(file instanceof File)) return show(request, reply.code(400), null);
      const bytes = Buffer.from(await file.arrayBuffer());
      // The browser sends the form again, to there.
      if (isPdf(bytes)) return reply.redirect(`${documentsPath}?lang=${languageOf(request)}`, 307);
      const found = await textOfFile(bytes);
      const elsewhere = 'text' in found && sentOn(request, reply, found.text);
      if (elsewhere) return elsewhere;
      return show(request, reply, await service.found(found, nameOf(form.get('holder'))));
    });
  });
}

/** The form that was sent; null when it is none. */
async function formOf(request: FastifyRequest): Promise<FormData | null> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data') || !Buffer.isBuffer(request.body)) return null;
  const body = new Response(new Uint8Array(request.body), { headers: { 'content-type': type } });
  // What cannot be read as a form is none.
  return body.formData().catch(() => null);
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() ? value.trim().slice(0, 200) : null;
}

function show(
  request: FastifyRequest,
  reply: FastifyReply,
  result: CredentialVerification | null,
): FastifyReply {
  const { id, holder } = request.query as Record<string, unknown>;
  const query = {
    ...(typeof id === 'string' && { id: id.slice(0, longestText) }),
    ...(typeof holder === 'string' && { holder: holder.slice(0, 200) }),
  };
  return sendPage(reply, verifyPage(languageOf(request), result, query));
}

/** What came of a check is nobody else's: it is kept nowhere. */
function sendPage(reply: FastifyReply, page: Page): FastifyReply {
  return reply
    .headers({ ...pageHeaders, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    .type('text/html; charset=utf-8')
    .send(pageText(page));
}
