import { SkillsHubError } from './errors.ts';
import type { RequestOptions } from './options.ts';
import { type Rest, search } from './rest.ts';
import type { AnswerOf, OperationName, QueryOf } from './rest-types.ts';

/** Names of the endpoints that answer pages. */
export type ListName = {
  [Name in OperationName]: AnswerOf<Name> extends { data: unknown[]; pagination: unknown } ? Name : never;
}[OperationName];

/** What a list holds. */
export type ItemOf<Name extends ListName> = AnswerOf<Name> extends { data: (infer Item)[] } ? Item : never;

type PaginationOf<Name extends ListName> =
  AnswerOf<Name> extends { pagination: infer Pagination } ? Pagination : never;

/** What the query of every list may have. */
interface Query {
  page?: number;
  limit?: number;
  cursor?: string;
}

interface Pagination {
  total?: number | null;
  next_cursor?: string | null;
}

/** One page: an array that knows where in the list it is. */
export type Page<Name extends ListName, Item = ItemOf<Name>> = Item[] & {
  readonly pagination: PaginationOf<Name>;
};

/** A list that was asked for: `await` gives one page of it, `for await` goes through all of it, page after page. */
export class List<Name extends ListName, Item = ItemOf<Name>>
  implements PromiseLike<Page<Name, Item>>, AsyncIterable<Item>
{
  readonly #rest: Rest;
  readonly #path: string;
  readonly #query: QueryOf<Name>;
  readonly #options: RequestOptions;
  #page: Promise<Page<Name, Item>> | undefined;
  /** In how many requests a page is fetched. */
  #parts = 1;

  constructor(rest: Rest, path: string, query: QueryOf<Name>, options: RequestOptions = {}) {
    this.#rest = rest;
    this.#path = path;
    this.#query = query;
    this.#options = options;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is there to be awaited
  then<Result = Page<Name, Item>, Failed = never>(
    done?: ((page: Page<Name, Item>) => Result | PromiseLike<Result>) | null,
    failed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Result | Failed> {
    this.#page ??= this.#fetch(this.#query as Query);
    return this.#page.then(done, failed);
  }

  catch<Failed>(
    failed: (reason: unknown) => Failed | PromiseLike<Failed>,
  ): Promise<Page<Name, Item> | Failed> {
    return this.then(null, failed);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    const { page: _, ...rest } = this.#query as Query;
    let page: Page<Name, Item> = await this.then();
    for (;;) {
      yield* page;
      const { next_cursor: cursor } = page.pagination as Pagination;
      if (!cursor) return;
      page = await this.#fetch({ ...rest, cursor });
    }
  }

  /** A page; in two parts, four, eight where the hub finds that one request for it costs too much. */
  async #fetch(query: Query): Promise<Page<Name, Item>> {
    for (;;) {
      try {
        return await this.#inParts(query);
      } catch (error) {
        const isTooMuch = error instanceof SkillsHubError && error.code === 'QUERY_TOO_COMPLEX';
        const parts = this.#parts * 2;
        if (!isTooMuch || !query.limit || query.limit % parts > 0) throw error;
        this.#parts = parts;
      }
    }
  }

  async #inParts(query: Query): Promise<Page<Name, Item>> {
    const parts = this.#parts;
    const { page, limit, ...rest } = query;
    if (parts === 1 || limit === undefined) return this.#one(query);
    const size = limit / parts;
    const whole = await this.#one({
      ...rest,
      limit: size,
      ...(page !== undefined && { page: (page - 1) * parts + 1 }),
    });
    const { total, ...pagination } = whole.pagination as Pagination;
    let cursor = pagination.next_cursor;
    for (let part = 1; part < parts && cursor; part += 1) {
      const next = await this.#one({ ...rest, limit: size, cursor });
      whole.push(...next);
      cursor = (next.pagination as Pagination).next_cursor;
    }
    const counted = total == null ? {} : { page: page ?? 1, total, total_pages: Math.ceil(total / limit) };
    const found = { ...pagination, limit, ...counted, has_more: Boolean(cursor), next_cursor: cursor };
    return Object.assign(whole, { pagination: found as PaginationOf<Name> });
  }

  async #one(query: Query): Promise<Page<Name, Item>> {
    const path = this.#path + search({ ...query });
    const answer = await this.#rest.request('GET', path, undefined, this.#options);
    const { data, pagination } = answer as { data: Item[]; pagination: PaginationOf<Name> };
    return Object.assign(data, { pagination });
  }
}
