import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsEnum,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
} from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { type Scope, scopeNames } from '../../../../platform/auth/scopes.ts';
import { NotBlank } from '../../../../platform/federation/not-blank.ts';
import { OneLine } from '../../../../platform/federation/one-line.ts';
import { OAuthClientType } from './oauth-client-type.ts';

const mostAddresses = 20;

@InputType({ description: 'What `createOAuthClient` needs.' })
export class CreateOAuthClientInput {
  @Field(() => String, {
    description: 'What the program is called, 1 to 100 characters. People are asked for their consent by it.',
  })
  @NotBlank()
  @OneLine()
  @Length(1, 100)
  name!: string;

  @Field(() => OAuthClientType, { nullable: true, description: 'What it is; `MACHINE` when absent.' })
  @IsOptional()
  @IsEnum(OAuthClientType)
  type?: OAuthClientType | null;

  @Field(() => [String], {
    description:
      'The most that its tokens allow; nothing that the caller is not allowed, but what is personal (`profile`, `email`, …), which people give. `openid` needs not be named.',
  })
  @ArrayMinSize(1)
  @IsIn([...scopeNames], { each: true })
  scopes!: Scope[];

  @Field(() => [String], {
    nullable: true,
    description:
      'Where people are led back to, compared character by character: https, for `NATIVE` also the app’s own scheme or http://127.0.0.1 with any port. Needed but for `MACHINE`, which has none.',
  })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostAddresses)
  @IsString({ each: true })
  redirectUris?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Where people are led to when they have signed out; the same rules.',
  })
  @IsOptional()
  @ArrayMaxSize(mostAddresses)
  @IsString({ each: true })
  postLogoutRedirectUris?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'False for a `WEB` app whose program cannot be changed to PKCE: whoever comes by one of its codes may then pass for somebody else in it. True when absent.',
  })
  @IsOptional()
  @IsBoolean()
  requiresPkce?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Organisation that it belongs to; the caller’s own when absent.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;
}

@InputType({ description: 'What of a client to change; what is absent stays.' })
export class UpdateOAuthClientInput {
  @Field(() => ID, { description: 'Id of the client.' })
  @IsUUID()
  id!: string;

  @Field(() => [String], { nullable: true, description: 'All addresses that people are led back to.' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostAddresses)
  @IsString({ each: true })
  redirectUris?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'All addresses that people are led to when they have signed out.',
  })
  @IsOptional()
  @ArrayMaxSize(mostAddresses)
  @IsString({ each: true })
  postLogoutRedirectUris?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether people sign in to it with PKCE alone, as `createOAuthClient` has it.',
  })
  @IsOptional()
  @IsBoolean()
  requiresPkce?: boolean | null;
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
