import { Arg, Args, Ctx, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { type RowsResult, rowsResultType } from '../bulk/rows-result.ts';
import { AttendanceFilter, RecordAttendanceInput, RecordAttendancesInput } from './attendance.inputs.ts';
import { AttendanceService } from './attendance.service.ts';
import { AttendanceRecord } from './attendance-record.ts';

export const AttendanceRecordConnection = connectionType(AttendanceRecord, 'AttendanceRecord');
export const attendanceRecordById = byId(AttendanceRecord);
const RecordAttendancesResult = rowsResultType(AttendanceRecord, {
  mutation: 'recordAttendances',
  name: 'attendance',
  count: 'recorded',
});

@Resolver(() => AttendanceRecord)
export class AttendanceRecordResolver {
  constructor(private readonly service: AttendanceService) {}

  @Query(() => AttendanceRecord, {
    nullable: true,
    description: 'One record of attendance; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  attendanceRecord(
    @Arg('id', () => ID, { description: 'Id of the record.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<AttendanceRecord | null> {
    return context.load(attendanceRecordById, id);
  }

  @Query(() => AttendanceRecordConnection, {
    description: 'The attendance that the caller may see, what was recorded last first.',
  })
  @RequiresScopes('training:read')
  attendanceRecords(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AttendanceFilter, { nullable: true, description: 'Narrows the list.' })
    filter: AttendanceFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AttendanceRecord>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => AttendanceRecord, {
    description:
      'Records whether a student was in a class on a day. What is recorded for that day already is corrected.',
  })
  @RequiresScopes('training:write')
  @Idempotent(RecordAttendanceInput)
  recordAttendance(
    @Arg('input', () => RecordAttendanceInput, { description: 'Who was where, and when.' })
    input: RecordAttendanceInput,
    @Ctx() context: SubgraphContext,
  ): Promise<AttendanceRecord> {
    return this.service.record(input, context);
  }

  @Mutation(() => RecordAttendancesResult, {
    description: 'Records or corrects up to 1,000 rows of attendance; each succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(RecordAttendancesInput)
  async recordAttendances(
    @Arg('input', () => RecordAttendancesInput, { description: 'The rows.' })
    input: RecordAttendancesInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<AttendanceRecord, 'attendance', 'recorded'>> {
    const outcomes = await this.service.recordMany(input.records, context);
    const { succeeded, ...result } = outcomes.rows('attendance');
    return { recorded: succeeded, ...result };
  }
}
