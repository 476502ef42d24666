import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';

/** Of a pool, what stores. */
export type Database = Pick<Pool, 'query'>;

/** One row of `requests.log`, by the names of its columns. */
export interface Row {
  id: string;
  at: string;
  request_id: string;
  organisation_id: string | null;
  caller_kind: string;
  caller_id: string;
  client_id: string | null;
  user_id: string | null;
  transport: string;
  method: string | null;
  path: string;
  operation_type: string | null;
  operation_name: string | null;
  fields: readonly string[];
  document_hash: string | null;
  variables: Record<string, unknown> | null;
  status: number | null;
  outcome: string;
  codes: readonly string[];
  ms: number;
  address: string | null;
  agent: string | null;
}

/** A row, and the document that its hash is of. */
export interface StoredRequest {
  row: Row;
  document: string | null;
}

/** Writes batches of the request log. */
export class RequestStore {
  readonly #database: Database;
  /** Documents that were stored, with the day on which they were seen last as far as the database knows. */
  readonly #documents = new LRUCache<string, string>({ max: 5_000 });

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds `requests`; those that are there already are left alone. Throws what the database says. */
  async add(requests: readonly StoredRequest[]): Promise<void> {
    await this.#addDocuments(requests);
    const days = new Set(requests.map(({ row }) => dayOf(row)));
    await this.#database.query('SELECT requests.store($1::json, $2::date[])', [
      JSON.stringify(requests.map(({ row }) => row)),
      [...days],
    ]);
  }

  async #addDocuments(requests: readonly StoredRequest[]): Promise<void> {
    const unknown = new Map<string, { hash: string; document: string; day: string }>();
    for (const { row, document } of requests) {
      const hash = row.document_hash;
      const day = dayOf(row);
      if (hash === null || document === null || this.#documents.get(hash) === day) continue;
      unknown.set(hash, { hash, document, day });
    }
    if (unknown.size === 0) return;
    await this.#database.query(
      `INSERT INTO requests.documents AS known (hash, document, last_day)
       SELECT hash, document, day FROM jsonb_to_recordset($1::jsonb) AS row(hash text, document text, day date)
       ORDER BY hash
       ON CONFLICT (hash) DO UPDATE SET last_day = excluded.last_day WHERE known.last_day < excluded.last_day`,
      [JSON.stringify([...unknown.values()])],
    );
    for (const { hash, day } of unknown.values()) this.#documents.set(hash, day);
  }
}

/** UTC's. */
function dayOf({ at }: Row): string {
  return at.slice(0, 10);
}
