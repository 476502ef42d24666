import type { FastifyInstance } from 'fastify';
import { serveDocs } from './docs/serve-docs.ts';
import { type DocumentParts, openApiDocument } from './openapi/openapi-document.ts';
import type { Schema } from './openapi/schema-writer.ts';
import type { RestSources } from './rest-document.ts';
import { type CurrentEndpoints, type RestOptions, serveRest } from './serve-rest.ts';

/** The REST interface: its operations, and what its documentation is made of besides. */
export interface RestInterface {
  sources: RestSources;
  document: DocumentParts;
  /** The client as which people sign in from the documentation; without one they name one of their own there. */
  oauthClientId?: string | undefined;
}

/**
 * Serves the REST interface and its documentation.
 *
 * @throws StartError when an operation does not fit the supergraph
 */
export function serveRestInterface(
  app: FastifyInstance,
  { sources, document, oauthClientId }: RestInterface,
  options: Omit<RestOptions, 'sources'>,
): void {
  const endpoints = serveRest(app, { ...options, sources });
  serveDocs(app, documentOf(endpoints, options.supergraph, document), oauthClientId);
}

function documentOf(
  endpoints: CurrentEndpoints,
  supergraph: RestOptions['supergraph'],
  parts: DocumentParts,
): () => Schema {
  let known: { id: string; document: Schema } | undefined;
  return () => {
    const { value } = supergraph;
    if (known?.id !== value.id) {
      known = { id: value.id, document: openApiDocument(endpoints.all, value, parts) };
    }
    return known.document;
  };
}
