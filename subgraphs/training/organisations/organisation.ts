import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Identity's organisation; training adds the programs. */
@ObjectType({ description: 'An organisation that takes part in the skills ecosystem.' })
@Directive('@key(fields: "id")')
export class Organisation {
  @Field(() => ID, { description: 'Id of the organisation.' })
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}
