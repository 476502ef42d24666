import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import type { AnswerOf, BodyOf, Rest } from './rest.ts';

type Rows = BodyOf<'recordAttendances'>['records'];

/** Who was in which class on which day. */
export class Attendance {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Any number of rows, of which each succeeds or fails by itself. What is recorded for a day already is corrected. */
  bulkCreate(records: Rows, options: RequestOptions = {}): Promise<AnswerOf<'recordAttendances'>> {
    return inChunks(records, options, (chunk, each) =>
      this.#rest.post<'recordAttendances'>('/v1/attendance/bulk', { records: chunk }, each),
    );
  }
}
