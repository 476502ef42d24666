import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'credentials', tableName: 'issuers' })
@Fenced({ organisation: 'id' })
@ObjectType({ description: 'What an organisation shows of itself on the credentials that it issues.' })
@Directive('@key(fields: "id")')
export class Issuer {
  /** The organisation's own. */
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the issuer, which is its organisation’s.' })
  id!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Its website.' })
  url: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'E-mail address for questions about its credentials.' })
  email: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'What it is.' })
  description: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Its logo.' })
  imageUrl: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
