import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { type AnswerOf, type BodyOf, pathOf, type QueryOf, type Rest } from './rest.ts';

type Rows = BodyOf<'createStudents'>['students'];

/** Learners, as an organisation knows them. */
export class Students {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(student: BodyOf<'createStudent'>, options?: RequestOptions): Promise<AnswerOf<'createStudent'>> {
    return this.#rest.post<'createStudent'>('/v1/students', student, options);
  }

  get(id: string, options: RequestOptions & QueryOf<'getStudent'> = {}): Promise<AnswerOf<'getStudent'>> {
    const { include, ...rest } = options;
    return this.#rest.get<'getStudent'>(`/v1/students${pathOf(id)}`, { include }, rest);
  }

  list(query: QueryOf<'listStudents'> = {}, options?: RequestOptions): List<'listStudents'> {
    return new List(this.#rest, '/v1/students', query, options);
  }

  /** What is absent stays; null clears what may be null. */
  update(
    id: string,
    changes: BodyOf<'updateStudent'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'updateStudent'>> {
    return this.#rest.patch<'updateStudent'>(`/v1/students${pathOf(id)}`, changes, options);
  }

  /** Any number of students, of which each is created or fails by itself. */
  bulkCreate(students: Rows, options: RequestOptions = {}): Promise<AnswerOf<'createStudents'>> {
    return inChunks(students, options, (chunk, each) =>
      this.#rest.post<'createStudents'>('/v1/students/bulk', { students: chunk }, each),
    );
  }
}
