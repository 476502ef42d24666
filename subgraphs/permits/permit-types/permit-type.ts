import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';

/** Mirrored from the permit registry; open to everybody with the scope. */
@Entity({ schema: 'permits', tableName: 'permit_types' })
@ObjectType({ description: 'A kind of permit (jenis perizinan) that the registry issues.' })
@Directive('@key(fields: "id")')
export class PermitType {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the permit type.' })
  id: string = uuidv7();

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Id in the permit registry (`id`), unique.' })
  externalId!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Code in the permit registry (`c_perizinan`).' })
  code: string | null = null;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Its name (`n_perizinan`), by which permits refer to it.' })
  name!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the hub first saw it.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When the hub last took it in.' })
  updatedAt: Date = new Date();
}
