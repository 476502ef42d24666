import { IsBoolean, IsIn, IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@InputType({ description: 'What taking a credential to an outside system needs.' })
export class ExportCredentialInput {
  @Field(() => ID, { description: 'Id of the credential.' })
  @IsUUID()
  credentialId!: string;
}

@InputType({ description: 'What `addCredentialToLinkedIn` needs.' })
export class AddCredentialToLinkedInInput extends ExportCredentialInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Send it once more although it is UNKNOWN whether it is there.',
  })
  @IsBoolean()
  again!: boolean;
}

@InputType({ description: 'What `shareCredentialOnLinkedIn` needs.' })
export class ShareCredentialOnLinkedInInput extends AddCredentialToLinkedInInput {
  @Field(() => String, { description: 'The holder’s words, 1 to 3,000 characters.' })
  @NotBlank()
  @Length(1, 3000)
  comment!: string;

  @Field(() => String, {
    defaultValue: 'id',
    description: 'The language that the credential is shown in: `id` or `en`.',
  })
  @IsIn(['id', 'en'])
  language!: string;
}
