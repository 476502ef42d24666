import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Scope } from '../../../../platform/auth/scopes.ts';
import { Fenced } from '../../../../platform/db/fence.ts';
import { OAuthClientType } from './oauth-client-type.ts';

@Entity({ schema: 'identity', tableName: 'oauth_clients' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType('OAuthClient', {
  description:
    'A program that gets access tokens (OAuth 2.0): as its organisation, or for people who sign in and agree.',
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
  @Field(() => OAuthClientType, { description: 'What it is, and so how it gets tokens.' })
  type!: OAuthClientType;

  /** Null for native ones, which have no secret. */
  @Property({ type: 'string', nullable: true })
  secretHash!: string | null;

  @Property({ type: 'string[]' })
  @Field(() => [String], { description: 'Where people are led back to; none for `MACHINE`.' })
  redirectUris: string[] = [];

  @Property({ type: 'string[]' })
  @Field(() => [String], { description: 'Where people are led to when they have signed out.' })
  postLogoutRedirectUris: string[] = [];

  @Property({ type: 'boolean' })
  @Field(() => Boolean, {
    description: 'Whether people sign in to it with PKCE alone; false only for a `WEB` one that was made so.',
  })
  requiresPkce: boolean = true;

  @Property({ type: 'string[]' })
  @Field(() => [String], { description: 'The most that its tokens allow.' })
  scopes!: Scope[];

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'When its present secret was made; null when it has none.',
  })
  secretChangedAt!: Date | null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();
}

@ObjectType('OAuthClientWithSecret', { description: 'A client that was just made, or given another secret.' })
export class OAuthClientWithSecret {
  @Field(() => String, {
    nullable: true,
    description: 'The `client_secret` of OAuth. It is shown this once; null for `NATIVE`, which has none.',
  })
  secret!: string | null;

  @Field(() => OAuthClient, { description: 'What the hub keeps.' })
  client!: OAuthClient;
}
