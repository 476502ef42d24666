import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { today } from '../opportunities/opportunity.ts';
import { ApplicationStage } from './application.state.ts';

@Entity({ schema: 'training', tableName: 'applications' })
@Fenced({ organisation: 'organisationId', learner: 'studentId', sharedWith: 'studentOrganisationId' })
@ObjectType({
  description:
    'A student’s application for an opportunity. There is one for each student and opportunity; the student, their organisation and the one that offers the opportunity see it.',
})
@Directive('@key(fields: "id")')
export class Application {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the application.' })
  id: string = uuidv7();

  /** The organisation that offers the opportunity. */
  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  studentOrganisationId!: string;

  @Property({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the student.' })
  studentId!: string;

  @Property({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the opportunity.' })
  opportunityId!: string;

  @Property({ type: 'string' })
  @Field(() => ApplicationStage, { description: 'How far it is.' })
  stage: ApplicationStage = ApplicationStage.APPLIED;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Where the applicant’s resume is.' })
  resumeUrl: string | null = null;

  /** The latest; shown to the organisation that wrote them alone. */
  @Property({ type: 'text', nullable: true })
  notes: string | null = null;

  /** The student’s course of study when they applied, for analytics. */
  @Property({ type: 'string', nullable: true })
  studentProgram: string | null = null;

  /** The day of `submittedAt`, for analytics. */
  @Property({ type: 'date' })
  submittedOn: string = today();

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was submitted.' })
  submittedAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
