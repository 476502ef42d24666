import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { ExportDestination, ExportStatus } from './export.state.ts';

@ObjectType({ description: 'Why an export did not get through.' })
export class CredentialExportFailure {
  @Field(() => String, { description: 'Code of the error catalogue.' })
  code!: string;

  @Field(() => String, { description: 'In the outside system’s words where it said something.' })
  message!: string;
}

@Entity({ schema: 'credentials', tableName: 'exports' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({
  description:
    'A credential that is taken to an outside system, however long it takes until it is there. What the holder does on LinkedIn is seen by the holder alone.',
})
export class CredentialExport {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the export.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  credentialId!: string;

  /** Null where it is the holder's own affair: the issuer does not see it. */
  @Property({ type: 'uuid', nullable: true })
  organisationId: string | null = null;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'string' })
  @Field(() => ExportDestination, { description: 'Where it is taken.' })
  destination!: ExportDestination;

  /** Tells posts apart; empty where there is one export of a credential. */
  @Property({ type: 'string' })
  variant: string = '';

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'Of a post: the holder’s words.' })
  comment: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Of a post: the language that the credential is shown in.',
  })
  language: string | null = null;

  @Property({ type: 'string' })
  @Field(() => ExportStatus, { description: 'Where it stands.' })
  status: ExportStatus = ExportStatus.PENDING;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How many times it was sent since it was last asked for.' })
  attempts: number = 0;

  @Property({ type: 'string', nullable: true })
  failureCode: string | null = null;

  @Property({ type: 'text', nullable: true })
  failureMessage: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description:
      'When it is sent next; while SENDING, when it is looked after unless an answer comes before.',
  })
  nextAttemptAt: Date | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'What the outside system calls it.' })
  externalId: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'What the outside system said of it, such as VERIFIED.',
  })
  externalStatus: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'Where it can be seen there.' })
  url: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'Address of a picture of its QR code.' })
  qrCode: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When the outside system took it.' })
  succeededAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was first asked for.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();

  @Field(() => CredentialExportFailure, {
    nullable: true,
    description: 'Why the last attempt did not succeed; null when there is nothing to tell.',
  })
  get failure(): CredentialExportFailure | null {
    const { failureCode: code, failureMessage: message } = this;
    return code !== null && message !== null
      ? Object.assign(new CredentialExportFailure(), { code, message })
      : null;
  }
}
