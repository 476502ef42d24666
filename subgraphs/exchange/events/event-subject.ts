import { createUnionType, Directive, Field, ID, ObjectType } from 'type-graphql';
import { WebhookDelivery } from '../deliveries/delivery.ts';
import { Webhook } from '../webhooks/webhook.ts';

interface Subject {
  id: string;
}

/** A neighbour's entity that events are about; the graph asks its subgraph for everything but the id. */
function subjectClass(name: string, words: string): new () => Subject {
  @ObjectType(name)
  @Directive('@key(fields: "id", resolvable: false)')
  class EventSubjectStub {
    @Field(() => ID, { description: `Id of the ${words}.` })
    id!: string;
  }
  return EventSubjectStub;
}

export const Organisation = subjectClass('Organisation', 'organisation');

const subjects = {
  Organisation,
  User: subjectClass('User', 'user'),
  Student: subjectClass('Student', 'student'),
  Program: subjectClass('Program', 'program'),
  Enrolment: subjectClass('Enrolment', 'enrolment'),
  SiplatihSubmission: subjectClass('SiplatihSubmission', 'submission'),
  Assessment: subjectClass('Assessment', 'assessment'),
  AssessmentResult: subjectClass('AssessmentResult', 'result'),
  Class: subjectClass('Class', 'class'),
  AttendanceRecord: subjectClass('AttendanceRecord', 'record'),
  Subject: subjectClass('Subject', 'subject'),
  Grade: subjectClass('Grade', 'grade'),
  Opportunity: subjectClass('Opportunity', 'opportunity'),
  Application: subjectClass('Application', 'application'),
  Payment: subjectClass('Payment', 'payment'),
  Refund: subjectClass('Refund', 'refund; also what the wallet knows it by'),
  Credential: subjectClass('Credential', 'credential'),
  Permit: subjectClass('Permit', 'permit'),
  Achievement: subjectClass('Achievement', 'achievement'),
  Issuer: subjectClass('Issuer', 'issuer, which is its organisation’s'),
};

type SubjectType = keyof typeof subjects;

/** Subjects that are this subgraph's own. */
const own = { Webhook, WebhookDelivery };

/** The GraphQL types of the entities that can be selected of an event. */
export const subjectTypes: readonly string[] = [...Object.keys(subjects), ...Object.keys(own)];

export const EventSubject = createUnionType({
  name: 'EventSubject',
  description: 'The entity that an event is about; select its fields with `... on Payment { ... }`.',
  types: () => [...Object.values(subjects), ...Object.values(own)] as unknown as readonly [new () => Subject],
});

/** A neighbour's entity that events are about, to be resolved by its own subgraph; null where the graph cannot enter it by id. */
export function subjectOf(type: string, id: string): Subject | null {
  if (!Object.hasOwn(subjects, type)) return null;
  return Object.assign(new subjects[type as SubjectType](), { id });
}
