import { IsEmail, IsOptional, IsUrl, IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

const https = { protocols: ['https'], require_protocol: true };

@InputType({
  description:
    'What `updateIssuer` changes; absent fields stay as they are, null clears one that may be null.',
})
export class UpdateIssuerInput {
  @Field(() => ID, { nullable: true, description: 'Organisation; the caller’s own when absent.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => String, { nullable: true, description: 'Name, 1 to 200 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @Length(1, 200)
  name?: string;

  @Field(() => String, { nullable: true, description: 'Website, https.' })
  @IsOptional()
  @IsUrl(https)
  url?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'E-mail address for questions; it stands on its page and in its credentials.',
  })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is, at most 2,000 characters.' })
  @IsOptional()
  @Length(1, 2000)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Address of its logo, https.' })
  @IsOptional()
  @IsUrl(https)
  imageUrl?: string | null;
}

@InputType({ description: 'What `rotateIssuerKey` needs.' })
export class RotateIssuerKeyInput {
  @Field(() => ID, { nullable: true, description: 'Organisation; the caller’s own when absent.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;
}
