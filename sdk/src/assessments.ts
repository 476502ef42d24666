import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

type Rows = BodyOf<'createAssessments'>['assessments'];
type Results = BodyOf<'recordAssessmentResults'>['results'];

/** Tests and tasks, and what students came to in them. */
export class Assessments {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(
    assessment: BodyOf<'createAssessment'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'createAssessment'>> {
    return this.#rest.post<'createAssessment'>('/v1/assessments', assessment, options);
  }

  get(id: string, options?: RequestOptions): Promise<AnswerOf<'getAssessment'>> {
    return this.#rest.get<'getAssessment'>(`/v1/assessments${pathOf(id)}`, undefined, options);
  }

  list(query: QueryOf<'listAssessments'> = {}, options?: RequestOptions): List<'listAssessments'> {
    return new List(this.#rest, '/v1/assessments', query, options);
  }

  /** What is absent stays; null clears what may be null. */
  update(
    id: string,
    changes: BodyOf<'updateAssessment'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'updateAssessment'>> {
    return this.#rest.patch<'updateAssessment'>(`/v1/assessments${pathOf(id)}`, changes, options);
  }

  /** Any number of assessments, of which each is created or fails by itself. */
  bulkCreate(assessments: Rows, options: RequestOptions = {}): Promise<AnswerOf<'createAssessments'>> {
    return inChunks(assessments, options, (chunk, each) =>
      this.#rest.post<'createAssessments'>('/v1/assessments/bulk', { assessments: chunk }, each),
    );
  }

  recordResult(
    result: BodyOf<'recordAssessmentResult'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'recordAssessmentResult'>> {
    return this.#rest.post<'recordAssessmentResult'>('/v1/assessment-results', result, options);
  }

  results(
    query: QueryOf<'listAssessmentResults'> = {},
    options?: RequestOptions,
  ): List<'listAssessmentResults'> {
    return new List(this.#rest, '/v1/assessment-results', query, options);
  }

  /** Any number of results, of which each is recorded or fails by itself. */
  bulkRecordResults(
    results: Results,
    options: RequestOptions = {},
  ): Promise<AnswerOf<'recordAssessmentResults'>> {
    return inChunks(results, options, (chunk, each) =>
      this.#rest.post<'recordAssessmentResults'>('/v1/assessment-results/bulk', { results: chunk }, each),
    );
  }
}
