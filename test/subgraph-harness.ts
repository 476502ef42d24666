import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Principal } from '../platform/auth/principal.ts';
import type { Scope } from '../platform/auth/scopes.ts';
import { openPool } from '../platform/db/pool.ts';
import { Cipher } from '../platform/encryption/cipher.ts';
import type { ErrorDetail } from '../platform/errors.ts';
import type { EventLog } from '../platform/events/event-log.ts';
import { Sequencer } from '../platform/events/sequencer.ts';
import { notifications } from '../platform/events/wake-ups.ts';
import type { SubgraphCaller } from '../platform/federation/caller.ts';
import type { Subgraph, SubgraphDefinition } from '../platform/federation/subgraph.ts';
import { startWorker } from '../platform/jobs/worker.ts';
import { openSubgraphs } from '../run/subgraphs.ts';
import { createTestDatabase } from './database.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a test selects is what it reads
export type Data = any;

/** One GraphQL answer, with the codes of its errors at hand. */
export interface Answer {
  data: Data;
  codes: unknown[];
  /** The fields that the errors name as wrong. */
  fields: string[];
  errors: {
    message: string;
    code: unknown;
    details: unknown;
    path?: readonly (string | number)[] | undefined;
  }[];
}

export interface SubgraphHarness {
  subgraphs: Subgraph[];
  callers: Record<string, SubgraphCaller>;
  events: EventLog;
  databaseUrl: string;
  pool: Pool;
  cipher: Cipher;
  /** SQL statements since `statements.length = 0`. */
  statements: string[];
  /** Runs an operation on one subgraph as `principal`. */
  call(
    subgraph: string,
    principal: Principal,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** Subgraphs over a database of the test file's own, with sequencer, worker and services running. */
export async function startSubgraphs(
  definitions: readonly SubgraphDefinition[],
  remote: Record<string, SubgraphCaller> = {},
): Promise<SubgraphHarness> {
  const database = await createTestDatabase();
  const cipher = new Cipher(new Map([['1', randomBytes(32)]]), '1');
  const statements: string[] = [];
  const opened = await openSubgraphs({
    databaseUrl: database.url,
    cipher,
    definitions,
    remote,
    onStatement: (sql) => statements.push(sql),
  });
  const workerPool = openPool(database.url, 'worker', 12);
  const sequencer = new Sequencer(workerPool, notifications(database.url));
  await sequencer.start();
  const worker = await startWorker(
    workerPool,
    database.url,
    opened.subgraphs.flatMap((subgraph) => subgraph.tasks),
  );
  const services = opened.subgraphs.flatMap((subgraph) => subgraph.services);
  for (const service of services) service.start();
  return {
    ...opened,
    databaseUrl: database.url,
    cipher,
    statements,
    async call(subgraph, principal, query, variables) {
      const result = await (opened.callers[subgraph] as SubgraphCaller).execute(
        { query, variables },
        { principal, requestId: uuidv7() },
      );
      const errors = (result.errors ?? []).map(({ message, extensions, path }) => ({
        message,
        code: extensions.code,
        details: extensions.details,
        path,
      }));
      const details = errors.flatMap((error) => (error.details ?? []) as ErrorDetail[]);
      return {
        data: result.data as Data,
        errors,
        codes: errors.map((error) => error.code),
        fields: details.map((detail) => detail.field),
      };
    },
    async close() {
      await Promise.all(services.map((service) => service.close()));
      await worker.stop();
      await sequencer.close();
      await opened.close();
      await workerPool.end();
      await database.drop();
    },
  };
}

/** The operator of the hub. */
export function platformPrincipal(...scopes: Scope[]): Principal {
  return {
    kind: 'platform',
    id: 'platform-key',
    organisationId: null,
    organisationIds: [],
    studentIds: [],
    scopes: scopes.length > 0 ? scopes : ['admin'],
  };
}

/** A key of one organisation. */
export function organisationPrincipal(organisationId: string, ...scopes: Scope[]): Principal {
  return {
    kind: 'organisation',
    id: `key-of-${organisationId}`,
    organisationId,
    organisationIds: [],
    studentIds: [],
    scopes: scopes.length > 0 ? scopes : ['read', 'write'],
  };
}

/** A learner's own key. */
export function learnerPrincipal(
  studentIds: string[],
  organisationIds: string[],
  ...scopes: Scope[]
): Principal {
  return {
    kind: 'learner',
    id: `key-of-${studentIds[0]}`,
    organisationId: null,
    organisationIds,
    studentIds,
    scopes: scopes.length > 0 ? scopes : ['read', 'payments:pay'],
  };
}
