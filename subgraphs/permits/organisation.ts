import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** The identity subgraph's organisation, to which this subgraph adds its permits. */
@ObjectType('Organisation', { description: 'An organisation that takes part in the skills ecosystem.' })
@Directive('@key(fields: "id")')
export class Organisation {
  @Field(() => ID, { description: 'Id of the organisation.' })
  id!: string;

  static of(id: string): Organisation {
    return Object.assign(new Organisation(), { id });
  }
}
