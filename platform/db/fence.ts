import { Filter } from '@mikro-orm/decorators/legacy';
import { type EntityManager, raw } from '@mikro-orm/postgresql';
import type { Principal } from '../auth/principal.ts';
import type { Scope } from '../auth/scopes.ts';
import { isOfSandbox } from '../environment.ts';
import { FencedDriver } from './fenced-driver.ts';
import { environmentSeen, type Sight, sightOf } from './sight.ts';
import { opensTable, roleOf } from './sight-pool.ts';

/** Which columns say whose row it is. */
export interface FenceColumns {
  /** Property that holds the owning organisation's id; null on rows that no organisation sees. */
  organisation: string | null;
  /**
   * Property that holds the student's id, on rows that belong to a learner; null on rows that no learner
   * sees. Without it a learner sees the rows of their organisations.
   */
  learner?: string | null;
  /** With this scope a key of an organisation sees the rows of all of its environment; never with one that another implies. */
  allWith?: Scope;
  /** Property that holds the id of another organisation, which sees the row and does not change it. */
  sharedWith?: string;
  /** Property that is true on rows that every organisation and learner of their environment sees, and does not change. */
  openWhen?: string;
  /** Property that is true on rows of the sandbox, where no organisation’s id tells. */
  sandboxWhen?: string;
}

/** What a condition is for, as MikroORM tells its filters. */
type Statement = 'read' | 'update' | 'delete';

const all = { of: 'everything', environment: 'both' } as const satisfies Sight;

/** The condition that keeps a sight to the rows of its environment, which the id of the organisation tells (environment.ts). */
function environmentCondition(
  { organisation, learner, sandboxWhen }: FenceColumns,
  sight: Sight,
  statement: Statement,
): Record<string, unknown> {
  const environment = environmentSeen(sight);
  if (environment === 'both') return {};
  if (sandboxWhen) return { [sandboxWhen]: environment === 'sandbox' };
  if (organisation === null) return environment === 'live' ? {} : { [learner ?? 'id']: { $in: [] } };
  const column = organisation.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
  // A table has no alias where its rows are deleted.
  const of = (table: string) => `coalesce(substr(${table}"${column}"::text, 15, 1), '')`;
  const version = statement === 'read' ? raw((alias) => of(`"${alias}".`)) : raw(of(''));
  return { [version]: environment === 'live' ? { $ne: '8' } : '8' };
}

/** The condition that keeps a sight to its rows, and to those that are shared with it. */
function conditionOf(columns: FenceColumns, sight: Sight, statement: Statement): Record<string, unknown> {
  const own = ownCondition(columns, sight, statement);
  const shared = sharedConditions(columns, sight, statement);
  return shared.length === 0 ? own : { $or: [own, ...shared] };
}

/** The conditions of rows that a sight sees though they are another's. */
function sharedConditions(
  columns: FenceColumns,
  sight: Sight,
  statement: Statement,
): Record<string, unknown>[] {
  const { sharedWith, openWhen } = columns;
  const shared: Record<string, unknown>[] = [];
  if (sight.of !== 'organisation' && sight.of !== 'learner') return shared;
  if (sharedWith && sight.of === 'organisation') shared.push({ [sharedWith]: sight.organisationId });
  if (!openWhen) return shared;
  const organisations = sight.of === 'organisation' ? [sight.organisationId] : sight.organisationIds;
  for (const environment of new Set(organisations.map(isOfSandbox)))
    shared.push({
      [openWhen]: true,
      ...environmentCondition(
        columns,
        { of: 'everything', environment: environment ? 'sandbox' : 'live' },
        statement,
      ),
    });
  return shared;
}

/** The condition that keeps a sight to its own rows. */
function ownCondition(columns: FenceColumns, sight: Sight, statement: Statement): Record<string, unknown> {
  const { organisation, learner } = columns;
  const nothing = { [organisation ?? learner ?? 'id']: { $in: [] } };
  switch (sight.of) {
    case 'everything':
      return environmentCondition(columns, sight, statement);
    case 'organisation':
      if (columns.allWith && sight.scopes.includes(columns.allWith))
        return environmentCondition(columns, sight, statement);
      return organisation === null ? nothing : { [organisation]: sight.organisationId };
    case 'learner':
      if (learner) return { [learner]: { $in: [...sight.studentIds] } };
      if (learner === null || organisation === null) return nothing;
      return { [organisation]: { $in: [...sight.organisationIds] } };
    case 'nothing':
      return nothing;
  }
}

/** The condition that keeps a principal to their own rows. */
export function fenceCondition(columns: FenceColumns, principal: Principal): Record<string, unknown> {
  return conditionOf(columns, sightOf(principal), 'read');
}

const fenced = new Map<object, FenceColumns>();

/** Whose rows those of an entity are; undefined for one that is not `@Fenced`. */
export function fenceOf(entity: object): FenceColumns | undefined {
  return fenced.get(entity);
}

/**
 * On an entity: its rows are fenced by organisation, twice: by the filter `fence` of the ORM, and by the policies
 * that `fence.enclose` in a migration gives its table; `fence.share_with` and `fence.open` give those of what is shared,
 * `fence.tell_sandbox_by` that of rows whose environment no organisation’s id tells.
 */
export function Fenced(columns: FenceColumns): ClassDecorator {
  const filter = Filter({
    name: 'fence',
    default: true,
    cond: (({ sight }: { sight: Sight }, statement: Statement) =>
      conditionOf(columns, sight, statement)) as never,
  }) as ClassDecorator;
  if (columns.allWith) opensTable(columns.allWith);
  return (entity) => {
    fenced.set(entity, columns);
    return filter(entity);
  };
}

/** A fork of `em` that sees what `principal` may see, in the ORM and in PostgreSQL. */
export function fencedEntityManager(em: EntityManager, principal: Principal): EntityManager {
  const sight = sightOf(principal);
  const fork = driverOf(em).seeing(sight, em);
  fork.setFilterParams('fence', { sight });
  return fork;
}

/**
 * A fork of `em` that is not fenced: for the few things that are looked at for a principal who may not see them.
 *
 * @throws Error within a transaction, which would wait for a second connection while it holds one: `beyondFence`
 * is for that.
 */
export function unfenced(em: EntityManager): EntityManager {
  if (em.isInTransaction()) throw new Error('Within a transaction nothing is read outside of the fence.');
  const fork = driverOf(em).unfenced(em);
  fork.setFilterParams('fence', { sight: all });
  return fork;
}

/**
 * Runs `work` in the transaction of `em` with PostgreSQL's fence lifted, for the few changes that reach further than
 * their principal sees; the ORM's filter it lifts by name. Nothing else may be under way in the transaction meanwhile.
 * An `em` that is not fenced needs no transaction, and nothing is lifted.
 */
export async function beyondFence<T>(em: EntityManager, work: () => Promise<T>): Promise<T> {
  if (driverOf(em).role === roleOf(null)) return work();
  if (!em.isInTransaction()) throw new Error('The fence is lifted for a part of a transaction.');
  // Until the transaction ends, however it does: its connection is then as fenced as before.
  const [before] = await em.execute<{ role: string }[]>(
    `WITH before AS MATERIALIZED (SELECT current_setting('role') AS role)
     SELECT role, set_config('role', ?, true) FROM before`,
    [roleOf(null)],
  );
  const giveBack = () => em.execute("SELECT set_config('role', ?, true)", [before?.role]);
  const done = await work().catch(async (error) => {
    // After an error of PostgreSQL's own nothing can be done in the transaction, and its end gives the role back.
    await giveBack().catch(() => undefined);
    throw error;
  });
  await giveBack();
  return done;
}

function driverOf(em: EntityManager): FencedDriver {
  const driver = em.getDriver();
  if (!(driver instanceof FencedDriver)) throw new Error('This database was not opened with openOrm.');
  return driver;
}
