import { Filter } from '@mikro-orm/decorators/legacy';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from '../auth/principal.ts';
import type { Scope } from '../auth/scopes.ts';

/** Which columns say whose row it is. */
export interface FenceColumns {
  /** Property that holds the owning organisation's id; null on rows that no organisation sees. */
  organisation: string | null;
  /**
   * Property that holds the student's id, on rows that belong to a learner; null on rows that no learner
   * sees. Without it a learner sees the rows of their organisations.
   */
  learner?: string | null;
  /** With this scope a key of an organisation sees the rows of all; never with one that another implies. */
  allWith?: Scope;
}

/** The condition that keeps a principal to their own rows. */
export function fenceCondition(columns: FenceColumns, principal: Principal): Record<string, unknown> {
  const { organisation, learner } = columns;
  const nothing = { [organisation ?? learner ?? 'id']: { $in: [] } };
  switch (principal.kind) {
    case 'platform':
    case 'service':
      return {};
    case 'organisation':
      if (columns.allWith && principal.scopes.includes(columns.allWith)) return {};
      return organisation === null ? nothing : { [organisation]: principal.organisationId };
    case 'learner':
      if (learner) return { [learner]: { $in: [...principal.studentIds] } };
      if (learner === null || organisation === null) return nothing;
      return { [organisation]: { $in: [...principal.organisationIds] } };
    case 'anonymous':
      return nothing;
  }
}

/** On an entity: its rows are fenced by organisation unless a query lifts the filter `fence` by name. */
export function Fenced(columns: FenceColumns): ClassDecorator {
  return Filter({
    name: 'fence',
    default: true,
    cond: (({ principal }: { principal: Principal }) => fenceCondition(columns, principal)) as never,
  }) as ClassDecorator;
}

/** A fork of `em` that sees what `principal` may see. */
export function fencedEntityManager(em: EntityManager, principal: Principal): EntityManager {
  const fork = em.fork();
  fork.setFilterParams('fence', { principal });
  return fork;
}
