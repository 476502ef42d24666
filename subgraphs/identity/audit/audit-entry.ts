import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { Fenced } from '../../../platform/db/fence.ts';

/** Written by platform/audit/audit.ts; read here. */
@Entity({ schema: 'audit', tableName: 'entries' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType({
  description:
    'Who changed which security-relevant thing when. An entry is never changed or removed. What concerns several organisations has an entry for each.',
})
export class AuditEntry {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the entry.' })
  id!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it happened.' })
  at!: Date;

  @Property({ type: 'string' })
  @Field(() => String, {
    description: 'What happened, such as `api_key.revoked`; for changes, the type of their event.',
  })
  type!: string;

  @Property({ type: 'uuid', nullable: true })
  organisationId!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'GraphQL type of what changed.' })
  subjectType!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => ID, { nullable: true, description: 'Id of what changed.' })
  subjectId!: string | null;

  @Property({ type: 'string' })
  @Field(() => ID, {
    description: 'Id of the key, client or person that did it, or the name of a part of the hub.',
  })
  actorId!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: '`anonymous`, `platform`, `organisation`, `learner` or `service`, where it is known.',
  })
  actorKind!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => ID, { nullable: true, description: 'The person who had signed in.' })
  userId!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => ID, { nullable: true, description: 'The OAuth client by which it was done.' })
  clientId!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The address that the request came from, where there was one.',
  })
  address!: string | null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Id of the request, as in `apiRequestLogs`.' })
  requestId!: string | null;

  @Property({ type: 'json' })
  @Field(() => GraphQLJSONObject, { description: 'What there is to know of it, without secrets.' })
  data!: Record<string, unknown>;
}
