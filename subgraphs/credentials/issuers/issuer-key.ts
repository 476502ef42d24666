import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'credentials', tableName: 'issuer_keys' })
@Fenced({ organisation: 'issuerId' })
@ObjectType({ description: 'A key that an issuer signs with, or once signed with.' })
export class IssuerKey {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the key; the part after # in its verification method.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  issuerId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Public key, Ed25519, as Multikey.' })
  publicKey!: string;

  @Property({ type: 'string' })
  seedSealed!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'Since when it is used.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'Since when nothing new is signed with it; null for the one in use.',
  })
  retiredAt: Date | null = null;
}
