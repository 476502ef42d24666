import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Scope } from '../../../../platform/auth/scopes.ts';
import { Fenced } from '../../../../platform/db/fence.ts';

@Entity({ schema: 'identity', tableName: 'oauth_clients' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType('OAuthClient', {
  description:
    'A program that gets access tokens with its id and secret (OAuth 2.0 client credentials), and acts as its organisation.',
})
@Directive('@key(fields: "id")')
export class OAuthClient {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the client; the `client_id` of OAuth.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What the program is called.' })
  name!: string;

  @Property({ type: 'string' })
  secretHash!: string;

  @Property({ type: 'string[]' })
  @Field(() => [String], { description: 'The most that its tokens allow.' })
  scopes!: Scope[];

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When its present secret was made.' })
  secretChangedAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();
}

@ObjectType('OAuthClientWithSecret', { description: 'A client whose secret was just made.' })
export class OAuthClientWithSecret {
  @Field(() => String, { description: 'The `client_secret` of OAuth. It is shown this once.' })
  secret!: string;

  @Field(() => OAuthClient, { description: 'What the hub keeps.' })
  client!: OAuthClient;
}
