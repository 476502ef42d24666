import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Identity's student; training adds the enrolments. */
@ObjectType({ description: 'A learner, as one organisation knows them.' })
@Directive('@key(fields: "id")')
export class Student {
  @Field(() => ID, { description: 'Id of the student.' })
  id: string;

  constructor(id: string) {
    this.id = id;
  }
}
