import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Fenced } from '../../../platform/db/fence.ts';

export enum ApiTransport {
  HTTP = 'HTTP',
  EVENT_STREAM = 'EVENT_STREAM',
  WEBSOCKET = 'WEBSOCKET',
}
registerEnumType(ApiTransport, {
  name: 'ApiTransport',
  description: 'How a request reached the hub.',
  valuesConfig: {
    HTTP: { description: 'A request that was answered once.' },
    EVENT_STREAM: { description: 'Server-sent events; a subscription is logged when it begins.' },
    WEBSOCKET: { description: 'An operation on a websocket; a subscription is logged when it begins.' },
  },
});

export enum ApiOutcome {
  OK = 'OK',
  ERROR = 'ERROR',
  REFUSED = 'REFUSED',
  RATE_LIMITED = 'RATE_LIMITED',
}
registerEnumType(ApiOutcome, {
  name: 'ApiOutcome',
  description: 'How a request ended.',
  valuesConfig: {
    OK: { description: 'Without an error.' },
    ERROR: { description: 'It was begun, and something in its answer is wrong.' },
    REFUSED: { description: 'It was refused before anything was done.' },
    RATE_LIMITED: { description: 'It was one of more than its caller may send.' },
  },
});

/** Written by platform/request-log/request-log.ts; read here. */
@Entity({ schema: 'requests', tableName: 'log' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType({
  description:
    'A request to the hub: who asked for what, from where and how it ended. What was said in it is not kept.',
})
export class ApiRequestLog {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the entry.' })
  id!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the request arrived.' })
  at!: Date;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Id of the request, as in its header `x-request-id`.' })
  requestId!: string;

  @Property({ type: 'uuid', nullable: true })
  organisationId!: string | null;

  @Property({ type: 'string' })
  @Field(() => String, { description: '`anonymous`, `platform`, `organisation`, `learner` or `service`.' })
  callerKind!: string;

  @Property({ type: 'string' })
  @Field(() => ID, { description: 'Id of the key, client or person that called.' })
  callerId!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => ID, { nullable: true, description: 'The OAuth client by which it was called; null for keys.' })
  clientId!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => ID, { nullable: true, description: 'The person who had signed in.' })
  userId!: string | null;

  @Property({ type: 'string' })
  @Field(() => ApiTransport, { description: 'How it came.' })
  transport!: ApiTransport;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Method of HTTP; null on a websocket.' })
  method!: string | null;

  @Property({ type: 'string' })
  @Field(() => String, {
    description:
      'The route, such as `/graphql`, without what a caller put into it; `none` where there is nothing.',
  })
  path!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: '`query`, `mutation` or `subscription`; null for what is no GraphQL, or could not be read.',
  })
  operationType!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'The name that the client gave its operation.' })
  operationName!: string | null;

  @Property({ type: 'string[]' })
  @Field(() => [String], { description: 'The first fields of the operation, at most 20.' })
  fields!: string[];

  @Property({ type: 'string', nullable: true })
  documentHash!: string | null;

  @Property({ type: 'json', nullable: true })
  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'The variables: their structure, with numbers, enum values, moments and ids; all other text is `[masked]`.',
  })
  variables!: Record<string, unknown> | null;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'Status of HTTP; null on a websocket.' })
  status!: number | null;

  @Property({ type: 'string' })
  @Field(() => ApiOutcome, { description: 'How it ended.' })
  outcome!: ApiOutcome;

  @Property({ type: 'string[]' })
  @Field(() => [String], { description: 'Codes of its errors, each once.' })
  codes!: string[];

  @Property({ type: 'float' })
  @Field(() => Float, { description: 'How long it took, in milliseconds.' })
  ms!: number;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'The address that it came from.' })
  address!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'The program that sent it, as it called itself.' })
  agent!: string | null;
}

/** A document without its literals. */
@Entity({ schema: 'requests', tableName: 'documents' })
export class ApiDocument {
  @PrimaryKey({ type: 'string' })
  hash!: string;

  @Property({ type: 'text' })
  document!: string;
}
