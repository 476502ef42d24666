import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';

@Entity({ schema: 'identity', tableName: 'oauth_sessions' })
@ObjectType('SignInSession', { description: 'A browser in which somebody has signed in to the hub.' })
export class SignInSession {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the session.' })
  id: string = uuidv7();

  @Property({ type: 'string' })
  cookieHash!: string;

  @Property({ type: 'string' })
  uid!: string;

  /** Null until somebody has signed in. */
  @Property({ type: 'uuid', nullable: true })
  userId: string | null = null;

  /** As the OAuth server wants it back. */
  @Property({ type: 'json' })
  payload!: Record<string, unknown>;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Address that it was last used from.' })
  address: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'What the browser called itself.' })
  agent: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it began.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the browser last showed it to the hub.' })
  lastUsedAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it ends, unless it is used before.' })
  expiresAt!: Date;
}
