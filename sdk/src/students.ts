import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { type ItemOf, List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

type Rows = BodyOf<'createStudents'>['students'];

/** What comes along with students when it is asked for. */
type Part = NonNullable<QueryOf<'listStudents'>['include']>[number];

interface Include<Asked extends Part> {
  include?: readonly Asked[];
}

/** A student with what was asked for. */
type With<Student, Asked extends Part> = Student & {
  [Member in (Asked | `${Asked}_count`) & keyof Student]-?: NonNullable<Student[Member]>;
};

/** Learners, as an organisation knows them. */
export class Students {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(student: BodyOf<'createStudent'>, options?: RequestOptions): Promise<AnswerOf<'createStudent'>> {
    return this.#rest.post<'createStudent'>('/v1/students', student, options);
  }

  async get<Asked extends Part = never>(
    id: string,
    options: RequestOptions & Include<Asked> = {},
  ): Promise<With<AnswerOf<'getStudent'>, Asked>> {
    const { include, ...rest } = options;
    const query = include && { include: [...include] };
    const found = await this.#rest.get<'getStudent'>(`/v1/students${pathOf(id)}`, query, rest);
    return found as With<typeof found, Asked>;
  }

  list<Asked extends Part = never>(
    query: Omit<QueryOf<'listStudents'>, 'include'> & Include<Asked> = {},
    options?: RequestOptions,
  ): List<'listStudents', With<ItemOf<'listStudents'>, Asked>> {
    const { include, ...rest } = query;
    return new List(
      this.#rest,
      '/v1/students',
      { ...rest, ...(include && { include: [...include] }) },
      options,
    );
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
