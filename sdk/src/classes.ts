import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

type Rows = BodyOf<'createClasses'>['classes'];
type Memberships = BodyOf<'addStudentsToClasses'>['memberships'];

/** Classes of a school, and who is in them. */
export class Classes {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(ofSchool: BodyOf<'createClass'>, options?: RequestOptions): Promise<AnswerOf<'createClass'>> {
    return this.#rest.post<'createClass'>('/v1/classes', ofSchool, options);
  }

  get(id: string, options?: RequestOptions): Promise<AnswerOf<'getClass'>> {
    return this.#rest.get<'getClass'>(`/v1/classes${pathOf(id)}`, undefined, options);
  }

  list(query: QueryOf<'listClasses'> = {}, options?: RequestOptions): List<'listClasses'> {
    return new List(this.#rest, '/v1/classes', query, options);
  }

  /** What is absent stays; null clears what may be null. */
  update(
    id: string,
    changes: BodyOf<'updateClass'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'updateClass'>> {
    return this.#rest.patch<'updateClass'>(`/v1/classes${pathOf(id)}`, changes, options);
  }

  /** Any number of classes, of which each is created or fails by itself. */
  bulkCreate(classes: Rows, options: RequestOptions = {}): Promise<AnswerOf<'createClasses'>> {
    return inChunks(classes, options, (chunk, each) =>
      this.#rest.post<'createClasses'>('/v1/classes/bulk', { classes: chunk }, each),
    );
  }

  /** Who is in the class. */
  students(
    id: string,
    query: QueryOf<'listStudentsOfClass'> = {},
    options?: RequestOptions,
  ): List<'listStudentsOfClass'> {
    return new List(this.#rest, `/v1/classes${pathOf(id, 'students')}`, query, options);
  }

  /** Who is in the class already stays. */
  addStudent(
    id: string,
    studentId: string,
    options?: RequestOptions,
  ): Promise<AnswerOf<'addStudentToClass'>> {
    return this.#rest.put<'addStudentToClass'>(
      `/v1/classes${pathOf(id, 'students', studentId)}`,
      undefined,
      options,
    );
  }

  removeStudent(id: string, studentId: string, options?: RequestOptions): Promise<void> {
    return this.#rest.delete(`/v1/classes${pathOf(id, 'students', studentId)}`, options);
  }

  /** Any number of students into their classes, of which each is put there or fails by itself. */
  bulkAddStudents(
    memberships: Memberships,
    options: RequestOptions = {},
  ): Promise<AnswerOf<'addStudentsToClasses'>> {
    return inChunks(memberships, options, (chunk, each) =>
      this.#rest.post<'addStudentsToClasses'>('/v1/class-memberships/bulk', { memberships: chunk }, each),
    );
  }
}
