import type { EntityManager } from '@mikro-orm/postgresql';
import { Ctx, Directive, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { MirrorState } from '../mirror/mirror-state.ts';
import { PermitCounts, PermitStatistics } from './permit-statistics.ts';

@Resolver(() => PermitStatistics)
export class PermitStatisticsResolver {
  @Query(() => PermitStatistics, {
    description: 'How many permits the registry has, and how many of them the mirror; of whomever they are.',
  })
  @Directive('@cost(weight: 20)')
  @RequiresScopes('permits:read')
  async permitStatistics(@Ctx() { em }: SubgraphContext): Promise<PermitStatistics> {
    const state = await em.findOneOrFail(MirrorState, { id: 1 });
    const { issued, inProcess, vanished } = await countPermits(em);
    const registry = countsOf(state.saidTotal, state.saidIssued, state.saidInProcess);
    const mirror = countsOf(issued + inProcess, issued, inProcess);
    return Object.assign(new PermitStatistics(), {
      registry,
      registryCountedAt: state.countedAt,
      mirror,
      difference: countsOf(
        less(registry.total, mirror.total),
        less(registry.issued, mirror.issued),
        less(registry.inProcess, mirror.inProcess),
      ),
      vanished,
      staleSince: state.staleSince,
    });
  }
}

async function countPermits(em: EntityManager) {
  const [counts] = await em
    .getConnection()
    .execute<{ issued: number; inProcess: number; vanished: number }[]>(
      `SELECT count(*) FILTER (WHERE status = 'ISSUED' AND vanished_at IS NULL)::int AS issued,
       count(*) FILTER (WHERE status = 'IN_PROCESS' AND vanished_at IS NULL)::int AS "inProcess",
       count(*) FILTER (WHERE vanished_at IS NOT NULL)::int AS vanished
     FROM permits.permits`,
    );
  return counts ?? { issued: 0, inProcess: 0, vanished: 0 };
}

function countsOf(total: number | null, issued: number | null, inProcess: number | null): PermitCounts {
  return Object.assign(new PermitCounts(), { total, issued, inProcess });
}

function less(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one - other;
}
