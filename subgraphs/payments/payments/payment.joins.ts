import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Enrolment, Program, Student } from './neighbours.ts';
import { PaymentConnection } from './payment.resolver.ts';
import { Payment } from './payment.ts';

const ofProgram = childPages(Payment, 'programId');
const ofStudent = childPages(Payment, 'studentId');
const ofEnrolment = childPages(Payment, 'enrolmentId');

@Resolver(() => Program)
export class ProgramPaymentsResolver {
  @FieldResolver(() => PaymentConnection, { description: 'Payments for the program, newest first.' })
  @RequiresScopes('payments:read')
  payments(
    @Root() program: Program,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Payment>> {
    return context.load(ofProgram, { parentId: program.id, args });
  }
}

@Resolver(() => Student)
export class StudentPaymentsResolver {
  @FieldResolver(() => PaymentConnection, { description: 'The student’s payments, newest first.' })
  @RequiresScopes('payments:read')
  payments(
    @Root() student: Student,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Payment>> {
    return context.load(ofStudent, { parentId: student.id, args });
  }
}

@Resolver(() => Enrolment)
export class EnrolmentPaymentsResolver {
  @FieldResolver(() => PaymentConnection, { description: 'Payments for the enrolment, newest first.' })
  @RequiresScopes('payments:read')
  payments(
    @Root() enrolment: Enrolment,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Payment>> {
    return context.load(ofEnrolment, { parentId: enrolment.id, args });
  }
}
