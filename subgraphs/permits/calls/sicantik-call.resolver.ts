import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { assertAgency } from '../agency.ts';
import { SicantikCall, SicantikCallParameter } from './sicantik-call.ts';
import { SicantikApiStatistics } from './sicantik-statistics.ts';

const SicantikCallConnection = connectionType(SicantikCall, 'SicantikCall');
const countedDays = 7;
const shownErrors = 50;

type Figures = Pick<
  SicantikApiStatistics,
  | 'totalCalls'
  | 'failedCalls'
  | 'successRate'
  | 'meanResponseTimeMs'
  | 'medianResponseTimeMs'
  | 'p99ResponseTimeMs'
>;

@Resolver(() => SicantikCall)
export class SicantikCallResolver {
  @Query(() => SicantikCallConnection, {
    description:
      'Every call to the permit registry in the last 30 days, newest first. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  sicantikCalls(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SicantikCall>> {
    assertAgency(context.principal);
    return findPage(context.em, SicantikCall, {}, page);
  }

  @Query(() => SicantikApiStatistics, {
    description:
      'How calls to the permit registry went in the last seven days. For the operator and agencies.',
  })
  @Directive('@cost(weight: 20)')
  @RequiresScopes('permits:manage')
  async sicantikApiStatistics(@Ctx() { principal, em }: SubgraphContext): Promise<SicantikApiStatistics> {
    assertAgency(principal);
    const since = new Date(Date.now() - countedDays * 24 * 60 * 60_000);
    const [figures] = await em.getConnection().execute<Figures[]>(
      `SELECT count(*)::int AS "totalCalls", count(error_message)::int AS "failedCalls",
         (100.0 * (count(*) - count(error_message)) / nullif(count(*), 0))::float8 AS "successRate",
         avg(response_time_ms)::float8 AS "meanResponseTimeMs",
         percentile_cont(0.5) WITHIN GROUP (ORDER BY response_time_ms) AS "medianResponseTimeMs",
         percentile_cont(0.99) WITHIN GROUP (ORDER BY response_time_ms) AS "p99ResponseTimeMs"
       FROM permits.sicantik_calls WHERE called_at >= ?`,
      [since.toISOString()],
    );
    const errors = await em.find(
      SicantikCall,
      { calledAt: { $gte: since }, errorMessage: { $ne: null } },
      { orderBy: { calledAt: 'desc', id: 'desc' }, limit: shownErrors },
    );
    return Object.assign(new SicantikApiStatistics(), { ...figures, since, errors });
  }

  @FieldResolver(() => [SicantikCallParameter], { description: 'What was asked for.' })
  parameters(@Root() call: SicantikCall): SicantikCallParameter[] {
    return Object.entries(call.parameters).map(([name, value]) =>
      Object.assign(new SicantikCallParameter(), { name, value }),
    );
  }
}
