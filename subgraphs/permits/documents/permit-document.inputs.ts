import { IsEmail, IsInt, IsOptional, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { DocumentStatus } from './document.state.ts';

@InputType({ description: 'What `createPermitDocument` needs.' })
export class CreatePermitDocumentInput {
  @Field(() => String, { description: 'Registration id of the permit in the permit registry.' })
  @Length(1, 200)
  registrationId!: string;
}

@InputType({
  description: 'What `importPermitDocument` needs. Of `documentId` and `registrationId`, exactly one.',
})
export class ImportPermitDocumentInput {
  @Field(() => ID, { nullable: true, description: 'Id of a document that waits for its PDF.' })
  @IsOptional()
  @IsUUID()
  documentId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Registration id of a permit, of which a document is begun.',
  })
  @IsOptional()
  @Length(1, 200)
  registrationId?: string | null;

  @Field(() => String, {
    description:
      'Where the PDF is: an address that begins with https:// and is public, not of an inner network.',
  })
  @Length(1, 2000)
  url!: string;
}

export enum QrCorner {
  TOP_LEFT = 'TOP_LEFT',
  TOP_RIGHT = 'TOP_RIGHT',
  BOTTOM_RIGHT = 'BOTTOM_RIGHT',
  BOTTOM_LEFT = 'BOTTOM_LEFT',
}

registerEnumType(QrCorner, {
  name: 'QrCorner',
  description: 'Corner of a page, as it is read.',
  valuesConfig: {
    TOP_LEFT: { description: 'Above, left.' },
    TOP_RIGHT: { description: 'Above, right.' },
    BOTTOM_RIGHT: { description: 'Below, right.' },
    BOTTOM_LEFT: { description: 'Below, left.' },
  },
});

@InputType({ description: 'What `signPermitDocument` needs. Of `nik` and `email`, exactly one.' })
export class SignPermitDocumentInput {
  @Field(() => ID, { description: 'Id of the document.' })
  @IsUUID()
  documentId!: string;

  @Field(() => String, { nullable: true, description: 'NIK, by which the signing service knows who signs.' })
  @IsOptional()
  @Matches(/^\d{16}$/, { message: 'must be a NIK of 16 digits' })
  nik?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'E-mail address, by which the signing service knows who signs.',
  })
  @IsOptional()
  @IsEmail()
  email?: string | null;

  @Field(() => String, {
    description: 'Passphrase of the one who signs. It goes to the signing service and is kept nowhere.',
  })
  @Length(1, 200)
  passphrase!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Page that gets the QR code, from 1; the last one when absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  qrPage?: number | null;

  @Field(() => QrCorner, {
    nullable: true,
    description: 'Corner of that page that gets it; below, right when absent.',
  })
  qrCorner?: QrCorner | null;

  @Field(() => String, { nullable: true, description: 'Place that the signature names, such as Medan.' })
  @IsOptional()
  @Length(1, 100)
  location?: string | null;
}

export enum SignatureResolution {
  NOT_SIGNED = 'NOT_SIGNED',
}

registerEnumType(SignatureResolution, {
  name: 'SignatureResolution',
  description: 'What a person has found out about a signature whose outcome was unknown.',
  valuesConfig: {
    NOT_SIGNED: {
      description:
        'It was not signed, or the signed file is lost: the document may be signed again. A signed file that was found is uploaded to `uploadUrl` instead.',
    },
  },
});

@InputType({ description: 'What `resolvePermitSignature` needs.' })
export class ResolvePermitSignatureInput {
  @Field(() => ID, { description: 'Id of the document.' })
  @IsUUID()
  documentId!: string;

  @Field(() => SignatureResolution, { description: 'What was found out.' })
  resolution!: SignatureResolution;

  @Field(() => String, { description: 'How it was found out, 3 to 500 characters.' })
  @Length(3, 500)
  reason!: string;
}

@InputType({ description: 'Which document ends, and why.' })
export class EndPermitDocumentInput {
  @Field(() => ID, { description: 'Id of the document.' })
  @IsUUID()
  documentId!: string;

  @Field(() => String, { description: 'Why, 3 to 500 characters.' })
  @Length(3, 500)
  reason!: string;
}

@InputType({ description: 'Narrows a list of documents; every field given must match.' })
export class PermitDocumentFilter {
  @Field(() => DocumentStatus, { nullable: true, description: 'Only of this status.' })
  status?: DocumentStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those whose signature has an unknown outcome, or only the others.',
  })
  signatureUnknown?: boolean | null;
}
