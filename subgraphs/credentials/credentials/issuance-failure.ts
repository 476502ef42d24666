import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Fenced } from '../../../platform/db/fence.ts';

@Entity({ schema: 'credentials', tableName: 'issuance_failures' })
@Fenced({ organisation: 'organisationId', learner: 'studentId' })
@ObjectType({
  description:
    'Why the credential that was promised at completion could not be issued; issuing it removes this.',
})
export class IssuanceFailure {
  @PrimaryKey({ type: 'uuid' })
  enrolmentId!: string;

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Code of the error catalogue.' })
  code!: string;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'What went wrong and what to do.' })
  message!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was last tried.' })
  failedAt!: Date;
}
