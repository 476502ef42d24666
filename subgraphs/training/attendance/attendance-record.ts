import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { CalendarDate } from '../../../platform/federation/scalars.ts';

export enum AttendanceStatus {
  PRESENT = 'PRESENT',
  ABSENT = 'ABSENT',
  LATE = 'LATE',
}

registerEnumType(AttendanceStatus, {
  name: 'AttendanceStatus',
  description: 'Whether a student was there.',
  valuesConfig: {
    PRESENT: { description: 'The student was there.' },
    ABSENT: { description: 'The student was not there.' },
    LATE: { description: 'The student came too late.' },
  },
});

@Entity({ schema: 'training', tableName: 'attendance_records' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({
  description:
    'Whether a student was in a class on a day. There is one for each student, class and date; recording it again corrects it.',
})
@Directive('@key(fields: "id")')
export class AttendanceRecord {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the record.' })
  id: string = uuidv7();

  /** The organisation of class and student. */
  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  classId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'date' })
  @Field(() => CalendarDate, { description: 'The day.' })
  date!: string;

  @Property({ type: 'string' })
  @Field(() => AttendanceStatus, { description: 'Whether the student was there.' })
  status!: AttendanceStatus;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was recorded.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it was last corrected.' })
  updatedAt: Date = new Date();
}
