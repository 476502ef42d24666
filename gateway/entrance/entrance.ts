import type { Principal } from '../../platform/auth/principal.ts';
import { HubError } from '../../platform/errors.ts';
import type { Limits } from '../limits.ts';
import type { KnownDocument, KnownDocuments } from './known-documents.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import { checkVariables } from './variables-size.ts';

/** An operation as it came, by whichever transport. */
export interface Arrived {
  query?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

export interface EntranceOptions {
  documents: KnownDocuments;
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

  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  /**
   * A document with a syntax error passes: whoever reads it reports the error.
   *
   * @throws HubError QUERY_TOO_COMPLEX, UNAUTHENTICATED, PERSISTED_QUERY_NOT_FOUND, OPERATION_NOT_LISTED;
   * BAD_REQUEST where there is no document, or its hash is another's
   */
  enter(arrived: Arrived, principal: Principal): KnownDocument {
    const { documents, persisted, introspection, limits } = this.#options;
    const query = persisted ? persisted.textOf(arrived, principal) : arrived.query;
    if (typeof query !== 'string' || query === '') {
      throw new HubError('BAD_REQUEST', { message: 'The query is missing; send it as a text.' });
    }
    const document = documents.of(query);
    checkVariables(arrived.variables, limits);
    if (document.introspects && introspection !== 'for everybody' && principal.kind === 'anonymous') {
      throw new HubError('UNAUTHENTICATED', {
        message:
          'The schema is shown to callers who are known. Send a valid key in the X-API-Key header, or a valid access token as Authorization: Bearer.',
      });
    }
    persisted?.keep(arrived, query, principal);
    return document;
  }
}
