import type { ErrorDetail } from '../../platform/errors.ts';
import { complain } from './value-reader.ts';

/** Items of a page, unless it is said otherwise, and at most. */
export const defaultLimit = 20;
export const longestLimit = 1_000;
/** How far the graph's lists go by offset. */
const farthest = 10_000;

/** Variables of an operation that are made of the parameters of a page. */
export const pagingVariables: ReadonlySet<string> = new Set(['first', 'after', 'offset', 'counted']);

/** Which page of a list was asked for. */
export interface PageAsked {
  limit: number;
  /** Null where it goes on from a cursor. */
  page: number | null;
}

/** A connection of the graph as the operations of the REST interface select it. */
interface Connection {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount?: number;
}

/** What stands beside a page's items. */
export interface Pagination {
  page: number | null;
  limit: number;
  total: number | null;
  total_pages: number | null;
  has_more: boolean;
  next_cursor: string | null;
}

/** Takes `limit`, `page` and `cursor` out of the parameters and sets the variables of the page that they ask for. */
export function readPage(
  parameters: Record<string, unknown>,
  variables: Record<string, unknown>,
  wrong: ErrorDetail[],
): PageAsked {
  const limit = count(parameters.limit, 'limit', longestLimit, wrong) ?? defaultLimit;
  const page = count(parameters.page, 'page', farthest + 1, wrong);
  const { cursor } = parameters;
  for (const name of ['limit', 'page', 'cursor']) delete parameters[name];
  variables.first = limit;
  if (cursor !== undefined) {
    if (page !== undefined) complain(wrong, 'page', 'cannot be given together with a cursor');
    if (typeof cursor !== 'string' || cursor === '')
      complain(wrong, 'cursor', 'must be a cursor that a page came with');
    // Whoever walks through a long list would have it counted again at each step.
    Object.assign(variables, { after: cursor, counted: false });
    return { limit, page: null };
  }
  const offset = ((page ?? 1) - 1) * limit;
  if (offset > farthest) {
    complain(wrong, 'page', `begins behind the first ${farthest} items; go on with next_cursor instead`);
  }
  if (offset > 0) variables.offset = offset;
  return { limit, page: page ?? 1 };
}

/** Where a page stands in its list. */
export function paginationOf({ pageInfo, totalCount }: Connection, { limit, page }: PageAsked): Pagination {
  const total = totalCount ?? null;
  return {
    page,
    limit,
    total,
    total_pages: total === null ? null : Math.ceil(total / limit),
    has_more: pageInfo.hasNextPage,
    next_cursor: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

function count(given: unknown, name: string, most: number, wrong: ErrorDetail[]): number | undefined {
  if (given === undefined) return undefined;
  const number = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= most) return number;
  return complain(wrong, name, `must be a whole number from 1 to ${most}`);
}
