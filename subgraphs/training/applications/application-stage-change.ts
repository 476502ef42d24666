import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { ApplicationStage } from './application.state.ts';
import type { Application } from './application.ts';

@Entity({ schema: 'training', tableName: 'application_stage_changes' })
@Fenced({ organisation: 'organisationId', learner: 'studentId', sharedWith: 'studentOrganisationId' })
@ObjectType({ description: 'A step in the history of an application.' })
export class ApplicationStageChange {
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  applicationId!: string;

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid' })
  studentOrganisationId!: string;

  @Property({ type: 'uuid' })
  studentId!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => ApplicationStage, {
    nullable: true,
    description:
      'Stage before; null when it was submitted first. The same as `stage` where notes were added alone.',
  })
  previousStage: ApplicationStage | null = null;

  @Property({ type: 'string' })
  @Field(() => ApplicationStage, { description: 'Stage from then on.' })
  stage!: ApplicationStage;

  /** Shown to the organisation that wrote them alone. */
  @Property({ type: 'text', nullable: true })
  notes: string | null = null;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When.' })
  changedAt: Date = new Date();

  /** The step of `application` from `previousStage` to the stage that it has now. */
  static of(
    application: Application,
    previousStage: ApplicationStage | null,
    notes: string | null = null,
  ): ApplicationStageChange {
    const { id: applicationId, organisationId, studentOrganisationId, studentId, stage } = application;
    const whose = { applicationId, organisationId, studentOrganisationId, studentId };
    return Object.assign(new ApplicationStageChange(), { ...whose, previousStage, stage, notes });
  }
}
