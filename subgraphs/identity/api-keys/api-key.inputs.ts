import { ArrayMinSize, IsIn, IsOptional, IsUUID, Length, MinDate } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { impersonalScopes, type Scope } from '../../../platform/auth/scopes.ts';
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
}

@InputType({ description: 'Which key to revoke.' })
export class RevokeApiKeyInput {
  @Field(() => ID, { description: 'Id of the key.' })
  @IsUUID()
  id!: string;
}
