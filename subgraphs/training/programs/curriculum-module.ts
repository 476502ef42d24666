import { ArrayMaxSize, IsInt, Length, Max, Min } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType('CurriculumModule', { description: 'A module of a program’s curriculum.' })
@InputType('CurriculumModuleInput', { description: 'A module of a program’s curriculum.' })
export class CurriculumModule {
  @Field(() => String, { description: 'Name of the module.' })
  @Length(1, 200)
  moduleName!: string;

  @Field(() => Int, { description: 'Hours that it takes, 1 to 20,000.' })
  @IsInt()
  @Min(1)
  @Max(20_000)
  durationHours!: number;

  @Field(() => [String], { description: 'What a learner can do after it; at most 50.' })
  @ArrayMaxSize(50)
  @Length(1, 500, { each: true })
  learningOutcomes!: string[];
}
