import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'training', tableName: 'class_memberships' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({ description: 'A student in a class. There is one for each student and class.' })
export class ClassMembership {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the membership.' })
  id: string = uuidv7();

  /** The organisation of class and student. */
  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  classId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the student came into the class.' })
  createdAt: Date = new Date();
}
