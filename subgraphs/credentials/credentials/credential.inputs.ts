import { IsInt, IsOptional, IsUUID, Length, Max, Min } from 'class-validator';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { NotBlank } from '../../../platform/federation/not-blank.ts';
import { CredentialStatus, HolderNameDisplay } from './credential.ts';

@InputType({
  description: 'What `issueCredential` needs; what is absent is taken from the enrolment and its program.',
})
export class IssueCredentialInput {
  @Field(() => ID, { description: 'The completed enrolment that it attests.' })
  @IsUUID()
  enrolmentId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The achievement that it attests; the program’s when absent. Without `name`, `description`, `skkniCode` and `aqrfLevel`, which it has of its own.',
  })
  @IsOptional()
  @IsUUID()
  achievementId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it is called, 1 to 200 characters; the program’s name when absent.',
  })
  @IsOptional()
  @Length(1, 200)
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it attests, up to 10,000 characters; the program’s description when absent.',
  })
  @IsOptional()
  @Length(1, 10_000)
  description?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Score, 0 to 100; the enrolment’s final score when absent.',
  })
  @IsOptional()
  @Min(0)
  @Max(100)
  score?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Number of the certificate, unique for its issuer; the enrolment’s when absent.',
  })
  @IsOptional()
  @Length(1, 100)
  certificateNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'SKKNI code; the program’s when absent.' })
  @IsOptional()
  @Length(1, 100)
  skkniCode?: string | null;

  @Field(() => Int, { nullable: true, description: 'AQRF level, 1 to 8.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(8)
  aqrfLevel?: number | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it is issued, not in the future; now when absent.',
  })
  issuedAt?: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When its validity ends, after it is issued; never when absent.',
  })
  expiresAt?: Date | null;

  @Field(() => HolderNameDisplay, {
    nullable: true,
    description: 'How much of their name the holder has agreed to show; INITIALS when absent.',
  })
  holderNameDisplay?: HolderNameDisplay | null;
}

@InputType({ description: 'What `suspendCredential` needs.' })
export class SuspendCredentialInput {
  @Field(() => ID, { description: 'Id of the credential.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { description: 'Why, 1 to 500 characters; the holder sees it, the public does not.' })
  @NotBlank()
  @Length(1, 500)
  reason!: string;
}

@InputType({ description: 'What `reinstateCredential` needs.' })
export class ReinstateCredentialInput {
  @Field(() => ID, { description: 'Id of the credential.' })
  @IsUUID()
  id!: string;
}

@InputType({ description: 'What `revokeCredential` needs.' })
export class RevokeCredentialInput {
  @Field(() => ID, { description: 'Id of the credential.' })
  @IsUUID()
  id!: string;

  @Field(() => String, { description: 'Why, 1 to 500 characters; the holder sees it, the public does not.' })
  @NotBlank()
  @Length(1, 500)
  reason!: string;
}

@InputType({ description: 'What `showHolderName` needs.' })
export class ShowHolderNameInput {
  @Field(() => ID, { description: 'Id of the credential.' })
  @IsUUID()
  id!: string;

  @Field(() => HolderNameDisplay, { description: 'How much of the name the public page shows from now on.' })
  display!: HolderNameDisplay;
}

@InputType({ description: 'Narrows a list of credentials; every field given must match.' })
export class CredentialFilter {
  @Field(() => ID, { nullable: true, description: 'Held by this student.' })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this program.' })
  @IsOptional()
  @IsUUID()
  programId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Issued by this organisation.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => CredentialStatus, { nullable: true, description: 'Of this status now.' })
  status?: CredentialStatus | null;

  @Field(() => String, { nullable: true, description: 'With exactly this certificate number.' })
  certificateNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'With exactly this SKKNI code.' })
  skkniCode?: string | null;
}
