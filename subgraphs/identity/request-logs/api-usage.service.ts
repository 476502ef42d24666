import { sightOf } from '../../../platform/db/sight.ts';
import { invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { ApiUsage, type ApiUsageArgs, ApiUsagePeriod } from './api-usage.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longest = { HOUR: 31, DAY: 366, WHOLE: 366 } as const;
/** Rows of one answer. */
const mostRows = 10_000;

/**
 * Statistics of use from what the request log adds up to. A client that has not called is not there, so that
 * nothing is divided by zero. Throws VALIDATION_ERROR for more time, or more rows, than one answer has.
 */
export async function apiUsage(args: ApiUsageArgs, context: SubgraphContext): Promise<ApiUsage[]> {
  const until = args.until ?? new Date();
  const from = args.from ?? new Date(until.getTime() - dayMs);
  if (from > until) throw invalid('from', 'must not be after until');
  const days = longest[args.by];
  if (until.getTime() - from.getTime() > days * dayMs) {
    throw invalid('from', `must be at most ${days} days before until, by ${args.by}`);
  }
  const fence = fenceOf(context);
  if (fence === null) return [];
  const start = floorTo(from, hourMs);
  const rows = await context.em
    .getConnection()
    .execute<ApiUsage[]>(
      statement(args.by),
      [
        start.toISOString(),
        until.toISOString(),
        fence,
        fence,
        args.organisationId ?? null,
        args.organisationId ?? null,
        args.clientId ?? null,
        args.clientId ?? null,
        mostRows + 1,
      ],
      'all',
      context.em.getTransactionContext(),
    );
  if (rows.length > mostRows)
    throw invalid('from', `asks for more than ${mostRows} rows; ask for less time, or for one client`);
  return rows.map((row) => Object.assign(new ApiUsage(), row, { from: new Date(row.from ?? start) }));
}

/** Whose rows the caller may see: one organisation's, everybody's as the empty text, nobody's as null. */
function fenceOf({ principal }: SubgraphContext): string | null {
  const sight = sightOf(principal);
  if (sight.of === 'everything') return '';
  return sight.of === 'organisation' ? sight.organisationId : null;
}

function floorTo(moment: Date, ms: number): Date {
  return new Date(Math.floor(moment.getTime() / ms) * ms);
}

const periods: Record<ApiUsagePeriod, string> = {
  HOUR: 'hour',
  DAY: "date_trunc('day', hour, 'UTC')",
  WHOLE: 'NULL::timestamptz',
};

/** Buckets are of the durations' logarithms: see the migration. */
function statement(by: ApiUsagePeriod): string {
  return `
    WITH added AS (
      SELECT ${periods[by]} AS period, organisation_id, caller_kind, client_id, bucket, sum(calls) AS calls,
             sum(errors) AS errors, sum(refused) AS refused, sum(rate_limited) AS rate_limited, sum(ms) AS ms
      FROM requests.usage
      WHERE hour >= ?::timestamptz AND hour < ?::timestamptz
        AND (?::text = '' OR organisation_id = nullif(?::text, '')::uuid)
        AND (?::uuid IS NULL OR organisation_id = ?::uuid)
        AND (?::text IS NULL OR client_id = ?::text)
      GROUP BY 1, 2, 3, 4, 5
    ), running AS (
      SELECT *, sum(calls) OVER (PARTITION BY period, organisation_id, caller_kind, client_id ORDER BY bucket) AS upto,
             sum(calls) OVER (PARTITION BY period, organisation_id, caller_kind, client_id) AS whole
      FROM added
    )
    SELECT period AS "from", organisation_id AS "organisationId", caller_kind AS "callerKind", client_id AS "clientId",
           sum(calls)::float8 AS calls, sum(errors)::float8 AS errors, sum(refused)::float8 AS refused,
           sum(rate_limited)::float8 AS "rateLimited", sum(ms)::float8 / sum(calls)::float8 AS "meanMs",
           100 * (sum(errors) + sum(refused) + sum(rate_limited))::float8 / sum(calls)::float8 AS "errorPercentage",
           1.07::float8 ^ min(bucket) FILTER (WHERE upto >= 0.95 * whole) AS "p95Ms",
           1.07::float8 ^ min(bucket) FILTER (WHERE upto >= 0.99 * whole) AS "p99Ms"
    FROM running
    GROUP BY 1, 2, 3, 4
    ORDER BY 1, sum(calls) DESC, client_id
    LIMIT ?`;
}
