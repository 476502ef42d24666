import type { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { openOrm } from '../platform/db/orm.ts';
import { openPool } from '../platform/db/pool.ts';
import type { Cipher } from '../platform/encryption/cipher.ts';
import { EventLog } from '../platform/events/event-log.ts';
import { onRecorded } from '../platform/events/recorded.ts';
import { notifications, type WakeUps } from '../platform/events/wake-ups.ts';
import type { SubgraphCaller } from '../platform/federation/caller.ts';
import { Neighbours } from '../platform/federation/neighbours.ts';
import {
  createSubgraph,
  type Subgraph,
  type SubgraphDefinition,
  type SubgraphParts,
} from '../platform/federation/subgraph.ts';
import type { SubgraphExecutor } from '../platform/federation/subgraph-executor.ts';
import { internalGraph } from './internal-graph.ts';

/** What subgraphs need to come to life in this process. */
export interface SubgraphsOptions<Definitions extends readonly SubgraphDefinition[]> {
  databaseUrl: string;
  /** How this process hears of events, and tells others; PostgreSQL does both when absent. */
  wakeUps?: WakeUps;
  cipher: Cipher;
  definitions: Definitions;
  /** What carries out the operations on these subgraphs; the compiled one when absent. */
  executor?: SubgraphExecutor;
  /** Subgraphs that live in other processes, by name. */
  remote?: Record<string, SubgraphCaller>;
  /** Called with every SQL statement; for tests that count them. */
  onStatement?: ((sql: string) => void) | undefined;
}

export interface Subgraphs {
  subgraphs: Subgraph[];
  /** Every subgraph that can be reached, here or elsewhere. */
  callers: Record<string, SubgraphCaller>;
  events: EventLog;
  pool: Pool;
  close(): Promise<void>;
}

/** Opens the subgraphs of `definitions` over one database, and the reader of the event log that they share. */
export async function openSubgraphs<Definitions extends readonly SubgraphDefinition[]>(
  options: SubgraphsOptions<Definitions>,
): Promise<Subgraphs> {
  const pool = openPool(options.databaseUrl, 'hub', 10);
  const { wakeUps = notifications(options.databaseUrl) } = options;
  const events = new EventLog(pool, wakeUps);
  await events.start();
  const callers: Record<string, SubgraphCaller> = { ...options.remote };
  const neighbours = new Neighbours(() => callers);
  const graph = internalGraph(() => callers);
  const orms: MikroORM[] = [];
  const subgraphs: Subgraph[] = [];
  for (const definition of options.definitions) {
    const orm = await openOrm({
      url: options.databaseUrl,
      entities: definition.entities,
      onStatement: options.onStatement,
    });
    onRecorded(orm, () => wakeUps.announce('hub_outbox'));
    orms.push(orm);
    const kit = { orm, events, neighbours, graph, cipher: options.cipher };
    const subgraph = createSubgraph<SubgraphParts>(definition, kit, options.executor);
    callers[definition.name] = subgraph.caller;
    subgraphs.push(subgraph);
  }
  return {
    subgraphs,
    callers,
    events,
    pool,
    async close() {
      await Promise.all(subgraphs.map((subgraph) => subgraph.close()));
      await events.close();
      await Promise.all(orms.map((orm) => orm.close()));
      await pool.end();
    },
  };
}
