import { z } from 'zod';

/** One type of event: everything that anybody needs to know of it. */
export interface EventDefinition<Data extends z.ZodType = z.ZodType, Subject extends string = string> {
  description: string;
  /** The subgraph that records it. */
  owner: string;
  /** Version of the hub that records it first. */
  since: string;
  /** GraphQL type of its subject. */
  subject: Subject;
  /** What `data` holds. Fields are only ever added. */
  data: Data;
  /** Whoever looks after security wants to know: it is written to the audit log too. Its data hold no secret. */
  security?: true;
  /** A `data` as it could be; sent by test deliveries. */
  example: z.output<Data>;
}

/** Declares a type of event. */
export function defineEvent<Data extends z.ZodType, Subject extends string>(
  definition: EventDefinition<Data, Subject>,
): EventDefinition<Data, Subject> {
  return definition;
}

/** An id of the hub. */
export const id = z.uuid();
/** Whole rupiah. */
export const rupiah = z.int().min(0);

/** Ids for examples, which name nothing. */
export const exampleIds = {
  organisation: '01890a5d-ac96-774b-bcce-b302099a8001',
  student: '01890a5d-ac96-774b-bcce-b302099a8002',
  program: '01890a5d-ac96-774b-bcce-b302099a8003',
  enrolment: '01890a5d-ac96-774b-bcce-b302099a8004',
  payment: '01890a5d-ac96-774b-bcce-b302099a8005',
  refund: '01890a5d-ac96-774b-bcce-b302099a8006',
  submission: '01890a5d-ac96-774b-bcce-b302099a8007',
  credential: '01890a5d-ac96-774b-bcce-b302099a8008',
  assessment: '01890a5d-ac96-774b-bcce-b302099a8303',
  assessmentResult: '01890a5d-ac96-774b-bcce-b302099a8304',
  class: '01890a5d-ac96-774b-bcce-b302099a8401',
  attendance: '01890a5d-ac96-774b-bcce-b302099a8402',
  subject: '01890a5d-ac96-774b-bcce-b302099a8403',
  grade: '01890a5d-ac96-774b-bcce-b302099a8404',
  opportunity: '01890a5d-ac96-774b-bcce-b302099a8301',
  application: '01890a5d-ac96-774b-bcce-b302099a8302',
  user: '01890a5d-ac96-774b-bcce-b302099a8009',
  apiKey: '01890a5d-ac96-774b-bcce-b302099a800a',
  oauthClient: '01890a5d-ac96-774b-bcce-b302099a8201',
  oauthGrant: '01890a5d-ac96-774b-bcce-b302099a8202',
  oauthConsent: '01890a5d-ac96-774b-bcce-b302099a8203',
  signInSession: '01890a5d-ac96-774b-bcce-b302099a8204',
  webhook: '01890a5d-ac96-774b-bcce-b302099a800b',
  delivery: '01890a5d-ac96-774b-bcce-b302099a800c',
  permit: '01890a5d-ac96-774b-bcce-b302099a8101',
  permitSync: '01890a5d-ac96-774b-bcce-b302099a8102',
} as const;
