import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Scope } from '../../../platform/auth/scopes.ts';
import { Fenced } from '../../../platform/db/fence.ts';
import { Environment } from '../../../platform/environment.ts';

@Entity({ schema: 'identity', tableName: 'api_keys' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({
  description: 'A key with which a system calls the hub. The key itself is shown once, when it is made.',
})
@Directive('@key(fields: "id")')
export class ApiKey {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the key.' })
  id: string = uuidv7();

  @Property({ type: 'uuid', nullable: true })
  organisationId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  studentId: string | null = null;

  @Property({ type: 'boolean' })
  everywhere: boolean = false;

  @Property({ type: 'boolean' })
  sandbox: boolean = false;

  @Field(() => Environment, {
    description: 'Where it works: among what is real, or among what is there to be tried.',
  })
  get environment(): Environment {
    return this.sandbox ? Environment.SANDBOX : Environment.LIVE;
  }

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What the key is for.' })
  name!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'The beginning of the key, by which its holder recognises it.' })
  prefix!: string;

  @Property({ type: 'string' })
  keyHash!: string;

  @Property({ type: 'string[]' })
  @Field(() => [String], { description: 'What the key allows.' })
  scopes!: Scope[];

  @Property({ type: 'string[]' })
  @Field(() => [String], {
    description: 'Addresses and networks that it may be used from; from anywhere when there are none.',
  })
  allowedAddresses: string[] = [];

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, {
    nullable: true,
    description:
      'Reads that it may ask for within an hour; when null what the tier of its organisation gives.',
  })
  readsPerHour: number | null = null;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, {
    nullable: true,
    description:
      'Writes that it may ask for within an hour; when null what the tier of its organisation gives.',
  })
  writesPerHour: number | null = null;

  @Property({ type: 'string', nullable: true })
  previousPrefix: string | null = null;

  @Property({ type: 'string', nullable: true })
  previousHash: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'Until when the key still works as it was before it was rotated; may be past.',
  })
  previousUntil: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it was last rotated.' })
  rotatedAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it stops working by itself.' })
  expiresAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  revokedAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it was last used, to the minute.' })
  lastUsedAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();
}

@ObjectType({ description: 'A key that was just made, or rotated.' })
export class CreatedApiKey {
  @Field(() => String, { description: 'The key, for the header `X-API-Key`. It is shown this once.' })
  key!: string;

  @Field(() => ApiKey, { description: 'What the hub keeps of it.' })
  apiKey!: ApiKey;
}
