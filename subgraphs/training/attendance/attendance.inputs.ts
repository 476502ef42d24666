import { ArrayMaxSize, IsOptional, IsUUID } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { CalendarDate } from '../../../platform/federation/scalars.ts';
import { AttendanceStatus } from './attendance-record.ts';

@InputType({ description: 'Whether a student was in a class on a day.' })
export class RecordAttendanceInput {
  @Field(() => ID, { description: 'Id of the class.' })
  @IsUUID()
  classId!: string;

  @Field(() => ID, { description: 'Id of the student, who is of the organisation of the class.' })
  @IsUUID()
  studentId!: string;

  @Field(() => CalendarDate, { description: 'The day, not one that is still to come.' })
  date!: string;

  @Field(() => AttendanceStatus, { description: 'Whether the student was there.' })
  status!: AttendanceStatus;
}

@InputType({ description: 'Attendance to record in one call; each row succeeds or fails by itself.' })
export class RecordAttendancesInput {
  @Field(() => [RecordAttendanceInput], {
    description: 'Up to 1,000 rows. Of several for the same student, class and date the last counts.',
  })
  @ArrayMaxSize(1000)
  records!: RecordAttendanceInput[];
}

@InputType({ description: 'Narrows a list of attendance; every field given must match.' })
export class AttendanceFilter {
  @Field(() => ID, { nullable: true, description: 'In this class.' })
  @IsOptional()
  @IsUUID()
  classId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => AttendanceStatus, { nullable: true, description: 'With this status.' })
  status?: AttendanceStatus | null;

  @Field(() => CalendarDate, { nullable: true, description: 'On this day or later.' })
  from?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'On this day or earlier.' })
  to?: string | null;
}
