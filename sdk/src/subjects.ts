import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

type Rows = BodyOf<'createSubjects'>['subjects'];

/** What is taught, and graded. */
export class Subjects {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(subject: BodyOf<'createSubject'>, options?: RequestOptions): Promise<AnswerOf<'createSubject'>> {
    return this.#rest.post<'createSubject'>('/v1/subjects', subject, options);
  }

  get(id: string, options?: RequestOptions): Promise<AnswerOf<'getSubject'>> {
    return this.#rest.get<'getSubject'>(`/v1/subjects${pathOf(id)}`, undefined, options);
  }

  list(query: QueryOf<'listSubjects'> = {}, options?: RequestOptions): List<'listSubjects'> {
    return new List(this.#rest, '/v1/subjects', query, options);
  }

  /** What is absent stays; null clears what may be null. */
  update(
    id: string,
    changes: BodyOf<'updateSubject'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'updateSubject'>> {
    return this.#rest.patch<'updateSubject'>(`/v1/subjects${pathOf(id)}`, changes, options);
  }

  /** Any number of subjects, of which each is created or fails by itself. */
  bulkCreate(subjects: Rows, options: RequestOptions = {}): Promise<AnswerOf<'createSubjects'>> {
    return inChunks(subjects, options, (chunk, each) =>
      this.#rest.post<'createSubjects'>('/v1/subjects/bulk', { subjects: chunk }, each),
    );
  }
}
