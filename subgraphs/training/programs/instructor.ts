import { IsOptional, Length } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';

@ObjectType('Instructor', { description: 'Who teaches a program.' })
@InputType('InstructorInput', { description: 'Who teaches a program.' })
export class Instructor {
  @Field(() => String, { description: 'Full name.' })
  @Length(1, 200)
  name!: string;

  @Field(() => String, { description: 'Highest relevant qualification, such as a degree.' })
  @Length(1, 200)
  qualification!: string;

  @Field(() => String, { nullable: true, description: 'Number of the instructor’s certificate.' })
  @IsOptional()
  @Length(1, 200)
  certification?: string | null;
}
