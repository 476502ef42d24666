import {
  ArrayMaxSize,
  IsInt,
  IsOptional,
  IsUrl,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { LearningOutcome } from './achievement.ts';
import { LocalisedText } from './localised-text.ts';

@InputType({ description: 'What `createAchievement` needs.' })
export class CreateAchievementInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that awards it; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The program that leads to it: its credentials attest this achievement from now on.',
  })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => LocalisedText, { description: 'What it is called.' })
  @ValidateNested()
  name!: LocalisedText;

  @Field(() => LocalisedText, { description: 'What it attests.' })
  @ValidateNested()
  description!: LocalisedText;

  @Field(() => LocalisedText, { nullable: true, description: 'What it takes to achieve it.' })
  @IsOptional()
  @ValidateNested()
  criteria?: LocalisedText | null;

  @Field(() => String, { nullable: true, description: 'SKKNI code.' })
  @IsOptional()
  @Length(1, 100)
  skkniCode?: string | null;

  @Field(() => Int, { nullable: true, description: 'AQRF level, 1 to 8.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(8)
  aqrfLevel?: number | null;

  @Field(() => [LearningOutcome], { nullable: true, description: 'Learning outcomes, at most 50.' })
  @IsOptional()
  @ArrayMaxSize(50)
  @ValidateNested()
  learningOutcomes?: LearningOutcome[] | null;

  @Field(() => String, { nullable: true, description: 'Address of a picture, https.' })
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true })
  imageUrl?: string | null;
}
