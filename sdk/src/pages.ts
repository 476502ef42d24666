import type { RequestOptions } from './options.ts';
import type { AnswerOf, OperationName, QueryOf, Rest } from './rest.ts';

/** Names of the endpoints that answer pages. */
export type ListName = {
  [Name in OperationName]: AnswerOf<Name> extends { data: unknown[]; pagination: unknown } ? Name : never;
}[OperationName];

/** What a list holds. */
export type ItemOf<Name extends ListName> = AnswerOf<Name> extends { data: (infer Item)[] } ? Item : never;

type PaginationOf<Name extends ListName> =
  AnswerOf<Name> extends { pagination: infer Pagination } ? Pagination : never;

/** One page: an array that knows where in the list it is. */
export type Page<Name extends ListName> = ItemOf<Name>[] & { readonly pagination: PaginationOf<Name> };

/** A list that was asked for: `await` gives one page of it, `for await` goes through all of it, page after page. */
export class List<Name extends ListName> implements PromiseLike<Page<Name>>, AsyncIterable<ItemOf<Name>> {
  readonly #rest: Rest;
  readonly #path: string;
  readonly #query: QueryOf<Name>;
  readonly #options: RequestOptions;
  #page: Promise<Page<Name>> | undefined;

  constructor(rest: Rest, path: string, query: QueryOf<Name>, options: RequestOptions = {}) {
    this.#rest = rest;
    this.#path = path;
    this.#query = query;
    this.#options = options;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is there to be awaited
  then<Result = Page<Name>, Failed = never>(
    done?: ((page: Page<Name>) => Result | PromiseLike<Result>) | null,
    failed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Result | Failed> {
    this.#page ??= this.#fetch(this.#query);
    return this.#page.then(done, failed);
  }

  catch<Failed>(failed: (reason: unknown) => Failed | PromiseLike<Failed>): Promise<Page<Name> | Failed> {
    return this.then(null, failed);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ItemOf<Name>, void, undefined> {
    const { page: _, ...rest } = this.#query as Record<string, unknown>;
    let page: Page<Name> = await this.then();
    for (;;) {
      yield* page;
      const { next_cursor: cursor } = page.pagination as { next_cursor?: string | null };
      if (!cursor) return;
      page = await this.#fetch({ ...rest, cursor });
    }
  }

  async #fetch(query: Record<string, unknown>): Promise<Page<Name>> {
    const answer = await this.#rest.get<Name>(this.#path, query, this.#options);
    const { data, pagination } = answer as { data: ItemOf<Name>[]; pagination: PaginationOf<Name> };
    return Object.assign(data, { pagination });
  }
}
