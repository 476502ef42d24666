import type { RequestOptions } from './options.ts';
import type { Rest } from './rest.ts';
import type { AnswerOf, QueryOf } from './rest-types.ts';

/** Sums over what there is. */
export class Analytics {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** What became of the applications of some days, by month, course of study or institution. */
  placement(
    query: QueryOf<'getPlacementAnalytics'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'getPlacementAnalytics'>> {
    return this.#rest.get<'getPlacementAnalytics'>('/v1/analytics/placement', query, options);
  }
}
