import { IsEmail, IsOptional, IsPhoneNumber, IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { Tier } from '../../../platform/auth/tiers.ts';
import { Environment } from '../../../platform/environment.ts';
import { MayBeAbsent } from '../../../platform/federation/may-be-absent.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';
import { OneLine } from '../../../platform/federation/one-line.ts';
import { OrganisationKind } from './organisation.ts';

@InputType({ description: 'Whose tier to set.' })
export class SetOrganisationTierInput {
  @Field(() => ID, { description: 'Id of the organisation.' })
  @IsUUID()
  id!: string;

  @Field(() => Tier, { description: 'How much its keys and clients may ask for.' })
  tier!: Tier;
}

@InputType({ description: 'What `createOrganisation` needs.' })
export class CreateOrganisationInput {
  @Field(() => OrganisationKind, { description: 'What the organisation is.' })
  kind!: OrganisationKind;

  @Field(() => Environment, {
    nullable: true,
    description:
      'Whether it is real, or there to be tried. The environment of the key that makes it when absent, and no other: keys of the one do not reach the other.',
  })
  environment?: Environment | null;

  @Field(() => String, { description: 'Its name, 1 to 200 characters.' })
  @NotBlank()
  @OneLine()
  @Length(1, 200)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Registration number, unique in the hub.' })
  @IsOptional()
  @Length(1, 100)
  registrationNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address for contact.' })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Phone number, 08... or with its country code (+62...).',
  })
  @IsOptional()
  @IsPhoneNumber('ID')
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'City or regency.' })
  @IsOptional()
  @Length(1, 100)
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'Province.' })
  @IsOptional()
  @Length(1, 100)
  province?: string | null;
}

@InputType({ description: 'What `updateOrganisation` changes; absent fields stay as they are.' })
export class UpdateOrganisationInput implements Partial<Omit<CreateOrganisationInput, 'environment'>> {
  @Field(() => ID, { description: 'Id of the organisation.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { nullable: true, description: 'Its name, 1 to 200 characters.' })
  @MayBeAbsent()
  @NotBlank()
  @OneLine()
  @Length(1, 200)
  name?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Registration number, unique in the hub; null clears it.',
  })
  @IsOptional()
  @Length(1, 100)
  registrationNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address for contact; null clears it.' })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Phone number, 08... or with its country code; null clears it.',
  })
  @IsOptional()
  @IsPhoneNumber('ID')
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'City or regency; null clears it.' })
  @IsOptional()
  @Length(1, 100)
  city?: string | null;

  @Field(() => String, { nullable: true, description: 'Province; null clears it.' })
  @IsOptional()
  @Length(1, 100)
  province?: string | null;
}
