import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';

@Entity({ schema: 'identity', tableName: 'oauth_grants' })
@ObjectType('OAuthGrant', {
  description:
    'What an app holds of one sign-in: a refresh token, and the access tokens that it gets by it. Ending it ends them all.',
})
export class OAuthGrant {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the grant; the `grant_id` of its access tokens.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  userId!: string;

  @Property({ type: 'uuid' })
  clientId!: string;

  /** As the OAuth server wants it back. */
  @Property({ type: 'json' })
  payload!: Record<string, unknown>;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the person signed in.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the app last got tokens by it.' })
  lastUsedAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it ends, used or not.' })
  expiresAt!: Date;
}
