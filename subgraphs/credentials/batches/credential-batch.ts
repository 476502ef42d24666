import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { RowError } from '../../../platform/federation/row-error.ts';
import type { HolderNameDisplay } from '../credentials/credential.ts';

export enum CredentialBatchStatus {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
}

registerEnumType(CredentialBatchStatus, {
  name: 'CredentialBatchStatus',
  description: 'How far a batch is.',
  valuesConfig: {
    RUNNING: { description: 'It goes on; ask again.' },
    DONE: { description: 'Every completed enrolment was looked at.' },
  },
});

@ObjectType({ description: 'An enrolment that a batch could issue nothing for.' })
export class CredentialBatchFailure {
  @Field(() => ID, { description: 'Id of the enrolment.' })
  enrolmentId!: string;

  @Field(() => RowError, { description: 'Why.' })
  error!: RowError;
}

/** What every credential of a batch is issued with; times as JSON keeps them. */
export interface BatchTerms {
  achievementId: string | null;
  expiresAt: string | null;
  holderNameDisplay: HolderNameDisplay | null;
}

@Entity({ schema: 'credentials', tableName: 'batches' })
@Fenced({ organisation: 'organisationId', learner: null })
@ObjectType({ description: 'The issuing of credentials for all who completed a program.' })
@Directive('@key(fields: "id")')
export class CredentialBatch {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the batch.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  programId!: string;

  @Property({ type: 'string' })
  @Field(() => CredentialBatchStatus, { description: 'How far it is.' })
  status: CredentialBatchStatus = CredentialBatchStatus.RUNNING;

  @Property({ type: 'json' })
  input!: BatchTerms;

  @Property({ type: 'string' })
  requestedBy!: string;

  @Property({ type: 'string', nullable: true })
  position: string | null = null;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How many credentials it has issued so far.' })
  issued: number = 0;

  @Property({ type: 'json' })
  @Field(() => [ID], {
    description:
      'Completed enrolments that had a credential already, also a revoked one; nothing was issued for them.',
  })
  skipped: string[] = [];

  @Property({ type: 'json' })
  @Field(() => [CredentialBatchFailure], { description: 'What could not be issued, and why.' })
  failures: CredentialBatchFailure[] = [];

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was asked for.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it was done; null while it goes on.' })
  finishedAt: Date | null = null;
}
