import { Field, Int, ObjectType } from 'type-graphql';
import { RowError } from '../../../platform/federation/row-error.ts';
import { Student } from './student.ts';

@ObjectType({ description: 'How one row of `createStudents` went.' })
export class CreateStudentsRow {
  @Field(() => Int, { description: 'Index of the row in the input, from 0.' })
  index!: number;

  @Field(() => Student, { nullable: true, description: 'The student, when the row succeeded.' })
  student!: Student | null;

  @Field(() => RowError, { nullable: true, description: 'The error, when it failed.' })
  error!: RowError | null;
}

@ObjectType({ description: 'How `createStudents` went.' })
export class CreateStudentsResult {
  @Field(() => Int, { description: 'How many were created.' })
  created!: number;

  @Field(() => Int, { description: 'How many failed.' })
  failed!: number;

  @Field(() => [CreateStudentsRow], { description: 'One for each row of the input, in its order.' })
  rows!: CreateStudentsRow[];
}
