import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum DocumentVersion {
  ORIGINAL = 'ORIGINAL',
  STAMPED = 'STAMPED',
  SIGNED = 'SIGNED',
}

registerEnumType(DocumentVersion, {
  name: 'PermitDocumentVersion',
  description: 'Which state of a document a file holds.',
  valuesConfig: {
    ORIGINAL: { description: 'As it was uploaded.' },
    STAMPED: { description: 'With the QR code, as it was sent to be signed.' },
    SIGNED: { description: 'Signed.' },
  },
});

@ObjectType({ description: 'A file of a document. None is ever changed.' })
export class PermitDocumentFile {
  @Field(() => DocumentVersion, { description: 'Which state of the document it holds.' })
  version!: DocumentVersion;

  @Field(() => Int, { description: 'How large it is, in bytes.' })
  size!: number;

  @Field(() => String, { description: 'SHA-256 of its bytes, in hexadecimal.' })
  sha256!: string;

  @Field(() => String, {
    description: 'Where it can be downloaded, without a key, within the next 15 minutes.',
  })
  downloadUrl!: string;
}
