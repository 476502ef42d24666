import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  MinDate,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { impersonalScopes, type Scope } from '../../../platform/auth/scopes.ts';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@InputType({ description: 'What `createApiKey` needs.' })
export class CreateApiKeyInput {
  @Field(() => String, { description: 'What the key is for, 1 to 100 characters.' })
  @NotBlank()
  @Length(1, 100)
  name!: string;

  @Field(() => [String], { description: 'What it allows; nothing that the caller is not allowed.' })
  @ArrayMinSize(1)
  @IsIn([...impersonalScopes], { each: true })
  scopes!: Scope[];

  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that it acts for; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Student whose own key it is; such a key sees that person’s rows only.',
  })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => Date, { nullable: true, description: 'When it stops working by itself; never when absent.' })
  @IsOptional()
  @MinDate(() => new Date(), { message: 'expiresAt must be in the future' })
  expiresAt?: Date | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Addresses (`203.0.113.7`) and networks (`203.0.113.0/24`, `2001:db8::/32`) that it may be used from, at most 50; from anywhere when absent.',
  })
  @IsOptional()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  allowedAddresses?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Reads that it may ask for within an hour, at most what the tier of its organisation gives; that when absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  readsPerHour?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Writes that it may ask for within an hour, at most what the tier of its organisation gives; that when absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  writesPerHour?: number | null;
}

@InputType({ description: 'What `updateApiKey` changes; absent fields stay as they are.' })
export class UpdateApiKeyInput {
  @Field(() => ID, { description: 'Id of the key.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { nullable: true, description: 'What the key is for, 1 to 100 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @Length(1, 100)
  name?: string;

  @Field(() => Date, { nullable: true, description: 'When it stops working by itself; null for never.' })
  @IsOptional()
  @MinDate(() => new Date(), { message: 'expiresAt must be in the future' })
  expiresAt?: Date | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Addresses (`203.0.113.7`) and networks (`203.0.113.0/24`, `2001:db8::/32`) that it may be used from, at most 50; from anywhere when null.',
  })
  @IsOptional()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  allowedAddresses?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Reads that it may ask for within an hour, at most what the tier of its organisation gives; that when null.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  readsPerHour?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Writes that it may ask for within an hour, at most what the tier of its organisation gives; that when null.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  writesPerHour?: number | null;
}

@InputType({ description: 'Which key to rotate.' })
export class RotateApiKeyInput {
  @Field(() => ID, { description: 'Id of the key.' })
  @IsUUID()
  id!: string;

  @Field(() => Int, {
    defaultValue: 60,
    description:
      'For how many minutes the key works as it was, too, 0 to 43,200 (thirty days). 0 for a key that has leaked.',
  })
  @IsInt()
  @Min(0)
  @Max(43_200)
  overlapMinutes: number = 60;
}

@InputType({ description: 'Which key to revoke.' })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: 'Id of the key.' })
  @IsUUID()
  id!: string;
}
