import { type DocumentNode, GraphQLError, parse, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { PlannedOperation } from '../execution/executor.ts';
import { planOperation } from '../execution/planner.ts';
import type { Limits } from '../limits.ts';
import type { CurrentSupergraph, Supergraph } from '../supergraph.ts';
import { checkDocument } from './document-size.ts';
import { checkTokens } from './lexical-size.ts';

/** With its plan, and what is compiled from it, one takes some tens of kilobytes. */
const documentsKept = 2_000;
/** Characters that they have together; read, a document takes some hundred times as much memory. */
const charactersKept = 2_000_000;

/**
 * All that is known of documents by their text: their measures, the document read and validated, the plans of its
 * operations and what hangs on those. It is found out once for each supergraph.
 */
export class KnownDocuments {
  readonly #supergraph: CurrentSupergraph;
  readonly #limits: Limits;
  readonly #known = new LRUCache<string, KnownDocument>({
    max: documentsKept,
    maxSize: charactersKept,
    sizeCalculation: ({ text }) => text.length + 1,
  });

  constructor(supergraph: CurrentSupergraph, limits: Limits) {
    this.#supergraph = supergraph;
    this.#limits = limits;
    supergraph.watch(() => this.#known.clear());
  }

  /**
   * A document with a syntax error has no size: whoever reads it is told the error.
   *
   * @throws HubError QUERY_TOO_COMPLEX
   */
  of(text: string): KnownDocument {
    const known = this.#known.get(text);
    if (known) return known;
    const document = new KnownDocument(text, this.#supergraph.value, this.#limits);
    this.#known.set(text, document);
    return document;
  }
}

/** A document that is within its limits. */
export class KnownDocument {
  readonly text: string;
  /** It asks for the schema itself: `__schema` or `__type`, anywhere. */
  readonly introspects: boolean;
  readonly #supergraph: Supergraph;
  #parsed: DocumentNode | undefined;
  #isValid = false;
  readonly #plans = new Map<string | null, PlannedOperation>();

  /** @throws HubError QUERY_TOO_COMPLEX */
  constructor(text: string, supergraph: Supergraph, limits: Limits) {
    this.text = text;
    this.#supergraph = supergraph;
    // Before anything is parsed, and the size before anything is validated: for a hostile one that is what costs.
    const isLexical = checkTokens(text, limits);
    this.#parsed = isLexical ? parsedOrNone(text) : undefined;
    this.introspects = this.#parsed !== undefined && checkDocument(this.#parsed, limits).introspects;
  }

  /**
   * What is wrong with it; undefined when it can be run.
   *
   * @param parsed the same document, where the caller has it with places of his own
   */
  errors(parsed?: DocumentNode): readonly GraphQLError[] | undefined {
    if (this.#isValid) return undefined;
    let document = parsed ?? this.#parsed;
    try {
      document ??= parse(this.text);
    } catch (error) {
      return [withCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
    }
    const errors = validate(this.#supergraph.apiSchema, document);
    if (errors.length > 0) {
      // Hostile documents may be many: no more of them is kept than the text.
      this.#parsed = undefined;
      return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
    }
    this.#parsed = document;
    this.#isValid = true;
    return undefined;
  }

  /**
   * The plan of one of its operations; to be asked of a document without errors.
   *
   * @param name which operation is meant where it has several
   * @throws HubError BAD_REQUEST when `name` names none of them, QUERY_TOO_COMPLEX when planning would take too long
   */
  plan(name: string | null | undefined): PlannedOperation {
    const key = name || null;
    let planned = this.#plans.get(key);
    if (!planned) {
      if (!this.#parsed) throw new Error('A document with errors has no plan.');
      planned = planOperation(this.#supergraph, this.#parsed, key);
      this.#plans.set(key, planned);
    }
    return planned;
  }
}

function parsedOrNone(text: string): DocumentNode | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
