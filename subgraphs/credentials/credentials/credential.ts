import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Fenced } from '../../../platform/db/fence.ts';
import { unguessableId } from '../../../platform/unguessable-id.ts';

export enum CredentialStatus {
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
  REVOKED = 'REVOKED',
  EXPIRED = 'EXPIRED',
}

registerEnumType(CredentialStatus, {
  name: 'CredentialStatus',
  description: 'Whether a credential holds.',
  valuesConfig: {
    ACTIVE: { description: 'It holds.' },
    SUSPENDED: { description: 'The issuer has suspended it for the time being.' },
    REVOKED: { description: 'The issuer has revoked it for good.' },
    EXPIRED: { description: 'It has reached the end of its validity.' },
  },
});

export enum HolderNameDisplay {
  FULL = 'FULL',
  INITIALS = 'INITIALS',
  HIDDEN = 'HIDDEN',
}

registerEnumType(HolderNameDisplay, {
  name: 'HolderNameDisplay',
  description: 'How much of the holder’s name the public page of a credential shows.',
  valuesConfig: {
    FULL: { description: 'The whole name.' },
    INITIALS: { description: 'The initials.' },
    HIDDEN: { description: 'Nothing of it.' },
  },
});

@Entity({ schema: 'credentials', tableName: 'credentials' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({ description: 'What an organisation attests that a student has achieved.' })
@Directive('@key(fields: "id")')
export class Credential {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the credential.' })
  id: string = unguessableId();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'uuid' })
  programId!: string;

  @Property({ type: 'uuid' })
  enrolmentId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'What it attests.' })
  description: string | null = null;

  @Property({ type: 'double', nullable: true })
  @Field(() => Float, { nullable: true, description: 'Final score, 0 to 100.' })
  score: number | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Number of the certificate, unique for its issuer.' })
  certificateNumber: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Code of the national competency standard (SKKNI) that it meets.',
  })
  skkniCode: string | null = null;

  @Property({ type: 'smallint', nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: 'Level of the ASEAN Qualifications Reference Framework (AQRF), 1 to 8.',
  })
  aqrfLevel: number | null = null;

  /** Null in what was issued before there were achievements. */
  @Property({ type: 'uuid', nullable: true })
  achievementId: string | null = null;

  /** As identity had it when the credential was issued. */
  @Property({ type: 'string', nullable: true })
  holderName: string | null = null;

  @Property({ type: 'string' })
  @Field(() => HolderNameDisplay, { description: 'How much of the holder’s name its public page shows.' })
  holderNameDisplay: HolderNameDisplay = HolderNameDisplay.INITIALS;

  @Property({ type: 'uuid', nullable: true })
  statusListId: string | null = null;

  @Property({ type: 'integer', nullable: true })
  statusPlace: number | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Why it was suspended or revoked, as the issuer says.',
  })
  statusReason: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, {
    nullable: true,
    description: 'When it was last suspended, reinstated or revoked; null when it never was.',
  })
  statusChangedAt: Date | null = null;

  /** The signed credential, exactly as its bytes were signed; null in what was issued before credentials were signed. */
  @Property({ type: 'text', nullable: true, lazy: true })
  document: string | null = null;

  @Property({ type: 'text', nullable: true, lazy: true })
  jwt: string | null = null;

  /** Whether the log has been told that its time is up. */
  @Property({ type: 'boolean' })
  expiryTold: boolean = false;

  /** What the issuer decided; whether time is up is not stored. */
  @Property({ type: 'string', fieldName: 'status' })
  decidedStatus: Exclude<CredentialStatus, CredentialStatus.EXPIRED> = CredentialStatus.ACTIVE;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was issued.' })
  issuedAt: Date = new Date();

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When its validity ends; null when it holds for good.' })
  expiresAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created in the hub.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();

  @Field(() => CredentialStatus, { description: 'Whether it holds now.' })
  get status(): CredentialStatus {
    const timeIsUp = this.expiresAt !== null && this.expiresAt <= new Date();
    return timeIsUp && this.decidedStatus === CredentialStatus.ACTIVE
      ? CredentialStatus.EXPIRED
      : this.decidedStatus;
  }
}
