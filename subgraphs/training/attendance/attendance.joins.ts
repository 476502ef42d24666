import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { classById } from '../classes/class.resolver.ts';
import { Class } from '../classes/class.ts';
import { Student } from '../students/student.ts';
import { AttendanceRecordConnection } from './attendance.resolver.ts';
import { AttendanceRecord } from './attendance-record.ts';

const ofClass = childPages(AttendanceRecord, 'classId');
const ofStudent = childPages(AttendanceRecord, 'studentId');

@Resolver(() => AttendanceRecord)
export class AttendanceRecordJoinsResolver {
  @FieldResolver(() => Class, { name: 'class', nullable: true, description: 'The class.' })
  classOf(@Root() { classId }: AttendanceRecord, @Ctx() context: SubgraphContext): Promise<Class | null> {
    return context.load(classById, classId);
  }

  @FieldResolver(() => Student, { nullable: true, description: 'The student.' })
  student(@Root() { studentId }: AttendanceRecord): Student {
    return new Student(studentId);
  }
}

@Resolver(() => Class)
export class ClassAttendanceResolver {
  @FieldResolver(() => AttendanceRecordConnection, {
    description:
      'Who was there and who was not, as far as the caller may see it; what was recorded last first.',
  })
  @RequiresScopes('training:read')
  attendance(
    @Root() { id }: Class,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<AttendanceRecord>> {
    return context.load(ofClass, { parentId: id, args });
  }
}

@Resolver(() => Student)
export class StudentAttendanceResolver {
  @FieldResolver(() => AttendanceRecordConnection, {
    description: 'When the student was there, as far as the caller may see it; what was recorded last first.',
  })
  @RequiresScopes('training:read')
  attendance(
    @Root() { id }: Student,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<AttendanceRecord>> {
    return context.load(ofStudent, { parentId: id, args });
  }
}
