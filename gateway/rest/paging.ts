import type { ErrorDetail } from '../../platform/errors.ts';
import { complain } from './value-reader.ts';

/** Items of a page, unless it is said otherwise, and at most. */
export const defaultLimit = 20;
export const longestLimit = 1_000;
/** How far the graph's lists go by offset. */
const farthest = 10_000;

/** How many of the lists within each item come along, and on pages of how many items at most; fewer on longer ones. */
const mostOfEach = { first: 100, upTo: 100, otherwise: 9 };

/** Variables of an operation that are made of the parameters of a page. */
export const pagingVariables: ReadonlySet<string> = new Set([
  'first',
  'firstOfEach',
  'after',
  'offset',
  'counted',
]);

/** A connection of the graph as the operations of the REST interface select it. */
export interface Connection {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly totalCount?: number | null;
}

/** What stands beside a page's items. */
export interface Pagination {
  /** Null where it goes on from a cursor. */
  page: number | null;
  limit: number;
  total: number | null;
  total_pages: number | null;
  has_more: boolean;
  next_cursor: string | null;
}

/** Parameters that ask for a page. */
export const pageParameters: ReadonlySet<string> = new Set(['limit', 'page', 'cursor']);

/** Sets the variables of the page that is asked for. */
export function readPage(
  { limit: given, page: number, cursor }: Readonly<Record<string, unknown>>,
  variables: Record<string, unknown>,
  wrong: ErrorDetail[],
): void {
  const limit = count(given, 'limit', longestLimit, wrong) ?? defaultLimit;
  const page = count(number, 'page', farthest + 1, wrong);
  variables.first = limit;
  variables.firstOfEach = limit <= mostOfEach.upTo ? mostOfEach.first : mostOfEach.otherwise;
  if (cursor !== undefined) {
    if (page !== undefined) complain(wrong, 'page', 'cannot be given together with a cursor');
    if (typeof cursor !== 'string' || cursor === '')
      complain(wrong, 'cursor', 'must be a cursor that a page came with');
    // Whoever walks through a long list would have it counted again at each step.
    Object.assign(variables, { after: cursor, counted: false });
    return;
  }
  const offset = ((page ?? 1) - 1) * limit;
  if (offset > farthest) {
    complain(wrong, 'page', `begins behind the first ${farthest} items; go on with next_cursor instead`);
  }
  if (offset > 0) variables.offset = offset;
}

/** Where a page stands in its list, by the variables that `readPage` has asked for it with. */
export function paginationOf(
  { pageInfo, totalCount }: Connection,
  { first, after, offset }: Readonly<Record<string, unknown>>,
): Pagination {
  const limit = Number(first);
  const total = totalCount ?? null;
  return {
    page: after === undefined ? Number(offset ?? 0) / limit + 1 : null,
    limit,
    total,
    total_pages: total === null ? null : Math.ceil(total / limit),
    has_more: pageInfo.hasNextPage,
    next_cursor: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
  };
}

function count(given: unknown, name: string, most: number, wrong: ErrorDetail[]): number | undefined {
  if (given === undefined) return undefined;
  const number = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : 0;
  if (number >= 1 && number <= most) return number;
  return complain(wrong, name, `must be a whole number from 1 to ${most}`);
}
