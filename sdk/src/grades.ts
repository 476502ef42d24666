import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import type { Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

type Rows = BodyOf<'recordGrades'>['grades'];

/** What students came to. */
export class Grades {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  list(query: QueryOf<'listGrades'> = {}, options?: RequestOptions): List<'listGrades'> {
    return new List(this.#rest, '/v1/grades', query, options);
  }

  /** Any number of grades, of which each succeeds or fails by itself. What there is already is replaced. */
  bulkUpdate(grades: Rows, options: RequestOptions = {}): Promise<AnswerOf<'recordGrades'>> {
    return inChunks(grades, options, (chunk, each) =>
      this.#rest.post<'recordGrades'>('/v1/grades/bulk', { grades: chunk }, each),
    );
  }
}
