import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Scope } from '../../../../platform/auth/scopes.ts';
import { Fenced } from '../../../../platform/db/fence.ts';

@Entity({ schema: 'identity', tableName: 'oauth_consents' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType('OAuthConsent', { description: 'What a person has agreed that an app may do for them.' })
export class OAuthConsent {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the consent.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  @Field(() => ID, { description: 'Who agreed: the `sub` of their tokens.' })
  userId!: string;

  @Property({ type: 'uuid' })
  clientId!: string;

  /** The client's. */
  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'string[]' })
  @Field(() => [String], { description: 'The scopes that were agreed to.' })
  scopes!: Scope[];

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the person first agreed.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the person last agreed to more.' })
  updatedAt: Date = new Date();
}
