import { parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../platform/auth/principal.ts';
import { HubError } from '../../platform/errors.ts';
import type { Limits } from '../limits.ts';
import { checkDocument, type MeasuredDocument } from './document-size.ts';
import { checkTokens } from './lexical-size.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import { checkVariables } from './variables-size.ts';

/** Characters of measured documents that are remembered, so that they need not be measured again. */
const rememberedCharacters = 10_000_000;

/** An operation as it came, by whichever transport. */
export interface Arrived {
  query?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

export interface EntranceOptions {
  limits: Limits;
  /** Whether callers without key or token may ask for the schema itself. */
  introspection: 'for everybody' | 'for callers who are known';
  /** Absent where operations come as text alone. */
  persisted?: PersistedOperations;
}

/**
 * What every operation passes before it is read, on each transport: it is found by its hash or name, may
 * be run by this caller, and is not too large.
 */
export class Entrance {
  readonly #options: EntranceOptions;
  readonly #measured = new LRUCache<string, MeasuredDocument>({
    maxSize: rememberedCharacters,
    sizeCalculation: (_, query) => query.length + 1,
  });

  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  /**
   * A document with a syntax error passes: whoever reads it reports the error.
   *
   * @returns the text of the document
   * @throws HubError QUERY_TOO_COMPLEX, UNAUTHENTICATED, PERSISTED_QUERY_NOT_FOUND, OPERATION_NOT_LISTED;
   * BAD_REQUEST where there is no document, or its hash is another's
   */
  enter(arrived: Arrived, principal: Principal): string {
    const { persisted, introspection, limits } = this.#options;
    const query = persisted ? persisted.textOf(arrived, principal) : arrived.query;
    if (typeof query !== 'string' || query === '') {
      throw new HubError('BAD_REQUEST', { message: 'The query is missing; send it as a text.' });
    }
    const { introspects } = this.#measure(query);
    checkVariables(arrived.variables, limits);
    if (introspects && introspection !== 'for everybody' && principal.kind === 'anonymous') {
      throw new HubError('UNAUTHENTICATED', {
        message:
          'The schema is shown to callers who are known. Send a valid key in the X-API-Key header, or a valid access token as Authorization: Bearer.',
      });
    }
    persisted?.keep(arrived, query, principal);
    return query;
  }

  #measure(query: string): MeasuredDocument {
    const known = this.#measured.get(query);
    if (known) return known;
    const { limits } = this.#options;
    const measured = checkTokens(query, limits) ? checkParsed(query, limits) : { introspects: false };
    this.#measured.set(query, measured);
    return measured;
  }
}

function checkParsed(query: string, limits: Limits): MeasuredDocument {
  try {
    return checkDocument(parse(query, { noLocation: true }), limits);
  } catch (error) {
    if (error instanceof HubError) throw error;
    return { introspects: false };
  }
}
