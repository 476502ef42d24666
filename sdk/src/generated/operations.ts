// Generated from the supergraph and schema/operations by `npm run codegen`; do not edit.

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '../typed-document.ts';
/** Where an enrolment stands. */
export type EnrolmentStatus =
  /** Gave the place up, or lost it; may be enrolled again. */
  | 'CANCELLED'
  /** Has finished the program. */
  | 'COMPLETED'
  /** Has a place and has not begun. */
  | 'ENROLLED'
  /** Has begun. */
  | 'IN_PROGRESS';

/** Whether something is real, or there to be tried. The two never see one another. */
export type Environment =
  /** Real. */
  | 'LIVE'
  /** There to be tried: outside systems are stand-ins, and nothing of it counts. */
  | 'SANDBOX';

/** The entity that events are about. */
export type EventSubjectInput = {
  /** Its id. */
  id?: string | null | undefined;
  /** Its GraphQL type, such as `Payment`. */
  type?: string | null | undefined;
};

export type EventsSubscriptionVariables = Exact<{
  types?: Array<string> | string | null | undefined;
  subject?: EventSubjectInput | null | undefined;
  filter?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type EventsSubscription = { events: { id: string, cursor: string, type: string, occurredAt: string, subjectType: string, subjectId: string, data: Record<string, unknown>, actor: string, requestId: string | null } };

export type EventLogQueryVariables = Exact<{
  first?: number;
  types?: Array<string> | string | null | undefined;
  filter?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type EventLogQuery = { eventLog: { cursor: string, hasMore: boolean, events: Array<{ id: string, cursor: string, type: string, occurredAt: string, subjectType: string, subjectId: string, data: Record<string, unknown>, actor: string, requestId: string | null }> } };

export type HubEventFragment = { id: string, cursor: string, type: string, occurredAt: string, subjectType: string, subjectId: string, data: Record<string, unknown>, actor: string, requestId: string | null };

export type StudentOverviewQueryVariables = Exact<{
  id: string;
}>;


export type StudentOverviewQuery = { student: { id: string, name: string, email: string, externalId: string | null, skills: Array<string>, enrolments: { nodes: Array<{ id: string, status: EnrolmentStatus, progress: number, program: { id: string, name: string } }> } } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { kind: string, scopes: Array<string>, environment: Environment, organisation: { id: string, name: string } | null } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const HubEventFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment HubEvent on Event {
  id
  cursor
  type
  occurredAt
  subjectType
  subjectId
  data
  actor
  requestId
}
    `, {"fragmentName":"HubEvent"}) as unknown as TypedDocumentString<HubEventFragment, unknown>;
export const EventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription Events($types: [String!], $subject: EventSubjectInput, $filter: String, $after: Cursor) {
  events(types: $types, subject: $subject, filter: $filter, after: $after) {
    ...HubEvent
  }
}
    fragment HubEvent on Event {
  id
  cursor
  type
  occurredAt
  subjectType
  subjectId
  data
  actor
  requestId
}`) as unknown as TypedDocumentString<EventsSubscription, EventsSubscriptionVariables>;
export const EventLogDocument = /*#__PURE__*/ new TypedDocumentString(`
    query EventLog($first: Int! = 100, $types: [String!], $filter: String, $after: Cursor) {
  eventLog(first: $first, types: $types, filter: $filter, after: $after) {
    cursor
    hasMore
    events {
      ...HubEvent
    }
  }
}
    fragment HubEvent on Event {
  id
  cursor
  type
  occurredAt
  subjectType
  subjectId
  data
  actor
  requestId
}`) as unknown as TypedDocumentString<EventLogQuery, EventLogQueryVariables>;
export const StudentOverviewDocument = /*#__PURE__*/ new TypedDocumentString(`
    query StudentOverview($id: ID!) {
  student(id: $id) {
    id
    name
    email
    externalId
    skills
    enrolments(first: 20) {
      nodes {
        id
        status
        progress
        program {
          id
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StudentOverviewQuery, StudentOverviewQueryVariables>;
export const ViewerDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Viewer {
  viewer {
    kind
    scopes
    environment
    organisation {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;