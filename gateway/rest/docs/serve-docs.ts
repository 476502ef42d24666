import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { stringify } from 'yaml';
import { entityTag, isKnown } from '../../../platform/entity-tag.ts';
import { HubError } from '../../../platform/errors.ts';
import { inOlderDialect } from '../openapi/older-dialect.ts';
import type { Schema } from '../openapi/schema-writer.ts';
import { docsHtml, docsScript, docsStyle } from './docs-page.ts';

const require = createRequire(import.meta.url);

const policy = [
  "default-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
].join('; ');

/** Files of Swagger UI that the page loads. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'oauth2-redirect.html': 'text/html',
  'oauth2-redirect.js': 'text/javascript',
};

/** The texts of a document, and what they were made of. */
interface Written {
  document: Schema;
  texts: Readonly<Record<string, { type: string; text: string; tag: string }>>;
}

/**
 * The documentation at `/api/docs`: a page, whole from this machine, and the document as JSON and YAML (3.0.3)
 * and as JSON of version 3.1. `/api-docs` leads there.
 *
 * @param current the document of version 3.1; the same object as long as nothing has changed
 * @param oauthClientId a public client that leads back to `/api/docs/oauth2-redirect.html`, for who signs in there
 */
export function serveDocs(app: FastifyInstance, current: () => Schema, oauthClientId?: string): void {
  let written: Written | undefined;
  const textsOf = () => {
    const document = current();
    if (written?.document !== document) written = { document, texts: textsOfDocument(document) };
    return written.texts;
  };
  for (const path of ['/api-docs', '/api/docs/']) {
    app.get(path, (_request, reply) => reply.redirect('/api/docs', 302));
  }
  app.get('/api/docs', (_request, reply) => page(reply).send(docsHtml));
  const script = docsScript(oauthClientId);
  app.get('/api/docs/docs.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(script),
  );
  app.get('/api/docs/docs.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(docsStyle));
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
  for (const [name, type] of Object.entries(assets)) {
    app.get(`/api/docs/${name}`, async (_request, reply) =>
      page(reply)
        .type(`${type}; charset=utf-8`)
        .header('cache-control', 'max-age=3600')
        .send(await readFile(join(folder, name))),
    );
  }
  for (const name of ['openapi.json', 'openapi.yaml', 'openapi-3.1.json']) {
    app.get(`/api/docs/${name}`, (request, reply) => sendText(request, reply, textsOf()[name]));
  }
}

function page(reply: FastifyReply): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('content-security-policy', policy);
}

function textsOfDocument(document: Schema): Written['texts'] {
  const older = inOlderDialect(document);
  return {
    'openapi.json': written('application/json', JSON.stringify(older)),
    'openapi.yaml': written('application/yaml', stringify(older, { aliasDuplicateObjects: false })),
    'openapi-3.1.json': written('application/json', JSON.stringify(document)),
  };
}

function written(type: string, text: string): { type: string; text: string; tag: string } {
  return { type: `${type}; charset=utf-8`, text, tag: entityTag(text) };
}

function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  found: Written['texts'][string] | undefined,
): FastifyReply {
  if (!found) throw new HubError('NOT_FOUND');
  reply.headers({
    etag: found.tag,
    'cache-control': 'max-age=60',
    // Generators and other pages read it from elsewhere; it holds nothing that is not public.
    'access-control-allow-origin': '*',
  });
  if (isKnown(request.headers['if-none-match'], found.tag)) return reply.code(304).send();
  return reply.type(found.type).send(found.text);
}
