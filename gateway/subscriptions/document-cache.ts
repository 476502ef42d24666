import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CurrentSupergraph } from '../supergraph.ts';

const documentsKept = 1000;

/** A valid document and the key that stands for its text. */
export interface KnownDocument {
  /** The same as Apollo Server's `queryHash`, so that both transports share plans. */
  key: string;
  document: DocumentNode;
}

/** Documents that came otherwise than by Apollo Server, parsed and validated once for each schema. */
export class DocumentCache {
  readonly #supergraph: CurrentSupergraph;
  readonly #maxTokens: number;
  readonly #documents = new LRUCache<string, KnownDocument>({ max: documentsKept });

  constructor(supergraph: CurrentSupergraph, maxTokens: number) {
    this.#supergraph = supergraph;
    this.#maxTokens = maxTokens;
    supergraph.watch(() => this.#documents.clear());
  }

  /** The document of `query`, or what is wrong with it, at the places in `parsed` where the caller has parsed it already. */
  read(query: string, parsed?: DocumentNode): KnownDocument | readonly GraphQLError[] {
    const key = createHash('sha256').update(query).digest('hex');
    const known = this.#documents.get(key);
    if (known) return known;
    let document: DocumentNode;
    try {
      document = parsed ?? parse(query, { maxTokens: this.#maxTokens });
    } catch (error) {
      return [withCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
    }
    const errors = validate(this.#supergraph.value.apiSchema, document);
    if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
    const valid = { key, document };
    this.#documents.set(key, valid);
    return valid;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
