import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { CalendarDate } from '../../../platform/federation/scalars.ts';

export enum PermitStatus {
  ISSUED = 'ISSUED',
  IN_PROCESS = 'IN_PROCESS',
}

registerEnumType(PermitStatus, {
  name: 'PermitStatus',
  description: 'How far a permit has come.',
  valuesConfig: {
    ISSUED: { description: 'Issued (terbit).' },
    IN_PROCESS: { description: 'Applied for and in process (proses).' },
  },
});

@Entity({ schema: 'permits', tableName: 'permits' })
@Fenced({ organisation: 'organisationId', learner: null, allWith: 'permits:all' })
@ObjectType({ description: 'A permit, or an application for one, as the permit registry holds it.' })
@Directive('@key(fields: "id")')
export class Permit {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the permit.' })
  id: string = uuidv7();

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Registration id in the permit registry (`pendaftaran_id`), unique.' })
  registrationId!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Who applied for it (`n_pemohon`).' })
  applicantName: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Name of its kind (`n_perizinan`).' })
  permitTypeName: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Number of the permit (`no_surat`); null while it is in process.',
  })
  permitNumber: string | null = null;

  @Property({ type: 'date', nullable: true })
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'Day on which the application was received (`d_terima_berkas`), where the registry says.',
  })
  receivedOn: string | null = null;

  @Property({ type: 'date', generated: "coalesce(received_on, date '0001-01-01') stored" })
  readonly listedOn!: string;

  @Property({ type: 'string' })
  @Field(() => PermitStatus, { description: 'How far it has come.' })
  status!: PermitStatus;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'The registry’s own word for the status.' })
  rawStatus!: string;

  @Property({ type: 'date', nullable: true })
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'Day on which it expires (`d_berlaku_izin`), where the registry has told.',
  })
  expiresOn: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'When the registry last told of it; null before it first did.',
  })
  lastSeenAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description:
      'When it was found to be no longer in the registry; null while it is there. It is kept, and comes back when the registry tells of it again.',
  })
  vanishedAt: Date | null = null;

  @Property({ type: 'uuid', nullable: true })
  organisationId: string | null = null;

  @Property({ type: 'boolean' })
  @Field(() => Boolean, { description: 'Whether the hub holds the permit’s PDF.' })
  pdfImported: boolean = false;

  @Property({ type: 'boolean' })
  @Field(() => Boolean, { description: 'Whether that PDF is digitally signed.' })
  pdfSigned: boolean = false;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Content of the QR code on the signed PDF.' })
  qrCode: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When the hub first saw it.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When something of it last changed.' })
  updatedAt: Date = new Date();
}
