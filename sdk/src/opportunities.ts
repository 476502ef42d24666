import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

type Rows = BodyOf<'createOpportunities'>['opportunities'];

/** Jobs and internships, such as those of a recruiting system. */
export class Opportunities {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(
    opportunity: BodyOf<'createOpportunity'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'createOpportunity'>> {
    return this.#rest.post<'createOpportunity'>('/v1/opportunities', opportunity, options);
  }

  get(id: string, options?: RequestOptions): Promise<AnswerOf<'getOpportunity'>> {
    return this.#rest.get<'getOpportunity'>(`/v1/opportunities${pathOf(id)}`, undefined, options);
  }

  list(query: QueryOf<'listOpportunities'> = {}, options?: RequestOptions): List<'listOpportunities'> {
    return new List(this.#rest, '/v1/opportunities', query, options);
  }

  /** What is absent stays; null clears what may be null. */
  update(
    id: string,
    changes: BodyOf<'updateOpportunity'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'updateOpportunity'>> {
    return this.#rest.patch<'updateOpportunity'>(`/v1/opportunities${pathOf(id)}`, changes, options);
  }

  /** Nobody may apply any more. */
  close(id: string, options?: RequestOptions): Promise<AnswerOf<'closeOpportunity'>> {
    return this.#rest.post<'closeOpportunity'>(`/v1/opportunities${pathOf(id, 'close')}`, undefined, options);
  }

  /** Any number of opportunities, of which each is created or fails by itself. */
  bulkCreate(opportunities: Rows, options: RequestOptions = {}): Promise<AnswerOf<'createOpportunities'>> {
    return inChunks(opportunities, options, (chunk, each) =>
      this.#rest.post<'createOpportunities'>('/v1/opportunities/bulk', { opportunities: chunk }, each),
    );
  }
}
