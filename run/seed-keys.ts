import type { Scope } from '../platform/auth/scopes.ts';
import { Environment } from '../platform/environment.ts';
import type { IdentityParts } from '../subgraphs/identity/subgraph.ts';
import { identityOf } from './definitions.ts';
import { employer, institution, learner, organisations } from './demo-data.ts';
import type { SeedGraph } from './seed-graph.ts';
import { organisationNoun, studentNoun } from './seed-nouns.ts';
import type { Subgraphs } from './subgraphs.ts';

/** A key for each kind of caller. They cannot be had again. */
export interface DemoKeys {
  admin: string;
  institution: string;
  partner: string;
  /** The employer’s recruiting system. */
  employer: string;
  learner: string;
  /** The operator's, in the sandbox, with which sandbox organisations are made. */
  sandbox: string;
}

export const operatorScopes: Scope[] = ['admin', 'students:nik', 'permits:all'];

interface Seeded {
  identity: IdentityParts;
  graph: SeedGraph;
  organisations: ReadonlyMap<string, string>;
  students: ReadonlyMap<string, string>;
}

const makers: Record<keyof DemoKeys, (seeded: Seeded) => Promise<string>> = {
  admin: ({ identity }) => identity.createOperatorKey('Demo: admin', operatorScopes),
  sandbox: ({ identity }) => identity.createOperatorKey('Demo: sandbox', operatorScopes, Environment.SANDBOX),
  institution: ({ graph, organisations }) =>
    createKey(graph, {
      name: 'Demo: institution',
      scopes: ['read', 'write'],
      organisationId: idOf(organisations, institution),
    }),
  partner: ({ graph, organisations }) =>
    createKey(graph, {
      name: 'Demo: partner',
      scopes: ['read'],
      organisationId: idOf(organisations, employer),
    }),
  employer: ({ graph, organisations }) =>
    createKey(graph, {
      name: 'Demo: employer',
      scopes: ['read', 'write', 'webhooks:manage'],
      organisationId: idOf(organisations, employer),
    }),
  learner: ({ graph, students }) =>
    createKey(graph, {
      name: 'Demo: learner',
      scopes: ['read', 'training:apply', 'payments:pay', 'credentials:share'],
      studentId: idOf(students, learner),
    }),
};

/** Whether none is missing, such as one that an earlier version did not know. */
export function haveAllKeys(keys: Partial<DemoKeys>): keys is DemoKeys {
  return Object.keys(makers).every((name) => keys[name as keyof DemoKeys] !== undefined);
}

/** The keys that are `known`, and those that are missing made, over the demo data that are there. */
export async function seedKeys(
  { subgraphs }: Pick<Subgraphs, 'subgraphs'>,
  graph: SeedGraph,
  known: Partial<DemoKeys>,
): Promise<DemoKeys> {
  const seeded: Seeded = {
    identity: identityOf(subgraphs),
    graph,
    organisations: await graph.ensure(
      organisationNoun,
      organisations.map((input) => [input.registrationNumber, input]),
    ),
    students: await graph.ensure(studentNoun, []),
  };
  const made = { ...known };
  for (const [name, make] of Object.entries(makers)) made[name as keyof DemoKeys] ??= await make(seeded);
  return made as DemoKeys;
}

/** A key that belongs to nobody would be the operator’s. */
function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key);
  if (!id) throw new Error(`The demo data lack ${key}.`);
  return id;
}

async function createKey(graph: SeedGraph, input: object): Promise<string> {
  const newKey = 'mutation Seed($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }';
  const { key } = await graph.run<{ key: string }>('identity', newKey, { input });
  return key;
}
