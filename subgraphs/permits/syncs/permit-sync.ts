import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';

export enum SyncTrigger {
  SCHEDULE = 'SCHEDULE',
  HAND = 'HAND',
}

registerEnumType(SyncTrigger, {
  name: 'PermitSyncTrigger',
  description: 'What started a run of the mirror.',
  valuesConfig: {
    SCHEDULE: { description: 'The clock: every 15 minutes.' },
    HAND: { description: 'Somebody, by `syncPermits`.' },
  },
});

export enum SyncStatus {
  RUNNING = 'RUNNING',
  COMPLETED = 'COMPLETED',
  FAILED = 'FAILED',
}

registerEnumType(SyncStatus, {
  name: 'PermitSyncStatus',
  description: 'How a run of the mirror stands.',
  valuesConfig: {
    RUNNING: { description: 'Under way, or waiting for its turn to call.' },
    COMPLETED: { description: 'Done.' },
    FAILED: {
      description: 'Given up: the registry did not answer as it should. The next run goes on from there.',
    },
  },
});

/** What a run does, in this order. */
export enum SyncPhase {
  TYPES = 'TYPES',
  COUNTS = 'COUNTS',
  NEWEST_IN_PROCESS = 'NEWEST_IN_PROCESS',
  NEWEST_ISSUED = 'NEWEST_ISSUED',
  SWEEP = 'SWEEP',
  EXPIRIES = 'EXPIRIES',
}

registerEnumType(SyncPhase, {
  name: 'PermitSyncPhase',
  description: 'What a run of the mirror is at.',
  valuesConfig: {
    TYPES: { description: 'Kinds of permit, once a day.' },
    COUNTS: { description: 'How many permits the registry says that it has.' },
    NEWEST_IN_PROCESS: { description: 'The newest applications, back to where nothing is new.' },
    NEWEST_ISSUED: { description: 'The newest permits, back to where nothing is new.' },
    SWEEP: { description: 'Every permit in turn, going on where the run before stopped.' },
    EXPIRIES: { description: 'With the calls that are left: when permits expire, one by one.' },
  },
});

@Entity({ schema: 'permits', tableName: 'permit_syncs' })
@ObjectType({ description: 'A run of the mirror of the permit registry.' })
@Directive('@key(fields: "id")')
export class PermitSync {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the run.' })
  id: string = uuidv7();

  @Property({ type: 'string' })
  @Field(() => SyncTrigger, { description: 'What started it.' })
  trigger!: SyncTrigger;

  @Property({ type: 'boolean' })
  @Field(() => Boolean, {
    description: 'Whether it goes on until a sweep from the first to the last permit is complete.',
  })
  complete!: boolean;

  @Property({ type: 'string' })
  @Field(() => SyncStatus, { description: 'How it stands.' })
  status: SyncStatus = SyncStatus.RUNNING;

  @Property({ type: 'string' })
  @Field(() => SyncPhase, { description: 'What it is at, or was at when it ended.' })
  phase: SyncPhase = SyncPhase.TYPES;

  @Property({ type: 'integer' })
  newestOffset: number = 0;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Calls that it has made.' })
  calls: number = 0;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'How many times the call that comes next has failed already.' })
  retries: number = 0;

  @Property({ type: 'integer' })
  untoldExpiries: number = 0;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Entries that it has read, repeats among them.' })
  permitsRead: number = 0;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Permits that the mirror did not know.' })
  permitsNew: number = 0;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Permits of which something changed.' })
  permitsChanged: number = 0;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Permits that were found to be no longer in the registry.' })
  permitsVanished: number = 0;

  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Entries without a registration id, which cannot be kept.' })
  unreadable: number = 0;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, { nullable: true, description: 'What the last call that failed met.' })
  lastError: string | null = null;

  @Property({ type: 'text', nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      'Code of that: UPSTREAM_REJECTED when the registry refused, UPSTREAM_UNAVAILABLE when it did not answer as it should, NOT_CONFIGURED.',
  })
  lastErrorCode: string | null = null;

  @Property({ type: 'string' })
  startedBy!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it began.' })
  startedAt: Date = new Date();

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When it ended; null while it runs.' })
  endedAt: Date | null = null;
}
