import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { type Asker, hotOperations } from '../bench/hot-operations.ts';
import type { Principal } from '../platform/auth/principal.ts';
import { fencedEntityManager } from '../platform/db/fence.ts';
import { openOrm } from '../platform/db/orm.ts';
import { Student } from '../subgraphs/identity/students/student.ts';
import { furnishInstitution } from './furnished-institution.ts';
import { ask } from './graph-request.ts';
import { busyInstitutions, copyOf, copyRows } from './many-rows.ts';
import { learnerPrincipal, organisationPrincipal, platformPrincipal } from './subgraph-harness.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

const rows = 10_000;
/** What a query may read of any table: the rows that it shows or counts, and never a table. */
const readAtMost = rows / 10;

const organisationId = copyOf('Organisation', 2);
/** Learner, payment and so on of that institution. */
const number = busyInstitutions + 1;

const overview = `{ programs(first: 50) { nodes {
  name organisation { name } enrolments { totalCount } payments(first: 1) { nodes { status amount } }
} } }`;

const hot: readonly { name: string; asker: Asker; query: string }[] = [
  ...hotOperations,
  { name: 'fifty programs with enrolments counted and last payments', asker: 'institution', query: overview },
  {
    name: 'how many payments were made, and the newest',
    asker: 'institution',
    query: '{ payments { totalCount nodes { amount status student { name } } } }',
  },
  {
    name: 'the next page of enrolments',
    asker: 'institution',
    query: `{ enrolments(first: 20, offset: 40) { nodes { status progress student { name } program { name } } } }`,
  },
  {
    name: 'a payment, when one looks whether it is paid',
    asker: 'learner',
    query: `{ payment(id: "${copyOf('Payment', number)}") { status amount program { name } enrolment { status } } }`,
  },
  {
    name: 'a learner’s course and what was earned with it',
    asker: 'learner',
    query: `{ enrolment(id: "${copyOf('Enrolment', number)}") { status program { name } credential { name status } } }`,
  },
];

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

function scansOf(node: PlanNode): PlanNode[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  return node['Relation Name'] ? [node, ...below] : below;
}

describe(`of tables with ${rows} rows`, () => {
  let graph: WholeGraph;
  let orm: MikroORM;
  const askers: Readonly<Record<Asker, Principal>> = {
    institution: organisationPrincipal(organisationId),
    learner: learnerPrincipal([copyOf('Student', number)], [organisationId]),
  };

  beforeAll(async () => {
    graph = await startWholeGraph();
    const operator = graph.keyOf(platformPrincipal('admin', 'students:nik'));
    const { ids } = await furnishInstitution(graph.graphqlUrl, operator);
    await copyRows(graph.hub.pool, ids, rows);
    orm = await openOrm({ url: graph.hub.databaseUrl, entities: [Student] });
  }, 300_000);
  afterAll(async () => {
    await orm?.close();
    await graph?.close();
  });

  /** The answer, and the statements that were sent for it to the tables of the subgraphs. */
  async function observed(query: string, asker: Principal) {
    const key = graph.keyOf(asker);
    graph.hub.statements.length = 0;
    const data = await ask(graph.graphqlUrl, key, query);
    const statements = graph.hub.statements
      .map((message) => message.replace(/^\[query\] /, '').replace(/ \[took [^\]]*\]$/, ''))
      .filter((sql) => /^select .*"(identity|training|payments|credentials)"\."/s.test(sql));
    return { data, statements };
  }

  it.each(hot)('$name: each statement goes by an index', async ({ query, asker }) => {
    const { data, statements } = await observed(query, askers[asker]);
    expect(JSON.stringify(data)).toMatch(/:"[^"]/);
    expect(statements.length).toBeGreaterThan(0);
    const em = fencedEntityManager(orm.em, askers[asker]);
    const broad: string[] = [];
    for (const sql of statements) {
      const [explained] = await em.execute<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
        `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`,
      );
      for (const scan of scansOf(explained?.['QUERY PLAN'][0]?.Plan as PlanNode)) {
        const read = (scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0)) * scan['Actual Loops'];
        if (/^(Index|Bitmap)/.test(scan['Node Type']) && read <= readAtMost) continue;
        broad.push(`${scan['Node Type']} of ${scan['Relation Name']}: ${read} rows for ${sql}`);
      }
    }
    expect(broad).toEqual([]);
  });

  it('fifty programs take one statement for each entity type and level', async () => {
    const { data, statements } = await observed(overview, askers.institution);
    expect(data.programs.nodes).toHaveLength(50);
    const tables = statements.map((sql) => /from "(\w+)"\."(\w+)"/.exec(sql)?.slice(1).join('.'));
    expect(tables.sort()).toEqual([
      'identity.organisations',
      'payments.payments',
      'training.enrolments',
      'training.programs',
    ]);
  });
});
