import { IsOptional, Length } from 'class-validator';
import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What `verifyCredential` checks: either `text` or `file`.' })
export class VerifyCredentialInput {
  @Field(() => String, {
    nullable: true,
    description:
      'A credential as JSON or JWT, or the link or id of a credential of this hub; at most 256 KiB. Nothing is fetched from a link.',
  })
  @IsOptional()
  @Length(1, 256 * 1024)
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A file in base64: JSON, JWT, a baked badge or a picture of a QR code (JPEG or PNG); at most 512 KiB. Photos of up to 10 MiB are taken at `/verify`.',
  })
  @IsOptional()
  @Length(1, 700_000)
  file?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of who says that the credential is theirs, to be held against what was signed.',
  })
  @IsOptional()
  @Length(1, 200)
  holderName?: string | null;
}
