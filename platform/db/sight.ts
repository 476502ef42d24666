import type { Principal } from '../auth/principal.ts';
import type { Scope } from '../auth/scopes.ts';

/**
 * Whose rows a principal sees. The one place that says so: the ORM's filter (fence.ts) and what PostgreSQL's
 * policies are told (sight-pool.ts) are both made of it.
 */
export type Sight =
  | { readonly of: 'everything' }
  | { readonly of: 'organisation'; readonly organisationId: string; readonly scopes: readonly Scope[] }
  | {
      readonly of: 'learner';
      readonly organisationIds: readonly string[];
      readonly studentIds: readonly string[];
    }
  | { readonly of: 'nothing' };

export function sightOf(principal: Principal): Sight {
  const { kind, organisationId, organisationIds, studentIds, scopes } = principal;
  switch (kind) {
    case 'platform':
    case 'service':
      return { of: 'everything' };
    case 'organisation':
      return organisationId === null ? { of: 'nothing' } : { of: 'organisation', organisationId, scopes };
    case 'learner':
      return { of: 'learner', organisationIds, studentIds };
    case 'anonymous':
      return { of: 'nothing' };
  }
}
