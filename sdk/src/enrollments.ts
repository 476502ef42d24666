import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

/** Who takes which course, and how far they are. */
export class Enrollments {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(
    enrollment: BodyOf<'createEnrollment'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'createEnrollment'>> {
    return this.#rest.post<'createEnrollment'>('/v1/enrollments', enrollment, options);
  }

  get(id: string, options?: RequestOptions): Promise<AnswerOf<'getEnrollment'>> {
    return this.#rest.get<'getEnrollment'>(`/v1/enrollments${pathOf(id)}`, undefined, options);
  }

  list(query: QueryOf<'listEnrollments'> = {}, options?: RequestOptions): List<'listEnrollments'> {
    return new List(this.#rest, '/v1/enrollments', query, options);
  }

  /** The enrolment is found by its student and course. */
  updateProgress(
    progress: BodyOf<'updateProgress'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'updateProgress'>> {
    return this.#rest.patch<'updateProgress'>('/v1/enrollments', progress, options);
  }

  complete(
    id: string,
    result: BodyOf<'completeEnrollment'> = {},
    options?: RequestOptions,
  ): Promise<AnswerOf<'completeEnrollment'>> {
    return this.#rest.post<'completeEnrollment'>(`/v1/enrollments${pathOf(id, 'complete')}`, result, options);
  }

  cancel(id: string, options?: RequestOptions): Promise<AnswerOf<'cancelEnrollment'>> {
    return this.#rest.post<'cancelEnrollment'>(`/v1/enrollments${pathOf(id, 'cancel')}`, undefined, options);
  }
}
