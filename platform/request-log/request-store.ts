import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';

/** Of a pool, what stores. */
export type Database = Pick<Pool, 'query'>;

/** One row of `requests.log`, by the names of its columns, and its document. */
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
  document: string | null;
  variables: Record<string, unknown> | null;
  status: number | null;
  outcome: string;
  codes: readonly string[];
  ms: number;
  address: string | null;
  agent: string | null;
}

/** Writes batches of the request log. */
export class RequestStore {
  readonly #database: Database;
  /** Documents that were stored, with the day on which they were seen last as far as the database knows. */
  readonly #documents = new LRUCache<string, string>({ max: 5_000 });

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds `rows`; those that are there already are left alone. Throws what the database says. */
  async add(rows: readonly Row[]): Promise<void> {
    await this.#addDocuments(rows);
    const batch = rows.map(({ document: _, ...row }) => row);
    await this.#database.query('SELECT requests.store($1::jsonb)', [JSON.stringify(batch)]);
  }

  async #addDocuments(rows: readonly Row[]): Promise<void> {
    const unknown = new Map<string, { hash: string; document: string; day: string }>();
    for (const { document_hash: hash, document, at } of rows) {
      const day = at.slice(0, 10);
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
