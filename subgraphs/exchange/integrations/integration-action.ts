import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What came of connecting an outside system, or of ending that.' })
export class IntegrationConnection {
  @Field(() => String, { description: 'Name of the outside system, such as SICANTIK.' })
  name!: string;

  @Field(() => Boolean, {
    description:
      'Whether it is connected now. LinkedIn is not until the learner allows it there; SICANTIK, when what was set is taken away, goes back to what the configuration of the hub says, if that says anything.',
  })
  connected!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'For LinkedIn: to be opened once, in the learner’s own browser.',
  })
  authorizationUrl!: string | null;

  @Field(() => Date, { nullable: true, description: 'When the browser has to be back at the latest.' })
  authorizationExpiresAt!: Date | null;
}

@ObjectType({ description: 'What was begun to bring the hub up to date with an outside system.' })
export class IntegrationSync {
  @Field(() => String, { description: 'Name of the outside system, such as SICANTIK.' })
  name!: string;

  @Field(() => ID, { description: 'Id of the run: see `permitSync`, and `permitSyncProgress`.' })
  syncId!: string;

  @Field(() => String, { description: 'How far it is: `RUNNING`, `COMPLETED` or `FAILED`.' })
  status!: string;

  @Field(() => Date, { description: 'When it began.' })
  startedAt!: Date;
}
