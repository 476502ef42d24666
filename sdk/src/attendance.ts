import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import type { Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

type Rows = BodyOf<'recordAttendances'>['records'];

/** Who was in which class on which day. */
export class Attendance {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  list(query: QueryOf<'listAttendance'> = {}, options?: RequestOptions): List<'listAttendance'> {
    return new List(this.#rest, '/v1/attendance', query, options);
  }

  /** Any number of rows, of which each succeeds or fails by itself. What is recorded for a day already is corrected. */
  bulkCreate(records: Rows, options: RequestOptions = {}): Promise<AnswerOf<'recordAttendances'>> {
    return inChunks(records, options, (chunk, each) =>
      this.#rest.post<'recordAttendances'>('/v1/attendance/bulk', { records: chunk }, each),
    );
  }
}
