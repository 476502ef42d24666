import { scopeRegistry } from '../../../platform/auth/scopes.ts';
import type { Supergraph } from '../../supergraph.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Example } from './examples.ts';
import { framePaths } from './frame-paths.ts';
import { type HelpLinks, introduction } from './introduction.ts';
import { operationDocument, pagingParameters } from './operation-document.ts';
import {
  errorCodeSchema,
  fieldErrorSchema,
  headerComponents,
  problemComponents,
  problemSchema,
} from './responses.ts';
import { type Schema, SchemaWriter } from './schema-writer.ts';

/** What a document is made of, besides the endpoints. */
export interface DocumentParts {
  /** Title, words of introduction and the guides to their sections, groups, and the endpoints that are no operations of the graph. */
  frame: Schema;
  examples: Readonly<Record<string, Example>>;
  /** Where the hub is; empty for wherever the document comes from. */
  publicUrl: string;
  links: HelpLinks;
}

/** The OpenAPI document of the REST interface, version 3.1. */
export function openApiDocument(
  endpoints: readonly Endpoint[],
  supergraph: Supergraph,
  { frame, examples, publicUrl, links }: DocumentParts,
): Schema {
  const schemas = new SchemaWriter();
  const server = publicUrl || 'http://127.0.0.1:4000';
  const writing = { schemas, supergraph, server, examples: new Map(Object.entries(examples)) };
  const paths: Record<string, Schema> = {};
  for (const endpoint of endpoints) {
    for (const path of endpoint.operation.rest.path) {
      const method = endpoint.operation.rest.method.toLowerCase();
      paths[path] = { ...paths[path], [method]: operationDocument(endpoint, path, writing) };
    }
  }
  const { info, guides, tags, paths: others, components } = frame as Record<string, Schema>;
  return {
    openapi: '3.1.0',
    info: introduction(info ?? {}, (guides ?? {}) as Record<string, string>, links),
    servers: [{ url: publicUrl || '/', description: 'This hub.' }],
    ...(links.documentationUrl && {
      externalDocs: { url: links.documentationUrl, description: 'Documentation' },
    }),
    tags,
    security: [{ OAuth2: [] }, { ApiKey: [] }],
    paths: Object.fromEntries(
      Object.entries({ ...paths, ...framePaths(others as Record<string, Schema>, writing) }).sort(
        ([one], [other]) => (one < other ? -1 : 1),
      ),
    ),
    components: {
      securitySchemes: securitySchemes(publicUrl),
      parameters: { ...pagingParameters, ...headerParameters },
      headers: headerComponents(),
      responses: {
        NotModified: { description: 'Nothing has changed.' },
        ...(components?.responses as Record<string, Schema> | undefined),
        ...problemComponents(),
      },
      schemas: {
        ...(components?.schemas as Record<string, Schema> | undefined),
        ...sorted(schemas.components),
        Pagination: paginationSchema,
        Problem: problemSchema,
        FieldError: fieldErrorSchema,
        ErrorCode: errorCodeSchema,
      },
    },
  };
}

function securitySchemes(publicUrl: string): Schema {
  const scopes = Object.fromEntries(
    Object.entries(scopeRegistry).map(([scope, { allows }]) => [scope, allows]),
  );
  const tokenUrl = `${publicUrl}/oauth/token`;
  return {
    OAuth2: {
      type: 'oauth2',
      description: 'An access token: of a program for itself, or of a person who has signed in and agreed.',
      flows: {
        clientCredentials: { tokenUrl, scopes },
        authorizationCode: {
          authorizationUrl: `${publicUrl}/oauth/authorize`,
          tokenUrl,
          refreshUrl: tokenUrl,
          scopes,
        },
      },
    },
    ApiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'A key of an organisation.' },
  };
}

const headerParameters: Record<string, Schema> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Chosen by the caller, 1 to 200 visible characters, such as a UUID that is kept with what is to be done: repeating the request with it within 24 hours does nothing more, and answers the same.',
    schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `etag` of an answer that the client has: 304 without a body when it is still good.',
    schema: { type: 'string' },
  },
};

const paginationSchema: Schema = {
  type: 'object',
  description: 'Where a page stands in its list.',
  required: ['page', 'limit', 'total', 'total_pages', 'has_more', 'next_cursor'],
  properties: {
    page: {
      type: ['integer', 'null'],
      description: 'Which page it is; null when it was asked for by cursor.',
    },
    limit: { type: 'integer', description: 'How many items a page has at most.' },
    total: {
      type: ['integer', 'null'],
      description: 'How many items the list has; null when it was asked for by cursor.',
    },
    total_pages: { type: ['integer', 'null'], description: 'How many pages the list has; null likewise.' },
    has_more: { type: 'boolean', description: 'Whether more follow.' },
    next_cursor: { type: ['string', 'null'], description: 'Send it as `cursor` to go on; null at the end.' },
  },
};

function sorted(components: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(components).sort(([one], [other]) => (one < other ? -1 : 1)));
}
