import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Student } from '../students/student.ts';
import { subjectById } from '../subjects/subject.resolver.ts';
import { Subject } from '../subjects/subject.ts';
import { GradeConnection } from './grade.resolver.ts';
import { Grade } from './grade.ts';

const ofSubject = childPages(Grade, 'subjectId');
const ofStudent = childPages(Grade, 'studentId');

@Resolver(() => Grade)
export class GradeJoinsResolver {
  @FieldResolver(() => Subject, { nullable: true, description: 'The subject.' })
  subject(@Root() { subjectId }: Grade, @Ctx() context: SubgraphContext): Promise<Subject | null> {
    return context.load(subjectById, subjectId);
  }

  @FieldResolver(() => Student, { nullable: true, description: 'The student.' })
  student(@Root() { studentId }: Grade): Student {
    return new Student(studentId);
  }
}

@Resolver(() => Subject)
export class SubjectGradesResolver {
  @FieldResolver(() => GradeConnection, {
    description: 'The grades in it that the caller may see, what was recorded last first.',
  })
  @RequiresScopes('training:read')
  grades(
    @Root() { id }: Subject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Grade>> {
    return context.load(ofSubject, { parentId: id, args });
  }
}

@Resolver(() => Student)
export class StudentGradesResolver {
  @FieldResolver(() => GradeConnection, {
    description:
      'What the student came to in subjects, as far as the caller may see it, what was recorded last first.',
  })
  @RequiresScopes('training:read')
  grades(
    @Root() { id }: Student,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Grade>> {
    return context.load(ofStudent, { parentId: id, args });
  }
}
