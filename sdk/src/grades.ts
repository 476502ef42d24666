import { inChunks, type RowOutcome } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import type { Rest } from './rest.ts';

/** What a student came to in a subject in a term. */
export interface GradeRow {
  student_id: string;
  subject_id: string;
  /** Such as `2026/2027-1`. */
  term: string;
  /** 0 to 100. */
  score?: number | null;
  /** As a letter. */
  grade?: string | null;
}

export interface GradesResult {
  recorded: number;
  failed: number;
  rows: (RowOutcome & { grade: { id: string; score: number | null; grade: string | null } | null })[];
}

/** What students came to. */
export class Grades {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Any number of grades, of which each succeeds or fails by itself. What there is already is replaced. */
  bulkUpdate(grades: readonly GradeRow[], options: RequestOptions = {}): Promise<GradesResult> {
    return inChunks(grades, options, (chunk, each) =>
      this.#rest.request<GradesResult>('POST', '/v1/grades/bulk', { grades: chunk }, each),
    );
  }
}
