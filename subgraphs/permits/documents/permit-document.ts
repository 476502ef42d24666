import { randomBytes } from 'node:crypto';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { FileFacts } from '../../../integrations/storage/port.ts';
import { Fenced } from '../../../platform/db/fence.ts';
import { DocumentStatus } from './document.state.ts';

/** Where a version of a document is kept, and what it is. */
export interface KeptFile extends FileFacts {
  key: string;
}

@Entity({ schema: 'permits', tableName: 'permit_documents' })
@Fenced({ organisation: 'organisationId', learner: null, allWith: 'permits:all' })
@ObjectType({ description: 'The PDF of a permit on its way to being signed, and after.' })
@Directive('@key(fields: "id")')
export class PermitDocument {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the document.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  permitId!: string;

  /** The permit's; the database keeps it in step. */
  @Property({ type: 'uuid', nullable: true })
  organisationId: string | null = null;

  @Property({ type: 'string' })
  @Field(() => DocumentStatus, { description: 'How far it has come.' })
  status: DocumentStatus = DocumentStatus.DRAFT;

  @Property({ type: 'string' })
  token: string = randomBytes(16).toString('base64url');

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      'What the QR code on it holds: the address at which anybody can check it. Null before it was signed.',
  })
  qrCode: string | null = null;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'How many pages it has; null before it was uploaded.' })
  pages: number | null = null;

  @Property({ type: 'json', nullable: true })
  original: KeptFile | null = null;

  @Property({ type: 'json', nullable: true })
  stamped: KeptFile | null = null;

  @Property({ type: 'json', nullable: true })
  signed: KeptFile | null = null;

  @Property({ type: 'string', nullable: true })
  signatureSha256: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Who signed it, as the certificate says.' })
  signerName: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it was signed.' })
  signedAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When the signing service found the signature valid.' })
  verifiedAt: Date | null = null;

  @Property({ type: 'uuid', nullable: true })
  attemptId: string | null = null;

  @Property({ type: 'string', nullable: true })
  attemptedBy: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When the signing service was last asked to sign it.' })
  attemptedAt: Date | null = null;

  @Property({ type: 'boolean' })
  @Field(() => Boolean, {
    description:
      'Whether the signing service was asked to sign and nobody knows whether it has. It is never asked again by itself: `resolvePermitSignature` settles it.',
  })
  signatureUnknown: boolean = false;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Why a person should look at it; null when nobody need.',
  })
  attention: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'Why it was rejected or cancelled.' })
  reason: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      'Where its PDF was last asked to be imported from, without what stands behind a question mark; null when it never was.',
  })
  importedFrom: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  importId: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Why the last import brought nothing; null when it did, or is under way.',
  })
  importProblem: string | null = null;

  @Field(() => Boolean, { description: 'Whether its PDF is being imported at the moment.' })
  get importing(): boolean {
    return this.importId !== null;
  }

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How many times the public has checked it.' })
  timesChecked: number = 0;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When the public last checked it.' })
  lastCheckedAt: Date | null = null;

  @Property({ type: 'string' })
  createdBy!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was begun.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When something of it last changed.' })
  updatedAt: Date = new Date();
}
