import { inChunks } from './bulk.ts';
import type { RequestOptions } from './options.ts';
import { List } from './pages.ts';
import { pathOf, type Rest } from './rest.ts';
import type { AnswerOf, BodyOf, QueryOf } from './rest-types.ts';

type Rows = BodyOf<'createApplications'>['applications'];
type Stages = BodyOf<'updateApplicationStages'>['applications'];

/** Students who apply for jobs and internships. */
export class Applications {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  create(
    application: BodyOf<'createApplication'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'createApplication'>> {
    return this.#rest.post<'createApplication'>('/v1/applications', application, options);
  }

  get(id: string, options?: RequestOptions): Promise<AnswerOf<'getApplication'>> {
    return this.#rest.get<'getApplication'>(`/v1/applications${pathOf(id)}`, undefined, options);
  }

  list(query: QueryOf<'listApplications'> = {}, options?: RequestOptions): List<'listApplications'> {
    return new List(this.#rest, '/v1/applications', query, options);
  }

  /** Said again, the same stage and notes change nothing. */
  updateStage(
    id: string,
    stage: BodyOf<'updateApplicationStage'>,
    options?: RequestOptions,
  ): Promise<AnswerOf<'updateApplicationStage'>> {
    return this.#rest.patch<'updateApplicationStage'>(`/v1/applications${pathOf(id)}`, stage, options);
  }

  /** Any number of stages, of which each is stored or refused by itself. */
  bulkUpdateStages(
    stages: Stages,
    options: RequestOptions = {},
  ): Promise<AnswerOf<'updateApplicationStages'>> {
    return inChunks(stages, options, (chunk, each) =>
      this.#rest.patch<'updateApplicationStages'>('/v1/applications/bulk', { applications: chunk }, each),
    );
  }

  withdraw(id: string, options?: RequestOptions): Promise<AnswerOf<'withdrawApplication'>> {
    return this.#rest.post<'withdrawApplication'>(
      `/v1/applications${pathOf(id, 'withdraw')}`,
      undefined,
      options,
    );
  }

  /** Any number of applications, of which each is submitted or fails by itself. */
  bulkCreate(applications: Rows, options: RequestOptions = {}): Promise<AnswerOf<'createApplications'>> {
    return inChunks(applications, options, (chunk, each) =>
      this.#rest.post<'createApplications'>('/v1/applications/bulk', { applications: chunk }, each),
    );
  }
}
