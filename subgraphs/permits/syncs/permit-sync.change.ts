import { Field, Int, ObjectType } from 'type-graphql';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { PermitSync, SyncPhase, SyncStatus } from './permit-sync.ts';

@ObjectType({ description: 'A run of the mirror got further.' })
export class PermitSyncProgress {
  @Field(() => Cursor, { description: 'Its place in the event log: pass it as `after` to go on behind it.' })
  cursor!: string;

  @Field(() => Date, { description: 'When it got there.' })
  occurredAt!: Date;

  @Field(() => SyncStatus, { description: 'How the run stood.' })
  status!: SyncStatus;

  @Field(() => SyncPhase, { description: 'What it was at.' })
  phase!: SyncPhase;

  @Field(() => Int, { description: 'Calls that it had made.' })
  calls!: number;

  syncId!: string;

  @Field(() => PermitSync, { description: 'The run as it is now.' })
  sync!: PermitSync;
}
