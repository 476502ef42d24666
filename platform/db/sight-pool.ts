import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import type { Scope } from '../auth/scopes.ts';
import { environmentSeen, type Sight } from './sight.ts';

/** What a connection is set to: a role of platform/db/migrations/0001_fence.sql, and whom its policies are about. */
interface Settings {
  readonly role: string;
  readonly 'hub.environment': string;
  readonly 'hub.organisation': string;
  readonly 'hub.organisations': string;
  readonly 'hub.students': string;
  readonly 'hub.scopes': string;
}

const nobody = {
  'hub.environment': '',
  'hub.organisation': '',
  'hub.organisations': '',
  'hub.students': '',
  'hub.scopes': '',
} as const;

/** Not fenced: what the login itself may do. */
const unfenced: Settings = { role: 'none', ...nobody };

/** Scopes that open a table to those who would see a part of it. */
const openingScopes = new Set<Scope>();

/** Says that a table is open to who has `scope`: connections are told of it. */
export function opensTable(scope: Scope): void {
  openingScopes.add(scope);
}

/** The role of PostgreSQL that sees `sight`; for null that which is none. */
export function roleOf(sight: Sight | null): string {
  return settingsOf(sight).role;
}

function settingsOf(sight: Sight | null): Settings {
  if (sight === null) return unfenced;
  switch (sight.of) {
    case 'everything':
      return { role: 'hub_fenced_operator', ...nobody, 'hub.environment': environmentSeen(sight) };
    case 'organisation':
      return {
        role: 'hub_fenced_organisation',
        ...nobody,
        'hub.environment': environmentSeen(sight),
        'hub.organisation': sight.organisationId,
        'hub.scopes': sight.scopes.filter((scope) => openingScopes.has(scope)).join(','),
      };
    case 'learner':
      return {
        role: 'hub_fenced_learner',
        ...nobody,
        'hub.organisations': sight.organisationIds.join(','),
        'hub.students': sight.studentIds.join(','),
      };
    case 'nothing':
      return { role: 'hub_fenced', ...nobody };
  }
}

/**
 * Connections of one pool for many principals. What a connection was last set to is remembered, so that it is
 * told anew only when it passes to somebody else; by the same message as the first statement, where that can be.
 */
export class SightPool {
  readonly #pool: Pool;
  readonly #setTo = new WeakMap<PoolClient, string>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Closes all connections; again: none are left. */
  async end(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end();
  }

  /** The pool as one that sees `sight`, or everything as the login itself for null, uses it. */
  as(sight: Sight | null): PostgresPool {
    const told = tellingOf(settingsOf(sight));
    return {
      options: this.#pool.options,
      end: () => this.end(),
      connect: async () => {
        const client = await this.#idle();
        if ((this.#setTo.get(client) ?? asConnected) === told) return client;
        return this.#untold(client, told);
      },
    } as PostgresPool;
  }

  /** A connection that says `told` before its first statement. */
  #untold(client: PoolClient, told: string): PostgresPoolClient {
    const tell = async (statement: string): Promise<unknown> => {
      // What is not known to be set is not taken for it again.
      this.#setTo.set(client, 'unknown');
      const results = await client.query(`${told};\n${statement}`);
      this.#setTo.set(client, told);
      return (results as unknown as unknown[]).at(-1);
    };
    const query = async (statement: unknown, values: unknown[]): Promise<unknown> => {
      if (this.#setTo.get(client) !== told) {
        // Statements of one message are one transaction, which a BEGIN among them would make that of the whole: its
        // rollback would take back what was told.
        const alone = typeof statement === 'string' && values.length === 0 && !beginning.test(statement);
        if (alone) return tell(statement);
        await tell('SELECT');
      }
      return client.query(statement as string, values);
    };
    return { query, release: () => client.release() } as PostgresPoolClient;
  }

  /**
   * A connection outside of any transaction. In one, that something else began and never ended, the settings would
   * be undone with it: such a connection is closed.
   */
  async #idle(): Promise<PoolClient> {
    for (;;) {
      const client = await this.#pool.connect();
      const status = client.getTransactionStatus();
      if (status === 'I' || status === null) return client;
      client.release(true);
    }
  }
}

const beginning = /^\s*(begin|start)\b/i;

/** The statement that sets a connection. */
function tellingOf(settings: Settings): string {
  const each = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, false)`,
  );
  return `SELECT ${each.join(', ')}`;
}

/** How a connection begins. */
const asConnected = tellingOf(unfenced);
