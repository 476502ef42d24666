import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

/** Training programs and courses, such as those of a learning management system. */
export class Courses {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(course: BodyOf<'createCourse'>, options?: RequestOptions): Promise<AnswerOf<'createCourse'>> {
    return this.#rest.post<'createCourse'>('/v1/courses', course, options);
  }

  get(id: string, options?: RequestOptions): Promise<AnswerOf<'getCourse'>> {
    return this.#rest.get<'getCourse'>(`/v1/courses${pathOf(id)}`, undefined, options);
  }

  list(query: QueryOf<'listCourses'> = {}, options?: RequestOptions): List<'listCourses'> {
    return new List(this.#rest, '/v1/courses', query, options);
  }

  /** What is absent stays; null clears what may be null. */
  update(
    id: string,
    changes: BodyOf<'updateCourse'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'updateCourse'>> {
    return this.#rest.patch<'updateCourse'>(`/v1/courses${pathOf(id)}`, changes, options);
  }
}
