import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import type { AnswerOf, BodyOf, Rest } from './rest.ts';

type Rows = BodyOf<'recordGrades'>['grades'];

/** What students came to. */
export class Grades {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Any number of grades, of which each succeeds or fails by itself. What there is already is replaced. */
  bulkUpdate(grades: Rows, options: RequestOptions = {}): Promise<AnswerOf<'recordGrades'>> {
    return inChunks(grades, options, (chunk, each) =>
      this.#rest.post<'recordGrades'>('/v1/grades/bulk', { grades: chunk }, each),
    );
  }
}
