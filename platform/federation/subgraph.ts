import type { EntityClass, MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { fencedEntityManager } from '../db/fence.ts';
import type { Cipher } from '../encryption/cipher.ts';
import type { EventLog } from '../events/event-log.ts';
import { AnswerKeeper } from '../idempotency/answer-keeper.ts';
import type { TaskDefinition } from '../jobs/task.ts';
import type { CallContext, SubgraphCaller } from './caller.ts';
import { SubgraphContext } from './context.ts';
import type { Graph } from './graph.ts';
import { inProcessCaller } from './in-process-caller.ts';
import type { Neighbours } from './neighbours.ts';
import { buildFederatedSchema, type ResolverClass, type SchemaParts } from './schema.ts';
import type { SubgraphExecutor } from './subgraph-executor.ts';

/** What every subgraph stands on. */
export interface SubgraphKit {
  orm: MikroORM;
  events: EventLog;
  neighbours: Neighbours;
  cipher: Cipher;
  /** The whole graph, this subgraph in it. */
  graph: Graph;
}

/** Work that runs all the time in the processes that run the jobs, and in no other. */
export interface BackgroundService {
  name: string;
  start(): void;
  /** Waits for what it has begun. */
  close(): Promise<void>;
}

/** What a subgraph is made of, once it has what it stands on. */
export interface SubgraphParts {
  /** One instance of each resolver class. */
  resolvers: object[];
  /** HTTP routes that the gateway mounts when embedded and forwards to when distributed. */
  routes?: (app: FastifyInstance) => void | Promise<void>;
  tasks?: TaskDefinition[];
  services?: BackgroundService[];
  /** Waits for what still runs. */
  close?: () => Promise<void>;
}

/** A subgraph as its `subgraph.ts` declares it. */
export interface SubgraphDefinition extends SchemaParts {
  name: string;
  entities: EntityClass<unknown>[];
  /** Path prefixes of `routes`, for the distributed gateway. */
  routePrefixes?: readonly string[];
  create(kit: SubgraphKit): SubgraphParts;
}

export interface Subgraph<Parts extends SubgraphParts = SubgraphParts> {
  name: string;
  /** Whatever else the subgraph offers to whoever wires it. */
  parts: Parts;
  caller: SubgraphCaller;
  routes: (app: FastifyInstance) => void | Promise<void>;
  tasks: TaskDefinition[];
  services: BackgroundService[];
  close(): Promise<void>;
}

/** The SDL of a subgraph; needs neither a database nor anything else. */
export function subgraphSdl(definition: Omit<SubgraphDefinition, 'create'>): string {
  const noInstances = {
    get(): never {
      throw new Error('A schema built for its SDL resolves nothing.');
    },
  };
  return buildFederatedSchema(definition, noInstances).sdl;
}

/** Brings a subgraph to life over `kit`. */
export function createSubgraph<Parts extends SubgraphParts>(
  definition: Omit<SubgraphDefinition, 'create'> & { create(kit: SubgraphKit): Parts },
  kit: SubgraphKit,
  executor?: SubgraphExecutor,
): Subgraph<Parts> {
  const parts = definition.create(kit);
  const instances = new Map(parts.resolvers.map((resolver) => [resolver.constructor, resolver]));
  const container = {
    get(resolver: ResolverClass): object {
      const instance = instances.get(resolver);
      if (!instance) throw new Error(`Subgraph ${definition.name} has no instance of ${resolver.name}.`);
      return instance;
    },
  };
  const { schema } = buildFederatedSchema(definition, container);
  const answers = new AnswerKeeper(kit.cipher);
  const contextOf = (call: CallContext) =>
    new SubgraphContext(call, fencedEntityManager(kit.orm.em, call.principal), kit.events, answers);
  return {
    name: definition.name,
    parts,
    caller: inProcessCaller(definition.name, schema, contextOf, executor),
    routes: parts.routes ?? (() => {}),
    tasks: parts.tasks ?? [],
    services: parts.services ?? [],
    close: async () => parts.close?.(),
  };
}
