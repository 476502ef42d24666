import { ArrayMaxSize, IsOptional, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Narrows the audit log; every field given must match.' })
export class AuditLogFilter {
  @Field(() => [String], {
    nullable: true,
    description: 'Of these types; `api_key.*` means all that begin so. At most 50.',
  })
  @IsOptional()
  @ArrayMaxSize(50)
  @Length(1, 100, { each: true })
  types?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Done by this key, client or person.' })
  @IsOptional()
  @Length(1, 200)
  actorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Done by this person, with whichever client.' })
  @IsOptional()
  @Length(1, 200)
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About what has this id.' })
  @IsOptional()
  @Length(1, 200)
  subjectId?: string | null;

  @Field(() => Date, { nullable: true, description: 'At this moment or later.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Before this moment.' })
  until?: Date | null;
}
