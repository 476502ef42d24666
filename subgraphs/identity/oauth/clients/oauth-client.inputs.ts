import { ArrayMinSize, IsIn, IsOptional, IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { type Scope, scopeRegistry } from '../../../../platform/auth/scopes.ts';
import { NotBlank } from '../../../../platform/federation/not-blank.ts';

@InputType({ description: 'What `createOAuthClient` needs.' })
export class CreateOAuthClientInput {
  @Field(() => String, { description: 'What the program is called, 1 to 100 characters.' })
  @NotBlank()
  @Length(1, 100)
  name!: string;

  @Field(() => [String], {
    description: 'The most that its tokens allow; nothing that the caller is not allowed.',
  })
  @ArrayMinSize(1)
  @IsIn(Object.keys(scopeRegistry), { each: true })
  scopes!: Scope[];

  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that it acts for; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;
}

@InputType({ description: 'Whose secret to replace.' })
export class RotateOAuthClientSecretInput {
  @Field(() => ID, { description: 'Id of the client.' })
  @IsUUID()
  id!: string;
}

@InputType({ description: 'Which client to delete.' })
export class DeleteOAuthClientInput {
  @Field(() => ID, { description: 'Id of the client.' })
  @IsUUID()
  id!: string;
}
