import { Field, InputType } from 'type-graphql';

@InputType({ description: 'What `syncPermits` is to do.' })
export class SyncPermitsInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Sweeps the whole registry from its first permit to its last, however long that takes within ten calls a minute.',
  })
  complete: boolean = false;
}
