import { inChunks, type RowOutcome } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import type { Rest } from './rest.ts';

/** Whether a student was in a class on a day. */
export interface AttendanceRow {
  student_id: string;
  class_id: string;
  /** `YYYY-MM-DD`. */
  date: string;
  status: 'present' | 'absent' | 'late';
}

export interface AttendanceResult {
  recorded: number;
  failed: number;
  rows: (RowOutcome & { attendance: { id: string; status: AttendanceRow['status'] } | null })[];
}

/** Who was in which class on which day. */
export class Attendance {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Any number of rows, of which each succeeds or fails by itself. What is recorded for a day already is corrected. */
  bulkCreate(records: readonly AttendanceRow[], options: RequestOptions = {}): Promise<AttendanceResult> {
    return inChunks(records, options, (chunk, each) =>
      this.#rest.request<AttendanceResult>('POST', '/v1/attendance/bulk', { records: chunk }, each),
    );
  }
}
