import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../platform/auth/principal.ts';
import { allows } from '../../platform/auth/scopes.ts';
import { HubError } from '../../platform/errors.ts';
import type { Arrived } from './entrance.ts';
import type { OperationManifest } from './operation-manifest.ts';

/** Characters of documents that callers who are known have sent by hash, and those of everybody else. */
const keptCharacters = 5_000_000;
const keptCharactersOfStrangers = 1_000_000;

export interface PersistedOperationsOptions {
  /** Operations that are known from the start, by their ids. */
  manifest?: OperationManifest | undefined;
  /** Whether nothing else is run, but for callers with the scope `admin`. */
  manifestOnly?: boolean | undefined;
}

/**
 * Operations that are sent by name: those of a manifest, and those that clients register by sending them
 * once with their hash (Apollo's automatic persisted queries, `extensions.persistedQuery`). Strangers
 * register too, but displace only what other strangers have registered.
 */
export class PersistedOperations {
  readonly #manifest: OperationManifest;
  readonly #listed: ReadonlySet<string>;
  readonly #manifestOnly: boolean;
  readonly #registered = store(keptCharacters);
  readonly #ofStrangers = store(keptCharactersOfStrangers);

  constructor({ manifest = new Map(), manifestOnly = false }: PersistedOperationsOptions = {}) {
    this.#manifest = manifest;
    this.#listed = new Set(manifest.values());
    this.#manifestOnly = manifestOnly;
  }

  /**
   * The text of the document; undefined where neither text nor hash was sent.
   *
   * @throws HubError PERSISTED_QUERY_NOT_FOUND, OPERATION_NOT_LISTED; BAD_REQUEST for a hash that is another text's
   */
  textOf(arrived: Arrived, principal: Principal): string | undefined {
    const id = persistedId(arrived);
    const sent = typeof arrived.query === 'string' && arrived.query !== '' ? arrived.query : undefined;
    const text = id === undefined ? sent : this.#persisted(id, sent);
    const listedOnly = this.#manifestOnly && !allows(principal.scopes, 'admin');
    if (listedOnly && (text === undefined || !this.#listed.has(text))) {
      throw new HubError('OPERATION_NOT_LISTED');
    }
    if (id !== undefined && text === undefined) throw new HubError('PERSISTED_QUERY_NOT_FOUND');
    return text;
  }

  /** Remembers a document that came with its hash; to be called when it may enter. */
  keep(arrived: Arrived, text: string, { kind }: Principal): void {
    const id = persistedId(arrived);
    if (id === undefined || !arrived.query || this.#manifest.has(id)) return;
    (kind === 'anonymous' ? this.#ofStrangers : this.#registered).set(id, text);
  }

  #persisted(id: string, sent: string | undefined): string | undefined {
    const listed = this.#manifest.get(id);
    const isOwn = sent === undefined || sent === listed || id === sha256(sent);
    if (!isOwn)
      throw bad('persistedQuery.sha256Hash is not the SHA-256 of the query; send that, in lower case.');
    return sent ?? listed ?? this.#registered.get(id) ?? this.#ofStrangers.get(id);
  }
}

function store(maxSize: number): LRUCache<string, string> {
  return new LRUCache({ maxSize, sizeCalculation: (text, id) => text.length + id.length });
}

/** What `extensions.persistedQuery` names; undefined when it is not there. */
function persistedId({ extensions }: Arrived): string | undefined {
  const persisted = member(extensions, 'persistedQuery');
  if (persisted === undefined || persisted === null) return undefined;
  const id = member(persisted, 'sha256Hash');
  if (member(persisted, 'version') !== 1 || typeof id !== 'string' || id === '') {
    throw bad('extensions.persistedQuery must be {"version": 1, "sha256Hash": "..."}.');
  }
  return id;
}

function member(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function bad(message: string): HubError {
  return new HubError('BAD_REQUEST', { message });
}
