import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityClass, EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { anonymous, type Principal } from '../platform/auth/principal.ts';
import { type FenceColumns, fencedEntityManager, fenceOf, unfenced } from '../platform/db/fence.ts';
import { openOrm } from '../platform/db/orm.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import { subgraphDefinitions } from '../run/definitions.ts';
import { learnerPrincipal, organisationPrincipal, platformPrincipal } from './subgraph-harness.ts';
import { type AllIds, startTwoInstitutions } from './two-institutions.ts';
import type { WholeGraph } from './whole-graph.ts';

interface Row {
  id: string;
}

interface FencedTable {
  entity: EntityClass<Row>;
  name: string;
  columns: FenceColumns;
  orm: MikroORM;
}

/** What organisations and learners share, or what no principal's work may touch but the hub's own. */
const openToAll = [
  'events.outbox',
  'exchange.integration_health',
  'idempotency.keys',
  'identity.oauth_revocations',
  'permits.mirror_state',
  'permits.permit_types',
  'requests.documents',
];

/** What organisations and learners of the same environment see of each other. */
const openOpportunities = `
  INSERT INTO training.opportunities (id, organisation_id, title, type, company, is_open, created_at, updated_at)
  SELECT gen_random_uuid(), organisation, 'Juru Las', 'JOB', 'PT Contoh', true, now(), now() FROM unnest($1::uuid[]) organisation`;

describe('PostgreSQL’s fence', () => {
  let whole: WholeGraph;
  let tables: FencedTable[];
  let one: AllIds;
  let other: AllIds;
  /** Of the sandbox. */
  let tried: AllIds;
  const orms: MikroORM[] = [];
  beforeAll(async () => {
    ({ whole, one, other, tried } = await startTwoInstitutions());
    const { environment } = whole.world;
    const definitions = subgraphDefinitions({
      environment,
      publicUrl: 'http://127.0.0.1:1',
      http: new HttpClient(),
    });
    for (const { entities } of definitions)
      orms.push(await openOrm({ url: whole.hub.databaseUrl, entities, poolSize: 1 }));
    tables = orms.flatMap(fencedTablesOf);
    const all = [one, other, tried].map(({ Organisation }) => Organisation);
    await whole.hub.pool.query(openOpportunities, [all]);
  }, 240_000);
  afterAll(async () => {
    await Promise.all(orms.map((orm) => orm.close()));
    await whole.close();
  });

  const principals = (): Record<string, Principal> => ({
    organisation: organisationPrincipal(one.Organisation),
    'other organisation': organisationPrincipal(other.Organisation),
    'agency with permits:all': organisationPrincipal(one.Organisation, 'permits:all'),
    learner: learnerPrincipal([one.Student], [one.Organisation]),
    'learner of both': learnerPrincipal([one.Student, other.Student], [one.Organisation, other.Organisation]),
    'learner of none': learnerPrincipal([], []),
    platform: platformPrincipal(),
    'platform of the sandbox': { ...platformPrincipal(), sandbox: true },
    'agency of the sandbox with permits:all': organisationPrincipal(tried.Organisation, 'permits:all'),
    anonymous,
  });

  it('stands around the table of every fenced entity, by the same columns', async () => {
    const policiesOf = async (table: string) => {
      const { rows } = await whole.hub.pool.query(
        `SELECT policyname, permissive, roles, cmd, qual, with_check FROM pg_policies
         WHERE format('%I.%I', schemaname, tablename)::regclass = $1::regclass ORDER BY policyname`,
        [table],
      );
      return rows;
    };
    const found: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const { name, columns, orm } of tables) {
      const columnOf = columnsOf(orm, name);
      const literal = (property?: string | null) =>
        property ? `'${columnOf[property] ?? property}'` : 'NULL';
      const { organisation, learner, allWith, sharedWith, openWhen, sandboxWhen } = columns;
      const whose = learner === undefined && !allWith ? [organisation] : [organisation, learner, allWith];
      await whole.hub.pool.query(`CREATE TABLE a_copy (LIKE ${name});
        SELECT fence.enclose('a_copy', ${whose.map(literal).join(', ')})`);
      if (sharedWith) await whole.hub.pool.query(`SELECT fence.share_with('a_copy', ${literal(sharedWith)})`);
      if (openWhen)
        await whole.hub.pool.query(
          `SELECT fence.open('a_copy', ${literal(organisation)}, ${literal(openWhen)})`,
        );
      if (sandboxWhen)
        await whole.hub.pool.query(`SELECT fence.tell_sandbox_by('a_copy', ${literal(sandboxWhen)})`);
      wanted[name] = await policiesOf('a_copy');
      found[name] = await policiesOf(name);
      await whole.hub.pool.query('DROP TABLE a_copy');
    }
    expect(found).toEqual(wanted);
    expect(tables.length).toBeGreaterThan(20);
  });

  it('leaves no table open that principals’ work touches, save those that hold nobody’s rows', async () => {
    const { rows } = await whole.hub.pool.query<{ name: string }>(
      `SELECT t.oid::regclass::text AS name FROM pg_class t
       WHERE t.relkind IN ('r', 'p', 'v', 'm') AND NOT t.relrowsecurity
         AND t.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
         AND (has_table_privilege('hub_fenced', t.oid, 'SELECT') OR has_table_privilege('hub_fenced', t.oid, 'INSERT')
           OR has_table_privilege('hub_fenced', t.oid, 'UPDATE') OR has_table_privilege('hub_fenced', t.oid, 'DELETE'))
       ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(openToAll);
  });

  it('shows every principal the same rows of every table as the ORM’s filter does, when that is lifted', async () => {
    const wrong: string[] = [];
    for (const [who, principal] of Object.entries(principals())) {
      for (const { entity, name, orm } of tables) {
        const em = fencedEntityManager(orm.em, principal);
        const [filtered, lifted] = [await idsOf(em, entity), await idsOf(em, entity, false)];
        // The filter alone, over all there is.
        const alone = unfenced(orm.em);
        alone.setFilterParams('fence', em.getFilterParams('fence'));
        const byFilter = await idsOf(alone, entity);
        if (lifted.join() !== filtered.join() || lifted.join() !== byFilter.join())
          wrong.push(`${who} of ${name}: ${byFilter.length} by the filter, ${lifted.length} by PostgreSQL`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is tried with rows on both sides of it, in every table', async () => {
    const [mine, all] = [organisationPrincipal(one.Organisation), platformPrincipal()];
    const untried: string[] = [];
    for (const { entity, name, columns, orm } of tables) {
      const whose = columns.organisation ? mine : learnerPrincipal([one.Student], []);
      const own = (await idsOf(fencedEntityManager(orm.em, whose), entity, false)).length;
      const total = (await idsOf(fencedEntityManager(orm.em, all), entity, false)).length;
      if (own === 0 || own >= total) untried.push(`${name}: ${own} of ${total}`);
    }
    expect(untried).toEqual([]);
  });

  it('refuses every organisation to change, remove or add rows of another, table by table', async () => {
    const wrong: string[] = [];
    for (const { name, columns, orm } of tables) {
      const column = columnsOf(orm, name)[columns.organisation ?? ''];
      if (!column) continue;
      const em = fencedEntityManager(orm.em, organisationPrincipal(one.Organisation));
      const foreign = `${column} = '${other.Organisation}'`;
      const stolen = await em
        .execute(`UPDATE ${name} SET ${column} = '${one.Organisation}' WHERE ${foreign}`, [], 'run')
        .then((result) => (result as unknown as { affectedRows: number }).affectedRows, refused);
      const given = await em
        .execute(`UPDATE ${name} SET ${column} = '${other.Organisation}'`, [], 'run')
        .then(() => 1, refused);
      if (stolen !== 0 || given !== 0) wrong.push(name);
    }
    expect(wrong).toEqual([]);
  });
});

/** 0 for what PostgreSQL refuses because of whose row it is, or to anybody. */
function refused(error: Error): number {
  if (/row-level security|permission denied/.test(error.message)) return 0;
  throw error;
}

async function idsOf(em: EntityManager, entity: EntityClass<Row>, filtered = true): Promise<string[]> {
  const key = em.getMetadata().get(entity).primaryKeys[0] as string;
  const rows = await em
    .fork()
    .find(entity, {}, { fields: [key] as never, filters: filtered ? {} : { fence: false } });
  return rows.map((row) => String((row as unknown as Record<string, unknown>)[key])).sort();
}

function fencedTablesOf(orm: MikroORM): FencedTable[] {
  return [...orm.getMetadata().getAll().values()].flatMap((meta) => {
    const columns = fenceOf(meta.class);
    if (!columns) return [];
    return [
      { entity: meta.class as EntityClass<Row>, name: `${meta.schema}.${meta.tableName}`, columns, orm },
    ];
  });
}

/** The column of each property. */
function columnsOf(orm: MikroORM, table: string): Record<string, string> {
  const meta = [...orm.getMetadata().getAll().values()].find(
    (one) => `${one.schema}.${one.tableName}` === table,
  );
  return Object.fromEntries(
    (meta?.props ?? []).map(({ name, fieldNames }) => [name, fieldNames?.[0] ?? name]),
  );
}
